//! One request and its reply.
//!
//! **Invariant:** the model is changed as bytes arrive, the views at most in every second animation frame. A line that
//! stays silent too long is given up, and the reason is ours, not the browser's.

use std::pin::Pin;
use std::rc::Rc;

use super::breath::Breath;
use super::run::Run;
use super::watch::Line;
use super::{Chat, hooks};
use crate::browser::clock;
use crate::browser::fetch::{self, Abort, FetchError, Reply};
use crate::browser::frame;
use crate::browser::later;
use crate::browser::line::is_foreign;
use crate::config::{Config, Label};
use crate::protocol::{
    ApiError, BodyEnd, ChatCompletionRequest, ErrorKind, Failure, ReplyDecoder, ReplyHead,
};

/// How often the line is looked at, and how long it is silent before that is said, in milliseconds.
const LOOK: i32 = 1000;
const STILL_WAITING: f64 = 10_000.0;
/// More bytes than these are not read in one go: a fast server's come by the megabyte.
const PIECE: usize = 32 * 1024;

impl Chat {
    /// Sends a request and folds its reply into the message; or gives what went wrong.
    pub(super) async fn exchange(
        &self,
        config: &Config,
        request: &ChatCompletionRequest,
        run: &Run,
    ) -> Result<(), ApiError> {
        if run.may_be_cached && self.answer_from_memory(config, request, run) {
            self.begin(run);
            return Ok(());
        }
        let line = self.watch(config, run);
        let result = self.read(config, request, run, &line).await;
        line.closed.set(true);
        if self.is_current(run) {
            self.progress.try_set(String::new());
        }
        match &result {
            Ok(()) => self.remember(config, request, run),
            // The event that says so may come later.
            Err(error) if error.kind == ErrorKind::Offline => drop(self.online.try_set(false)),
            Err(_) => {}
        }
        result
    }

    async fn read(
        &self,
        config: &Config,
        request: &ChatCompletionRequest,
        run: &Run,
        line: &Line,
    ) -> Result<(), ApiError> {
        let abort = Abort::new();
        run.abort.borrow_mut().clone_from(&abort);
        let body = request.body.written();
        let posted = match self.hooks_sending() {
            false => fetch::post(&request.url, &request.headers, &body, abort).await,
            true => match later::open(hooks::later_post as hooks::Posting).await {
                Some(door) => door(*self, request.clone(), abort).await?,
                None => return Err(line.broken(ApiError::new(ErrorKind::Network, ""))),
            },
        };
        let mut reply = match posted {
            Ok(reply) => reply,
            Err(error) => {
                // Whoever stopped it wants nothing more to be asked.
                let FetchError::Network(words) = error else {
                    return Err(line.broken(ApiError::new(ErrorKind::Network, "")));
                };
                let error = line.broken(ApiError::new(ErrorKind::Network, words));
                if error.kind != ErrorKind::Network {
                    return Err(error);
                }
                return Err(match later::open(later_blame as Blaming).await {
                    Some(door) => door(error, request.clone()).await,
                    None => error,
                });
            }
        };
        line.touch(config.idle_timeout);
        let mut decoder = ReplyDecoder::new(head(&reply));
        let mut breath = Breath::default();
        while !decoder.is_over() && self.is_current(run) {
            breath.begin();
            let bytes = reply.next().await;
            line.touch(config.idle_timeout);
            breath.read();
            let pieces = match &bytes {
                Ok(Some(bytes)) => bytes.chunks(PIECE).map(Some).map(Ok).collect(),
                Ok(None) => vec![Ok(None)],
                Err(error) => vec![Err(error)],
            };
            for piece in pieces {
                if !self.is_current(run) {
                    return Ok(());
                }
                if let Err(failure) = self.fold(&mut decoder, piece, run, line) {
                    return Err(sorted(failure, line).await);
                }
                self.begin(run);
                self.touch(&run.answer);
                breath.take(&run.answer.message).await;
            }
            if !decoder.is_over() {
                breath.gather(&run.answer.message).await;
            }
        }
        Ok(())
    }

    /// Folds what came into the message; an error is kept apart, as another try may follow.
    fn fold(
        &self,
        decoder: &mut ReplyDecoder,
        bytes: Result<Option<&[u8]>, &FetchError>,
        run: &Run,
        line: &Line,
    ) -> Result<(), Failure> {
        let mut failure = None;
        run.answer.message.update_untracked(|message| {
            let mut fold = |event| {
                failure = message.fold(event);
                if failure.is_none() {
                    line.last_word.set(line.last_byte.get());
                }
            };
            match bytes {
                Ok(Some(bytes)) => decoder.feed(bytes, &mut fold),
                Ok(None) => decoder.finish(BodyEnd::Clean, &mut fold),
                Err(_) => decoder.finish(BodyEnd::Broken, &mut fold),
            }
            line.time_thinking(message);
        });
        let has_words = line.last_word.get() == line.last_byte.get();
        if has_words && !run.is_aside && self.progress.try_with_untracked(String::is_empty) == Some(false) {
            self.progress.try_set(String::new());
        }
        failure.map_or(Ok(()), Err)
    }

    /// Looks at the line until it is closed.
    fn watch(&self, config: &Config, run: &Run) -> Rc<Line> {
        // What is not streamed begins with its end.
        let writing = if config.stream { 0 } else { config.idle_timeout };
        let line = Rc::new(Line::open(config.first_byte_timeout.saturating_add(writing)));
        let (chat, run, watched) = (*self, run.clone(), Rc::clone(&line));
        let mut last_look = clock::now();
        frame::every(
            LOOK,
            Box::new(move || {
                if watched.closed.get() || !chat.is_current(&run) {
                    return false;
                }
                // After a sleep of the device or the tab, what came meanwhile is still to be read.
                let slept =
                    clock::now() - std::mem::replace(&mut last_look, clock::now()) > f64::from(LOOK * 4);
                if watched.is_dead() && !slept {
                    watched.timed_out.set(true);
                    // The page's own code may listen, and end the run.
                    let abort = run.abort.borrow().clone();
                    abort.iter().for_each(Abort::abort);
                } else if clock::now() - watched.last_word.get() > STILL_WAITING {
                    chat.say_still_waiting();
                }
                true
            }),
        );
        line
    }

    fn say_still_waiting(&self) {
        if self.progress.try_with_untracked(String::is_empty) == Some(true) {
            let words = self.text_now(Label::StillWaiting);
            self.progress.try_set(words.clone());
            self.say(words);
        }
    }
}

/// What is known of a reply before its body.
pub(super) fn head(reply: &Reply) -> ReplyHead {
    ReplyHead {
        status: reply.status,
        headers: reply.headers(&ReplyHead::READ),
        now: Some(clock::unix_seconds()),
    }
}

/// What a reply failed with. If what sorts it does not load, the server's words are not told.
async fn sorted(failure: Failure, line: &Line) -> ApiError {
    let error = match failure {
        Failure::Known(error) => error,
        failure => match later::open(later_sorted as fn(Failure) -> ApiError).await {
            Some(sorted) => sorted(failure),
            None => failure.unsorted(),
        },
    };
    if error.kind == ErrorKind::Network { line.broken(error) } else { error }
}

fn later_sorted(failure: Failure) -> ApiError {
    failure.sorted()
}

/// What is wrong with a request that was not sent, if it is one of its headers.
pub(super) fn unsendable(request: &ChatCompletionRequest, words: &str) -> Option<ApiError> {
    let name = request.unsendable_header()?;
    let is_key = name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("api-key");
    let kind = if is_key { ErrorKind::Auth } else { ErrorKind::BadRequest };
    Some(ApiError::new(kind, ["The header ", name, " cannot be sent: ", words].concat()))
}

/// [`later_blame`].
type Blaming = fn(ApiError, ChatCompletionRequest) -> Pin<Box<dyn Future<Output = ApiError>>>;

/// Tells a line that is dead from a server that does not let this page read its replies, and from a header that cannot be sent.
fn later_blame(error: ApiError, request: ChatCompletionRequest) -> Pin<Box<dyn Future<Output = ApiError>>> {
    Box::pin(async move {
        if let Some(error) = unsendable(&request, &error.message) {
            return error;
        }
        let is_refused = is_foreign(&request.url) && fetch::is_there(&request.url).await;
        ApiError { kind: if is_refused { ErrorKind::Cors } else { error.kind }, ..error }
    })
}

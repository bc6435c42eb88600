//! From failure to failure, until there is an answer or nothing is left to try.
//!
//! **Invariant:** what is tried next is decided by `protocol::Attempts`; here it is only done. Nothing that was
//! shown is taken away by a further try.

use std::pin::Pin;

use super::run::Run;
use super::window::Fit;
use super::{Chat, tools};
use crate::browser::{clock, frame, later};
use crate::config::{Config, Label};
use crate::conversation::{Message, Turns};
use crate::protocol::{
    ApiError, Attempts, ChatCompletionRequest, Circumstances, Endpoint, ErrorKind, Next, Repairs,
};

/// A request that failed.
struct Failed<'a> {
    error: &'a ApiError,
    endpoint: &'a Endpoint,
    request: &'a ChatCompletionRequest,
    /// Something of an answer was shown.
    has_output: bool,
    /// Less will be sent.
    is_smaller: bool,
}

/// [`later_next`].
type Deciding = fn(&Chat, &Failed, &mut Attempts) -> Next;
/// [`later_pause`].
type Pausing = fn(Chat, u64, Run) -> Pin<Box<dyn Future<Output = ()>>>;

fn later_next(chat: &Chat, failed: &Failed, attempts: &mut Attempts) -> Next {
    let now = Circumstances {
        has_output: failed.has_output,
        is_repaired: failed.is_smaller || chat.learn(failed.endpoint, failed.error, failed.request),
        has_token_source: failed.endpoint.is_own && chat.has_token_source(),
        random: clock::random(),
    };
    attempts.after(failed.error, now)
}

fn later_pause(chat: Chat, milliseconds: u64, run: Run) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move { chat.pause(milliseconds, &run).await })
}

impl Chat {
    /// Brings the answer into its message. An error is one that nothing more could be done about.
    pub(super) async fn answer(&self, turns: &Turns, run: &Run) -> Result<(), ApiError> {
        let config = self.config.try_get_untracked().unwrap_or_default();
        let config = self.with_tools(config, turns, run).await;
        let fresh = run.answer.message.get_untracked();
        let endpoints = Endpoint::all(&config, self.chosen_model().as_deref());
        let mut attempts = Attempts::new(config.retries, endpoints.len() - 1);
        let (mut at, mut fit) = (0, Fit::default());
        // It may be stopped whenever something is waited for.
        while self.is_current(run) {
            run.answer.message.update_untracked(|message| *message = fresh.clone());
            let endpoint = &endpoints[at];
            let fitting = self.fitting(&config, endpoint, turns, &mut fit, run).await;
            if !self.is_current(run) {
                break;
            }
            let request = self.request(&config, endpoint, &fitting).await?;
            if !self.is_current(run) {
                break;
            }
            self.note_server(run, endpoint, at > 0);
            let result = self.exchange(&config, &request, run).await;
            let Err(error) = result else {
                if fresh.is_empty() {
                    run.answer.message.with_untracked(|message| self.learn_weight(message));
                }
                break;
            };
            if !self.is_current(run) {
                break;
            }
            let has_output = run.answer.message.with_untracked(|message| has_output(message, &fresh));
            let is_smaller = self.shrink(&config, endpoint, turns, &mut fit, &error).await;
            let failed = Failed { error: &error, endpoint, request: &request, has_output, is_smaller };
            // Where nothing more is tried, nothing is loaded for it: the line may be dead.
            let is_over = has_output || error.kind == ErrorKind::Offline;
            let door = if is_over { None } else { later::open(later_next as Deciding).await };
            let next = door.map_or(Next::GiveUp, |door| door(self, &failed, &mut attempts));
            match next {
                Next::GiveUp => return Err(error),
                Next::Wait(milliseconds) => {
                    if let Some(door) = later::open(later_pause as Pausing).await {
                        door(*self, milliseconds, run.clone()).await;
                    }
                }
                Next::Fallback => at += 1,
                Next::Repaired | Next::NewToken => {}
            }
        }
        Ok(())
    }

    /// The options with the tools that the page has now.
    async fn with_tools(&self, config: Config, turns: &Turns, run: &Run) -> Config {
        // Those of a page are an option, too, without their functions.
        if config.params.get("tools").is_none() && !turns.has_calls() {
            return config;
        }
        match later::open(tools::later_declared as tools::Declaring).await {
            Some(door) => door(self, config, run.round),
            None => config,
        }
    }

    /// The request, with a fresh token where the page gives tokens.
    async fn request(
        &self,
        config: &Config,
        endpoint: &Endpoint,
        turns: &Turns,
    ) -> Result<ChatCompletionRequest, ApiError> {
        let repairs = self.repairs(endpoint);
        let token = self.token_for(endpoint).await.map_err(|words| ApiError::new(ErrorKind::Auth, words))?;
        let turns = turns.shaped(config, &repairs);
        self.weigh(config, &turns);
        Ok(ChatCompletionRequest::new(config, endpoint, &turns, &repairs, token.as_deref()))
    }

    pub(super) fn repairs(&self, endpoint: &Endpoint) -> Repairs {
        let name = endpoint.name();
        let Some(inner) = self.inner() else { return Repairs::default() };
        let all = inner.repairs.borrow();
        all.iter().find(|(there, _)| *there == name).map(|(_, repairs)| repairs.clone()).unwrap_or_default()
    }

    /// Remembers what a refusal teaches; true if the next request will be another one.
    pub(super) fn learn(
        &self,
        endpoint: &Endpoint,
        error: &ApiError,
        request: &ChatCompletionRequest,
    ) -> bool {
        let mut repairs = self.repairs(endpoint);
        let has_learnt = repairs.learn(error, request);
        if has_learnt && let Some(inner) = self.inner() {
            let name = endpoint.name();
            let mut all = inner.repairs.borrow_mut();
            all.retain(|(there, _)| *there != name);
            all.push((name, repairs));
        }
        has_learnt
    }

    /// Waits, and counts the seconds down.
    async fn pause(&self, milliseconds: u64, run: &Run) {
        let mut left = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        while left > 0 && self.is_current(run) {
            // Less than a second is not worth a word.
            if milliseconds >= 1000 {
                let time = Self::time(u64::from(left.unsigned_abs()).div_ceil(1000));
                let words = self
                    .config
                    .try_with_untracked(|c| c.labels.filled(Label::TryingAgain, &[("time", &time)]));
                self.progress.try_set(words.unwrap_or_default());
            }
            let step = if left % 1000 == 0 { 1000 } else { left % 1000 };
            frame::sleep(step).await;
            left -= step;
        }
        if self.is_current(run) {
            self.progress.try_set(String::new());
        }
    }

    /// Keeps which model is asked, until the reply says which one spoke, and whether it is another one than asked for
    /// first. It is known before the reply's last byte, with which the answer is drawn as ended.
    fn note_server(&self, run: &Run, endpoint: &Endpoint, is_fallback: bool) {
        run.answer.message.update_untracked(|message| {
            message.is_fallback = is_fallback;
            message.model = message.model.take().or_else(|| endpoint.model.clone());
        });
    }
}

fn has_output(message: &Message, fresh: &Message) -> bool {
    message.choices() != fresh.choices()
}

//! One run: from the question to the end of its answer.
//!
//! **Invariant:** a run ends its message in exactly one way, and only the current run touches the state of the
//! widget. Stop and a new conversation end it at once, without waiting for a connection or a callback that may
//! never answer; what the old future still does finds a message that takes no more.

use reactive_graph::prelude::*;

use super::{Chat, Entry, Phase};
use crate::browser::dom;
use crate::browser::fetch::{self, Abort, FetchError};
use crate::browser::frame::{self, NextFrame};
use crate::config::Labels;
use crate::conversation::{Message, State, one_to_json, turns};
use crate::json::Json;
use crate::protocol::{ApiError, BodyEnd, ChatCompletionRequest, ErrorKind, ReplyDecoder, ReplyHead};

/// The answer that is being waited for, and the way to stop it.
#[derive(Clone)]
pub(super) struct Run {
    answer: Entry,
    abort: Option<Abort>,
    /// What came at an earlier try; it comes back if nothing comes at this one.
    earlier: Option<String>,
}

impl Chat {
    /// Asks for an answer to the conversation as it stands, perhaps in the place of one that broke off.
    pub(super) fn ask(&self, earlier: Option<String>) {
        let messages = self.snapshot();
        let run = Run { answer: self.push(Message::awaited()), abort: Abort::new(), earlier };
        self.run.set_value(Some(run.clone()));
        self.phase.set(Phase::Waiting);
        self.say(self.text_now(|l| &l.waiting));
        let chat = *self;
        frame::spawn(async move {
            if let Err(error) = chat.stream(&messages, &run).await {
                run.answer.message.update_untracked(|message| message.fail(error));
            }
            if chat.is_current(&run) {
                chat.end_run();
            }
        });
    }

    /// Ends the current run, if there is one: a message that is still open was stopped.
    pub(super) fn end_run(&self) {
        let Some(run) = self.run.try_update_value(Option::take).flatten() else { return };
        run.answer.message.update_untracked(|message| {
            message.stop();
            if let Some(earlier) = run.earlier.filter(|_| message.text.is_empty()) {
                message.text = earlier;
            }
        });
        run.answer.message.notify();
        if let Some(abort) = run.abort {
            abort.abort();
        }
        self.phase.try_set(Phase::Idle);
        let message = run.answer.message.get_untracked();
        self.say(self.ending(&message));
        self.hush();
        if let Some(error) = message.error() {
            self.emit("error", &error_detail(error));
        }
        let detail = one_to_json(&message);
        self.emit("response-end", &detail);
        self.emit("message", &detail);
    }

    /// Streams the answer into its message. An error is one that the decoder does not know of.
    async fn stream(&self, messages: &[Message], run: &Run) -> Result<(), ApiError> {
        let request = self.request(messages).await?;
        let reply = fetch::post(&request.url, &request.headers, &request.body, run.abort.clone()).await;
        let mut reply = reply.map_err(unreached)?;
        let mut decoder = ReplyDecoder::new(ReplyHead { status: reply.status });
        let frame = NextFrame::default();
        while !decoder.is_over() && self.is_current(run) {
            let bytes = reply.next().await;
            run.answer.message.update_untracked(|message| {
                let mut fold = |event| message.apply(event);
                match bytes {
                    Ok(Some(bytes)) => decoder.feed(&bytes, &mut fold),
                    Ok(None) => decoder.finish(BodyEnd::Clean, &mut fold),
                    Err(_) if !dom::is_online() => {
                        decoder.finish(BodyEnd::Broken, &mut |_| {});
                        message.fail(ApiError::new(ErrorKind::Offline, ""));
                    }
                    Err(_) => decoder.finish(BodyEnd::Broken, &mut fold),
                }
            });
            self.begin(run);
            let run = run.clone();
            frame.run(move || run.answer.message.notify());
        }
        Ok(())
    }

    /// The request, with a fresh token where the page gives tokens.
    async fn request(&self, messages: &[Message]) -> Result<ChatCompletionRequest, ApiError> {
        let config = self.config.try_get_untracked().unwrap_or_default();
        let failed = |words| ApiError::new(ErrorKind::Auth, words);
        let token = match self.token.try_get_value().flatten() {
            Some(source) => source.token().await.map_err(failed)?,
            None => None,
        };
        let bearer = token.as_deref().or(config.api_key.as_deref());
        Ok(ChatCompletionRequest::new(&config, &turns(&config, messages), bearer))
    }

    /// Says that the answer has begun, once.
    fn begin(&self, run: &Run) {
        let has_begun = run.answer.message.with_untracked(|message| !message.text.is_empty());
        if has_begun && self.phase.try_get_untracked() == Some(Phase::Waiting) && self.is_current(run) {
            self.phase.try_set(Phase::Answering);
            self.say(self.text_now(|l| &l.answering));
            self.emit("response-start", &Json::Null);
        }
    }

    fn is_current(&self, run: &Run) -> bool {
        let id = self.run.try_with_value(|current| current.as_ref().map(|run| run.answer.id));
        id.flatten() == Some(run.answer.id)
    }

    /// What the status region says of an answer that has ended.
    fn ending(&self, message: &Message) -> String {
        self.text_now(match &message.state {
            State::Failed(error) => error_label(error.kind),
            State::Stopped => |l| &l.stopped,
            _ => |l| &l.answered,
        })
    }
}

fn error_detail(error: &ApiError) -> Json {
    Json::object([
        ("kind", error.kind.name().into()),
        ("message", error.message.as_str().into()),
        ("status", error.status.map(u64::from).into()),
    ])
}

fn unreached(error: FetchError) -> ApiError {
    match error {
        FetchError::Network(words) if dom::is_online() => ApiError::new(ErrorKind::Network, words),
        FetchError::Network(words) => ApiError::new(ErrorKind::Offline, words),
        FetchError::Aborted => ApiError::new(ErrorKind::Network, ""),
    }
}

/// What a visitor is told about a failure.
pub fn error_label(kind: ErrorKind) -> fn(&Labels) -> &str {
    match kind {
        ErrorKind::Auth => |l| &l.auth,
        ErrorKind::Permission => |l| &l.permission,
        ErrorKind::Quota => |l| &l.quota,
        ErrorKind::RateLimit => |l| &l.rate_limit,
        ErrorKind::ModelNotFound => |l| &l.model_not_found,
        ErrorKind::EndpointNotFound => |l| &l.endpoint_not_found,
        ErrorKind::ContextLength => |l| &l.context_length,
        ErrorKind::ContentFilter => |l| &l.content_filter,
        ErrorKind::BadRequest => |l| &l.bad_request,
        ErrorKind::PayloadTooLarge => |l| &l.payload_too_large,
        ErrorKind::Timeout => |l| &l.timeout,
        ErrorKind::Overloaded => |l| &l.overloaded,
        ErrorKind::Server => |l| &l.server,
        ErrorKind::Truncated => |l| &l.truncated,
        ErrorKind::Network => |l| &l.network,
        ErrorKind::Offline => |l| &l.offline,
        ErrorKind::BadResponse => |l| &l.bad_response,
    }
}

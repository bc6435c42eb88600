//! One message and its states.
//!
//! **Invariant:** a message moves forward only: waiting → arriving → complete, stopped or failed.

use crate::protocol::{ApiError, FinishReason, ReplyEvent, Role, Usage};

/// How far a message is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Asked for; nothing has come yet.
    Waiting,
    /// Text is arriving.
    Arriving,
    /// Whole.
    #[default]
    Complete,
    /// The visitor stopped it; what came stays.
    Stopped,
    /// It failed; what came stays.
    Failed(ApiError),
}

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub role: Role,
    /// Markdown.
    pub text: String,
    pub state: State,
    /// Why the model stopped, once it said so.
    pub finish: Option<FinishReason>,
    /// Token counts, where the server gave them.
    pub usage: Option<Usage>,
    /// The model that answered, by its own name.
    pub model: Option<String>,
}

impl Message {
    /// A whole message.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self { role, text: text.into(), state: State::Complete, finish: None, usage: None, model: None }
    }

    /// An answer that has been asked for.
    pub fn awaited() -> Self {
        Self { state: State::Waiting, ..Self::new(Role::Assistant, "") }
    }

    /// True while the answer is still to come or coming.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Waiting | State::Arriving)
    }

    /// The failure, if it is one.
    pub fn error(&self) -> Option<&ApiError> {
        match &self.state {
            State::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// Folds one step of the reply in. A message that has ended takes no more.
    pub fn apply(&mut self, event: ReplyEvent) {
        if !self.is_open() {
            return;
        }
        match event {
            ReplyEvent::Model(model) => self.model = Some(model),
            ReplyEvent::Delta(delta) => {
                self.text.push_str(&delta.content);
                self.text.push_str(&delta.refusal);
                if !self.text.is_empty() {
                    self.state = State::Arriving;
                }
            }
            ReplyEvent::Usage(usage) => self.usage = Some(usage),
            ReplyEvent::Finish(reason) => self.finish = Some(reason),
            ReplyEvent::Done => self.state = State::Complete,
            ReplyEvent::Error(error) => self.fail(error),
        }
    }

    /// Ends an open message with a failure.
    pub fn fail(&mut self, error: ApiError) {
        if self.is_open() {
            self.state = State::Failed(error);
        }
    }

    /// Ends an open message because the visitor said so.
    pub fn stop(&mut self) {
        if self.is_open() {
            self.state = State::Stopped;
        }
    }
}

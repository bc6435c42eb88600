//! One message and its states.
//!
//! **Invariant:** a message moves forward only: waiting → arriving → complete, stopped, interrupted or failed.

mod fold;
mod result;

use super::call_state::CallState;
use super::choice::Choice;
use super::tool_calls::ToolCall;
use crate::protocol::{ApiError, Citation, FinishReason, Role, Usage};

pub use result::NO_RESULT;

/// How far a message is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Asked for; nothing has come yet.
    Waiting,
    /// Something is arriving.
    Arriving,
    /// Whole.
    #[default]
    Complete,
    /// The visitor stopped it; what came stays.
    Stopped,
    /// The page went while it arrived; what had come was kept.
    Interrupted,
    /// It failed; what came stays.
    Failed(ApiError),
}

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub role: Role,
    pub state: State,
    /// At least one; more where the site asked for `n` answers.
    choices: Vec<Choice>,
    /// Which of them is shown, and sent with the next question.
    current: usize,
    /// Token counts, where the server gave them.
    pub usage: Option<Usage>,
    /// What earlier parts of the answer took.
    used_before: Option<Usage>,
    /// The model that answered, by its own name.
    pub model: Option<String>,
    /// The sources that the answer names.
    pub citations: Vec<Citation>,
    /// How long the model thought, in seconds, once that is known.
    pub thought_seconds: Option<u32>,
    /// Another model or endpoint than the first gave it.
    pub is_fallback: bool,
    /// It came from memory, not from the server.
    pub from_cache: bool,
    /// Of a `tool` message: the call that it answers.
    pub tool_call_id: Option<String>,
    /// Of a `function` message: the function.
    pub name: Option<String>,
    /// Of a result: how far its call is, or was when that was last said; see [`Message::call_state`].
    pub call: Option<CallState>,
    /// How long the call ran, in milliseconds.
    pub call_ms: Option<u32>,
    /// Of a question: what the page has added to it, text or JSON.
    pub context: Option<String>,
}

impl Message {
    /// A whole message.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self {
            role,
            state: State::Complete,
            choices: vec![Choice::of_text(text)],
            current: 0,
            usage: None,
            used_before: None,
            model: None,
            citations: Vec::new(),
            thought_seconds: None,
            is_fallback: false,
            from_cache: false,
            tool_call_id: None,
            name: None,
            call: None,
            call_ms: None,
            context: None,
        }
    }

    /// An answer that has been asked for.
    pub fn awaited() -> Self {
        Self { state: State::Waiting, ..Self::new(Role::Assistant, "") }
    }

    /// An answer that goes on from where another one ended.
    pub fn resumed(earlier: &Self) -> Self {
        let (text, reasoning) = (earlier.text(), earlier.choice().reasoning.clone());
        let mut message = Self { state: State::Waiting, ..Self::new(Role::Assistant, text) };
        message.choice_mut(0).reasoning = reasoning;
        message.citations.clone_from(&earlier.citations);
        message.thought_seconds = earlier.thought_seconds;
        message.used_before = earlier.usage;
        message
    }

    /// The same message with these tool calls.
    pub fn with_tool_calls(mut self, calls: Vec<ToolCall>) -> Self {
        self.choice_mut(0).tool_calls = calls;
        self
    }

    /// The same message with these answers, of which this one is shown.
    pub(super) fn with_choices(self, choices: Vec<Choice>, current: usize) -> Self {
        let mut message = Self { choices, ..self };
        message.show(current);
        message
    }

    /// The answer that is shown.
    pub fn choice(&self) -> &Choice {
        static NONE: Choice = Choice::EMPTY;
        self.choices.get(self.current).unwrap_or(&NONE)
    }

    /// All answers.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    fn choice_mut(&mut self, index: usize) -> &mut Choice {
        if self.choices.len() <= index {
            self.choices.resize(index + 1, Choice::EMPTY);
        }
        &mut self.choices[index]
    }

    /// Which answer is shown, from 0.
    pub const fn current(&self) -> usize {
        self.current
    }

    /// Shows another answer, if it is there.
    pub fn show(&mut self, choice: usize) {
        if choice < self.choices.len() {
            self.current = choice;
        }
    }

    /// The text that is shown.
    pub fn text(&self) -> &str {
        self.choice().shown()
    }

    /// Says something else in the shown answer.
    pub fn say_instead(&mut self, text: String) {
        let at = self.current;
        self.choice_mut(at).say_instead(text);
    }

    /// Says all that an earlier message said; how this one ended stays.
    pub fn bring_back(&mut self, earlier: Self) {
        let state = std::mem::take(&mut self.state);
        *self = Self { state, ..earlier };
    }

    /// True if there is nothing to show yet.
    pub fn is_empty(&self) -> bool {
        self.choices.iter().all(Choice::is_empty)
    }

    /// True if it is whole, and there is nothing to see of it but its calls.
    pub fn only_calls(&self) -> bool {
        let choice = self.choice();
        let is_silent = self.text().trim().is_empty() && choice.reasoning.is_empty();
        self.state == State::Complete && is_silent && !choice.tool_calls.is_empty()
    }

    /// True if it is whole, and there is nothing to it but its text.
    pub fn is_plain(&self) -> bool {
        !self.text().is_empty() && *self == Self::new(self.role, self.text())
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

    /// Why the shown answer ended, once the model said so.
    pub fn finish(&self) -> Option<FinishReason> {
        self.choice().finish
    }
}

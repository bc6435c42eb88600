//! A message that is the result of a tool call.
//!
//! It is there from the moment on in which its call is begun, so that a page that goes leaves an interrupted result and not
//! a call without one. **Invariant:** a result that has ended has words for the model, whatever ended it.

use super::{Message, State};
use crate::conversation::{CallState, ToolCall};
use crate::protocol::Role;

/// What a model hears of a call whose result never came.
pub const NO_RESULT: &str = r#"{"error":"The call ended before it gave a result."}"#;

impl Message {
    /// The result of a call, still to come: of a `tool`, or for a call without an id of a `function`.
    pub fn result_of(call: &ToolCall) -> Self {
        let is_legacy = call.id.is_none();
        let role = if is_legacy { Role::Function } else { Role::Tool };
        Self {
            state: State::Waiting,
            tool_call_id: call.id.clone(),
            name: is_legacy.then(|| call.name.clone()),
            call: Some(CallState::Running),
            ..Self::new(role, "")
        }
    }

    /// True for what answers a call.
    pub const fn is_result(&self) -> bool {
        matches!(self.role, Role::Tool | Role::Function)
    }

    /// True if this is the result of that call.
    pub fn answers(&self, call: &ToolCall) -> bool {
        match &call.id {
            Some(_) => self.tool_call_id == call.id,
            None => self.role == Role::Function && self.name.as_ref() == Some(&call.name),
        }
    }

    /// Ends a result that is open, with what the model hears.
    pub fn settle(&mut self, call: CallState, text: impl Into<String>) {
        if self.is_open() {
            self.choice_mut(0).text = text.into();
            self.call = Some(call);
            self.state = match call {
                CallState::Stopped => State::Stopped,
                CallState::Interrupted => State::Interrupted,
                _ => State::Complete,
            };
        }
    }

    /// How far the call is that this answers; one that was open when its page went is interrupted.
    pub fn call_state(&self) -> Option<CallState> {
        match (self.call?, &self.state) {
            (call, _) if !call.is_open() || self.is_open() => Some(call),
            (_, State::Stopped) => Some(CallState::Stopped),
            _ => Some(CallState::Interrupted),
        }
    }

    /// The text as it is sent and exported: of a result that never came, that it did not.
    pub fn said(&self) -> &str {
        let text = self.text();
        let never_came = text.is_empty() && self.call.is_some_and(|call| call != CallState::Done);
        if never_came && self.is_result() { NO_RESULT } else { text }
    }

    /// Gives each call that is shown an id of its own; a lone one without an id stays as it is where calls are legacy
    /// ones. `now` is Unix milliseconds.
    pub fn name_calls(&mut self, is_legacy: bool, now: u64) {
        let current = self.current();
        crate::conversation::tool_calls::name(&mut self.choice_mut(current).tool_calls, is_legacy, now);
    }
}

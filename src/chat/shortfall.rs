//! How an answer ended if it did not end as it should: what is said of that, shown and read aloud alike, and what can be
//! done next.
//!
//! **Invariant:** nothing is said of an answer that is whole or still arriving.

use super::error_label;
use crate::config::Label;
use crate::conversation::{Message, State};
use crate::protocol::{ApiError, ErrorKind, FinishReason};

/// Reasons to stop that are none of the model's: DeepSeek's and vLLM's.
const CUT: [&str; 2] = ["insufficient_system_resource", "abort"];

/// What is said, the error that it comes of, and what can be done next.
pub struct Shortfall {
    pub label: Label,
    pub error: Option<ApiError>,
    /// Another answer may be better.
    pub retries: bool,
    /// What is there can be gone on with.
    pub goes_on: bool,
}

impl Shortfall {
    /// That of a message, if it has one.
    pub fn of(message: &Message) -> Option<Self> {
        let has_text = !message.text().trim().is_empty();
        // Of several answers the others would be lost.
        let is_one = message.choices().len() == 1;
        let short = |label, retries, goes_on| {
            Some(Self {
                label,
                error: message.error().cloned(),
                retries,
                goes_on: goes_on && has_text && is_one,
            })
        };
        match (&message.state, message.finish()) {
            (State::Waiting | State::Arriving, _) => None,
            // What has begun to come was reached.
            (State::Failed(error), _) if error.kind == ErrorKind::Network && has_text => {
                short(Label::Truncated, true, true)
            }
            (State::Failed(error), _) => {
                let retries = error.kind != ErrorKind::ContextLength;
                short(error_label(error.kind), retries, true)
            }
            (State::Stopped, _) => short(Label::Stopped, true, true),
            (State::Interrupted, _) => short(Label::Interrupted, true, true),
            (State::Complete, Some(FinishReason::Length)) if !has_text => {
                short(Label::ThoughtOnly, true, false)
            }
            (State::Complete, Some(FinishReason::Length)) => short(Label::Length, false, true),
            (State::Complete, Some(FinishReason::ContentFilter)) => short(Label::Filtered, false, false),
            (State::Complete, _) if has_text && is_cut(message) => short(Label::Truncated, true, true),
            (State::Complete, _) if has_text => None,
            // Not every server gives the reason that belongs to calls.
            (State::Complete, finish) => {
                let calls =
                    finish == Some(FinishReason::ToolCalls) || !message.choice().tool_calls.is_empty();
                short(if calls { Label::ToolCalls } else { Label::Empty }, true, false)
            }
        }
    }

    pub fn kind(&self) -> Option<ErrorKind> {
        self.error.as_ref().map(|error| error.kind)
    }
}

fn is_cut(message: &Message) -> bool {
    message.choice().finish_wire.as_deref().is_some_and(|reason| CUT.contains(&reason))
}

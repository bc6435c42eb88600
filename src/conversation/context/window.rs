//! The room that the messages have.
//!
//! **Invariant:** the answer has its part of the window: `max_tokens` (or `max_completion_tokens`) if it is set, else an
//! eighth of the window and at most 1024 tokens; never more than half of it, so that there is something to answer.

use super::Said;
use super::estimate::{self, Estimate};
use super::refusal::Refusal;
use crate::config::Config;
use crate::conversation::Message;
use crate::protocol::{Role, Turn};

/// The room for messages, in weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Of all that is sent; without it there is no limit.
    pub room: Option<u64>,
    /// Of what is sent with any messages: the system prompt and the tools.
    pub fixed: u64,
}

impl Window {
    /// The window that the options name, or what a refusal has left of it.
    pub fn of(config: &Config, estimate: Estimate, refusal: &Refusal) -> Self {
        let named = config.context_tokens.map(|tokens| tokens - reserved(config, tokens));
        let system = config.system_prompt.as_deref().filter(|text| !text.trim().is_empty());
        let system = system.map_or(0, |text| estimate::PER_MESSAGE + estimate::weight(text));
        let tokens = [named, refusal.room()].into_iter().flatten().min();
        Self { room: tokens.map(|tokens| estimate.weight(tokens)), fixed: system + frame(config) }
    }

    /// The weight of what is chosen of a path, for a gauge.
    pub fn weight(&self, path: &[Said], sent: &[bool]) -> u64 {
        self.weight_of(path.iter().zip(sent).filter(|(_, sent)| **sent).map(|(said, _)| said.message))
    }

    /// The weight of messages, with what is sent beside them.
    pub fn weight_of<'a>(&self, messages: impl Iterator<Item = &'a Message>) -> u64 {
        self.fixed + messages.filter(|message| is_sent(message)).map(estimate::of_message).sum::<u64>()
    }

    /// The weight of a request as it is sent, for [`Estimate::learn`] and [`Refusal::learn`].
    pub fn weight_of_turns(config: &Config, turns: &[Turn]) -> u64 {
        frame(config) + turns.iter().map(estimate::of_turn).sum::<u64>()
    }
}

/// What is blank is not sent, but for the result of a tool that had nothing to say.
fn is_sent(message: &Message) -> bool {
    let is_result = matches!(message.role, Role::Tool | Role::Function);
    is_result || !message.text().trim().is_empty() || !message.choice().tool_calls.is_empty()
}

/// What is sent with any turns.
fn frame(config: &Config) -> u64 {
    let tools = sent(config, "tools").or_else(|| sent(config, "functions"));
    estimate::PER_ANSWER + tools.map_or(0, |tools| estimate::weight(&tools.written()))
}

/// A field of the request, as [`crate::protocol::ChatCompletionRequest`] sends it.
fn sent<'a>(config: &'a Config, name: &str) -> Option<&'a crate::json::Json> {
    config.body.as_ref().and_then(|body| body.get(name)).or_else(|| config.params.get(name))
}

/// The tokens of a window that are kept for the answer.
pub(super) fn reserved(config: &Config, window: u64) -> u64 {
    let limits = ["max_completion_tokens", "max_tokens"];
    let limit = limits.iter().find_map(|name| sent(config, name)?.as_u64());
    limit.unwrap_or_else(|| (window / 8).min(1024)).min(window / 2)
}

//! One JSON document of a reply, a stream's chunk or a whole completion, read field by field.
//!
//! **Invariant:** every field is optional and may have the wrong type; what cannot be read is left out and
//! never spoils the rest. Derived types would reject real replies (and weigh twice as much).

use super::{ApiError, ErrorKind, ReplyEvent};
use crate::json::Json;

/// What a chunk adds to the message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Text of the answer.
    pub content: String,
    /// Text of a refusal; it is shown as the answer.
    pub refusal: String,
}

/// Tokens as the server counted them; a total need not be the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub prompt_tokens: u64,
    pub completion_tokens: u64,
    pub total_tokens: u64,
}

/// Why the model stopped. The wire value is an open string; these are its meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinishReason {
    Stop,
    Length,
    ToolCalls,
    ContentFilter,
    Error,
    Other,
}

impl FinishReason {
    /// Maps a wire value; servers differ in theirs.
    pub fn from_wire(value: &str) -> Self {
        match value {
            "stop" | "eos" | "eos_token" | "end_turn" | "stop_sequence" => Self::Stop,
            "length" | "model_length" | "max_tokens" => Self::Length,
            "tool_calls" | "function_call" | "tool_use" => Self::ToolCalls,
            "content_filter" => Self::ContentFilter,
            "error" => Self::Error,
            _ => Self::Other,
        }
    }
}

/// Gives the events of one document. A chunk has `delta`, a completion `message`; fake streamers send a
/// message in a chunk, so either is taken.
pub(super) fn read(document: Json, on_event: &mut dyn FnMut(ReplyEvent)) {
    let mut document = match document {
        Json::Array(items) => items.into_iter().next().unwrap_or_default(),
        document => document,
    };
    if let Some(error) = ApiError::in_document(&document) {
        on_event(ReplyEvent::Error(error));
        return;
    }
    if let Some(model) = document.get("model").and_then(Json::as_str).filter(|m| !m.is_empty()) {
        on_event(ReplyEvent::Model(model.to_owned()));
    }
    let usage = usage_in(&document);
    if let Json::Array(choices) = document.take("choices") {
        let is_first = |choice: &Json| choice.get("index").and_then(Json::as_u64).unwrap_or(0) == 0;
        choices.into_iter().filter(is_first).for_each(|choice| read_choice(choice, on_event));
    }
    if let Some(usage) = usage {
        on_event(ReplyEvent::Usage(usage));
    }
}

fn read_choice(mut choice: Json, on_event: &mut dyn FnMut(ReplyEvent)) {
    let mut message = choice.take("delta");
    if message == Json::Null {
        message = choice.take("message");
    }
    let delta = Delta { content: text(message.take("content")), refusal: text(message.take("refusal")) };
    if delta != Delta::default() {
        on_event(ReplyEvent::Delta(delta));
    }
    let reason = choice.get("finish_reason").and_then(Json::as_str).filter(|reason| !reason.is_empty());
    match reason.map(FinishReason::from_wire) {
        // Some servers say no more than that.
        Some(FinishReason::Error) => on_event(ReplyEvent::Error(ApiError::new(ErrorKind::Server, ""))),
        Some(reason) => on_event(ReplyEvent::Finish(reason)),
        None => {}
    }
}

/// A text, or the texts of an array of parts (`{type: "text", text}`).
fn text(content: Json) -> String {
    match content {
        Json::Text(text) => text,
        Json::Array(parts) => {
            parts.iter().filter_map(|part| part.get("text").unwrap_or(part).as_str()).collect()
        }
        _ => String::new(),
    }
}

/// Usage stands at the top, in Groq's old `x_groq`, or in Kimi's choice.
fn usage_in(document: &Json) -> Option<Usage> {
    let choice = document.get("choices").map(Json::unwrap_array);
    let places = [Some(document), document.get("x_groq"), choice];
    let usage = places.into_iter().flatten().find_map(|place| place.get("usage"))?;
    let count = |field: &str| usage.get(field).and_then(Json::as_u64).unwrap_or(0);
    Some(Usage {
        prompt_tokens: count("prompt_tokens"),
        completion_tokens: count("completion_tokens"),
        total_tokens: count("total_tokens"),
    })
}

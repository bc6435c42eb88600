//! What a message says, in its record: its answers, how it ended, and what is known of it.
//!
//! **Invariant:** what is written is read back; what of it cannot be read is as in a message without it.

use super::field;
use crate::conversation::transcript::read_call;
use crate::conversation::{CallState, Choice, Message, State, ToolCall};
use crate::json::Json;
use crate::protocol::{ApiError, Citation, ErrorKind, FinishReason, Role, Usage};

/// A message that was saved while it arrived.
const OPEN: &str = "open";

/// Writes it all into a record.
pub(super) fn write(message: &Message, was_open: bool, record: &mut Json) {
    let members = [
        ("state", state(&message.state, was_open).into()),
        ("choices", message.choices().iter().map(choice).collect()),
        ("current", field::some_number(message.current() as u64)),
        ("error", message.error().map(error).into()),
        ("usage", message.usage.map(Usage::to_json).into()),
        ("model", message.model.as_deref().into()),
        ("citations", field::list(message.citations.iter().map(Citation::to_json).collect())),
        ("thought_seconds", message.thought_seconds.map(u64::from).into()),
        ("is_fallback", field::truth(message.is_fallback)),
        ("from_cache", field::truth(message.from_cache)),
        ("tool_call_id", message.tool_call_id.as_deref().into()),
        ("name", message.name.as_deref().into()),
        ("call", message.call.map(CallState::name).into()),
        ("call_ms", message.call_ms.map(u64::from).into()),
        ("context", message.context.as_deref().into()),
    ];
    members.into_iter().for_each(|(name, value)| record.set(name, value));
}

/// Reads it all.
pub(super) fn read(role: Role, mut record: Json) -> Message {
    let choices: Vec<Choice> = field::items(&mut record, "choices").into_iter().map(read_choice).collect();
    let choices = if choices.is_empty() { vec![Choice::EMPTY] } else { choices };
    let current = field::number(&record, "current").and_then(|at| usize::try_from(at).ok());
    let seconds = record.get("thought_seconds").and_then(Json::as_u64);
    let mut message = Message::new(role, "").with_choices(choices, current.unwrap_or(0));
    message.state = read_state(&mut record);
    message.usage = record.get("usage").map(read_usage);
    message.model = field::text(&mut record, "model");
    message.citations =
        field::items(&mut record, "citations").into_iter().filter_map(read_citation).collect();
    message.thought_seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
    message.is_fallback = field::is_true(&record, "is_fallback");
    message.from_cache = field::is_true(&record, "from_cache");
    message.tool_call_id = field::text(&mut record, "tool_call_id");
    message.name = field::text(&mut record, "name");
    message.call = record.get("call").and_then(Json::as_str).and_then(CallState::from_name);
    message.context = field::text(&mut record, "context");
    message.call_ms = record.get("call_ms").and_then(Json::as_u64).and_then(|ms| u32::try_from(ms).ok());
    message
}

fn state(state: &State, was_open: bool) -> &'static str {
    match state {
        State::Complete => "complete",
        State::Stopped => "stopped",
        State::Failed(_) => "failed",
        State::Interrupted if !was_open => "interrupted",
        State::Interrupted | State::Waiting | State::Arriving => OPEN,
    }
}

/// True if the message was still arriving when it was saved.
pub(super) fn was_open(record: &Json) -> bool {
    record.get("state").and_then(Json::as_str) == Some(OPEN)
}

fn read_state(record: &mut Json) -> State {
    match record.get("state").and_then(Json::as_str) {
        Some("stopped") => State::Stopped,
        Some("failed") => State::Failed(read_error(record.take("error"))),
        Some("interrupted" | OPEN) => State::Interrupted,
        _ => State::Complete,
    }
}

/// `{text, reasoning, refusal, tool_calls, finish, finish_wire}`, the calls in the wire form.
fn choice(choice: &Choice) -> Json {
    let wire = choice.finish_wire.as_deref();
    Json::object_of_set([
        ("text", choice.text.as_str().into()),
        ("reasoning", field::some(&choice.reasoning)),
        ("reasons_apart", choice.reasons_apart.then_some(true).into()),
        ("refusal", field::some(&choice.refusal)),
        ("tool_calls", field::list(choice.tool_calls.iter().map(ToolCall::to_json).collect())),
        ("finish", choice.finish.map(FinishReason::name).into()),
        ("finish_wire", wire.into()),
    ])
}

fn read_choice(mut record: Json) -> Choice {
    let mut choice = Choice::of_text(field::text(&mut record, "text").unwrap_or_default());
    choice.reasoning = field::text(&mut record, "reasoning").unwrap_or_default();
    choice.reasons_apart = record.get("reasons_apart") == Some(&Json::Bool(true));
    choice.refusal = field::text(&mut record, "refusal").unwrap_or_default();
    choice.tool_calls = field::items(&mut record, "tool_calls").iter().filter_map(read_call).collect();
    choice.finish = record.get("finish").and_then(Json::as_str).map(FinishReason::from_wire);
    choice.finish_wire = field::text(&mut record, "finish_wire");
    choice
}

fn read_usage(usage: &Json) -> Usage {
    let count = |name: &str| field::number(usage, name).unwrap_or(0);
    Usage {
        prompt_tokens: count("prompt_tokens"),
        completion_tokens: count("completion_tokens"),
        total_tokens: count("total_tokens"),
    }
}

fn read_citation(mut citation: Json) -> Option<Citation> {
    Some(Citation { url: field::text(&mut citation, "url")?, title: field::text(&mut citation, "title") })
}

/// All of a failure; `kind` is what it would be as a reply of its own.
fn error(error: &ApiError) -> Json {
    Json::object_of_set([
        ("kind", error.kind.name().into()),
        ("message", field::some(&error.message)),
        ("status", error.status.map(u64::from).into()),
        ("code", error.code.as_deref().into()),
        ("param", error.param.as_deref().into()),
        ("retry_after_ms", error.retry_after_ms.into()),
        ("should_retry", error.should_retry.into()),
        ("in_stream", field::truth(error.in_stream)),
    ])
}

fn read_error(mut error: Json) -> ApiError {
    let kind = error.get("kind").and_then(Json::as_str).and_then(ErrorKind::from_name);
    let status = error.get("status").and_then(Json::as_u64);
    ApiError {
        status: status.and_then(|status| u16::try_from(status).ok()),
        code: field::text(&mut error, "code"),
        param: field::text(&mut error, "param"),
        retry_after_ms: error.get("retry_after_ms").and_then(Json::as_u64),
        should_retry: match error.get("should_retry") {
            Some(Json::Bool(is)) => Some(*is),
            _ => None,
        },
        in_stream: field::is_true(&error, "in_stream"),
        ..ApiError::new(
            kind.unwrap_or(ErrorKind::Server),
            field::text(&mut error, "message").unwrap_or_default(),
        )
    }
}

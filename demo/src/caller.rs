//! The model `caller`: calls the tools that the visitor's last message names, then says what came of them.
//!
//! The message is a script: `call weather {"city": "Oslo"} & clock {}; call weather {"city": "Rome"}` calls two tools at
//! once and, when their results are there, another one. What stands behind a name are its arguments, sent as they are,
//! also if they are no JSON. `...` at the end repeats the last round for ever. With `functions` in the place of `tools`
//! it calls in the way that came before, one at a time.
//!
//! **Invariant:** as strict as OpenAI: a call without its results, or a result without its call, is refused.

use serde_json::{Value, json};

use crate::answer::pieces;
use crate::ask::{Ask, role, text};
use crate::error::ApiError;
use crate::reply::Reply;

/// A call of a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Unique in its conversation.
    pub id: String,
    pub name: String,
    pub arguments: String,
}

impl Call {
    /// The pieces of its arguments.
    fn pieces(&self) -> Vec<String> {
        pieces(&self.arguments)
    }
}

/// What comes back of a tool in the first round, or after it.
pub fn apply(ask: &Ask, reply: &mut Reply) -> Result<(), ApiError> {
    let messages = ask.messages();
    refuse(messages)?;
    let question = messages.iter().rposition(|message| role(message) == "user");
    let since = question.map_or(messages, |question| &messages[question + 1..]);
    let script = question.map(|question| text(&messages[question]).into_owned()).unwrap_or_default();
    let is_over = ask.field("tool_choice").and_then(Value::as_str) == Some("none");
    reply.is_legacy = ask.field("functions").is_some();
    let has_tools = reply.is_legacy || ask.field("tools").is_some();
    let round = since.iter().filter(|message| !calls(message).is_empty()).count();
    reply.calls =
        if has_tools && !is_over { self::round(&script, round, messages.len()) } else { Vec::new() };
    if reply.is_legacy {
        reply.calls.truncate(1);
    }
    if !reply.calls.is_empty() {
        reply.finish = if reply.is_legacy { "function_call" } else { "tool_calls" };
        reply.say("", 1);
        return Ok(());
    }
    let results: Vec<_> = since.iter().filter(|message| is_result(message)).map(text).collect();
    let said = match (results.as_slice(), has_tools) {
        ([], false) => "I was given no tools.".to_owned(),
        ([], true) => "There is nothing to call.".to_owned(),
        (results, _) => format!("The results are: {}.", results.join(" | ")),
    };
    reply.say(&said, ask.choices());
    Ok(())
}

/// The calls of this round of a script.
fn round(script: &str, round: usize, at: usize) -> Vec<Call> {
    let Some((_, script)) = script.split_once("call ") else { return Vec::new() };
    let (script, is_endless) = match script.trim().strip_suffix("...") {
        Some(script) => (script, true),
        None => (script.trim(), false),
    };
    let rounds: Vec<&str> = script.split(';').collect();
    let place = if is_endless { round.min(rounds.len() - 1) } else { round };
    let calls = rounds.get(place).into_iter().flat_map(|round| round.split(" & "));
    let call = |(index, text): (usize, &str)| {
        let text = text.trim();
        let text = text.strip_prefix("call ").unwrap_or(text);
        let (name, arguments) = text.split_once(' ').unwrap_or((text, ""));
        Call {
            id: format!("call_{at}_{index}"),
            name: name.to_owned(),
            arguments: arguments.trim().to_owned(),
        }
    };
    calls.enumerate().map(call).filter(|call| !call.name.is_empty()).collect()
}

/// The ids of the calls of a message; a call in the earlier way has its name for one.
fn calls(message: &Value) -> Vec<String> {
    let id = |call: &Value| Some(call.get("id")?.as_str()?.to_owned());
    let all = message.get("tool_calls").and_then(Value::as_array);
    let legacy = message.get("function_call").and_then(|call| Some(call.get("name")?.as_str()?.to_owned()));
    all.into_iter().flatten().filter_map(id).chain(legacy).collect()
}

fn is_result(message: &Value) -> bool {
    matches!(role(message), "tool" | "function")
}

/// Refuses calls without results, and results without calls.
fn refuse(messages: &[Value]) -> Result<(), ApiError> {
    let mut open: Vec<String> = Vec::new();
    for message in messages {
        if is_result(message) {
            let name = if role(message) == "tool" { "tool_call_id" } else { "name" };
            let id = message.get(name).and_then(Value::as_str).unwrap_or_default();
            let place = open.iter().position(|there| there == id);
            let place = place.ok_or_else(|| {
                ApiError::bad_request(
                    "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
                )
            })?;
            open.remove(place);
            continue;
        }
        without_open(&open)?;
        open = calls(message);
    }
    without_open(&open)
}

fn without_open(open: &[String]) -> Result<(), ApiError> {
    if open.is_empty() {
        return Ok(());
    }
    let ids = open.join(", ");
    Err(ApiError::bad_request(format!(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. \
         The following tool_call_ids did not have response messages: {ids}"
    )))
}

/// The calls as a whole answer writes them.
pub fn written(reply: &Reply, message: &mut Value) {
    if reply.calls.is_empty() {
        return;
    }
    message["content"] = Value::Null;
    if let Some(call) = reply.calls.first().filter(|_| reply.is_legacy) {
        message["function_call"] = json!({ "name": call.name, "arguments": call.arguments });
        return;
    }
    message["tool_calls"] = reply.calls.iter().map(|call| call_of(call, &call.arguments)).collect();
}

/// A call as it begins in a stream, without arguments, or as a whole.
fn call_of(call: &Call, arguments: &str) -> Value {
    json!({ "id": call.id, "type": "function", "function": { "name": call.name, "arguments": arguments } })
}

/// The deltas of a stream: each call begins, then their arguments come in pieces, by turns.
pub fn deltas(reply: &Reply) -> Vec<Value> {
    if reply.is_legacy {
        let first =
            reply.calls.iter().map(|call| json!({ "function_call": { "name": call.name, "arguments": "" } }));
        let pieces = reply.calls.iter().flat_map(Call::pieces);
        return first.chain(pieces.map(|piece| json!({ "function_call": { "arguments": piece } }))).collect();
    }
    let begin = reply.calls.iter().enumerate().map(|(index, call)| {
        let mut call = call_of(call, "");
        call["index"] = json!(index);
        json!({ "tool_calls": [call] })
    });
    let pieces: Vec<Vec<String>> = reply.calls.iter().map(Call::pieces).collect();
    let longest = pieces.iter().map(Vec::len).max().unwrap_or_default();
    let turn = |turn| {
        let due =
            pieces.iter().enumerate().filter_map(move |(index, pieces)| Some((index, pieces.get(turn)?)));
        due.map(|(index, piece)| {
            json!({ "tool_calls": [{ "index": index, "function": { "arguments": piece } }] })
        })
    };
    begin.chain((0..longest).flat_map(turn)).collect()
}

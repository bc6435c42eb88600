//! What the model hears of its calls, in English: results, and what went wrong.
//!
//! **Invariant:** [`heard`] gives back what [`said`] was given.

use super::arguments;
use crate::conversation::{CallState, Message, ToolCall};
use crate::json::Json;

/// A result as the model gets it: a text as it is, unless it would be read as something else; all other values as JSON.
pub fn said(result: &Json) -> String {
    match result {
        Json::Text(text) if Json::parse(text).is_err() => text.clone(),
        result => result.written(),
    }
}

/// The value of a result that was kept.
pub fn heard(text: &str) -> Json {
    Json::parse(text).unwrap_or_else(|_| text.into())
}

/// What a page's own code gets of a call: `{id, name, arguments, state, result, ms}`; what there is not is left out.
pub fn detail(call: &ToolCall, result: &Message) -> Json {
    let text = Some(result.text()).filter(|text| !text.is_empty());
    let arguments = arguments::parsed(call).unwrap_or_else(|| call.arguments.as_str().into());
    Json::object_of_set([
        ("id", call.id.as_deref().into()),
        ("name", call.name.as_str().into()),
        ("arguments", arguments),
        ("state", result.call_state().map(CallState::name).into()),
        ("result", text.map(heard).into()),
        ("ms", result.call_ms.map(u64::from).into()),
    ])
}

/// JSON over several lines, for people; a text that is none, as it is.
pub fn indented(text: &str) -> String {
    let mut shown = String::new();
    match Json::parse(text) {
        Ok(value) => indent(&value, 0, &mut shown),
        Err(_) => shown.push_str(text),
    }
    shown
}

fn indent(value: &Json, depth: usize, shown: &mut String) {
    let (marks, count) = match value {
        Json::Object(members) => (["{", "}"], members.len()),
        Json::Array(items) => (["[", "]"], items.len()),
        _ => (["", ""], 0),
    };
    if count == 0 {
        return shown.push_str(&value.written());
    }
    let line = |depth: usize, shown: &mut String| {
        shown.push('\n');
        (0..depth).for_each(|_| shown.push_str("  "));
    };
    shown.push_str(marks[0]);
    for at in 0..count {
        if at > 0 {
            shown.push(',');
        }
        line(depth + 1, shown);
        match value {
            Json::Object(members) => {
                let (name, value) = &members[at];
                shown.push_str(&Json::from(&**name).written());
                shown.push_str(": ");
                indent(value, depth + 1, shown);
            }
            _ => indent(&value.items()[at], depth + 1, shown),
        }
    }
    line(depth, shown);
    shown.push_str(marks[1]);
}

/// `{"error": …}` of a call that failed; `more` is what is known beside that.
pub(super) fn error(state: CallState, more: &str) -> String {
    let words = match state {
        CallState::Unknown => "There is no such tool.",
        CallState::NotJson => "The arguments are no JSON object: ",
        CallState::Misfit => "The arguments do not fit the tool's schema: ",
        CallState::Denied => "The visitor did not allow this call.",
        CallState::Threw => "The tool failed: ",
        CallState::TimedOut => "The tool took too long.",
        CallState::BadResult => "The tool gave a result that is no JSON.",
        CallState::Repeated => "Not run: the same call was made too often.",
        CallState::TooMany => "Not run: there were too many rounds of calls.",
        CallState::Stopped => "The visitor stopped this call.",
        _ => return crate::conversation::NO_RESULT.to_owned(),
    };
    Json::object([("error", [words, more].concat().into())]).written()
}

//! A conversation as JSON, in the form of the API's own `messages` array: `[{role, content}]`.
//!
//! **Invariant:** reading is total: what is no message is passed over, and what was written is read back.

use causerie_wire::delta::plain;

use super::{Message, ToolCall, field};
use crate::json::Json;
use crate::protocol::{Citation, FinishReason, Role, Usage};

/// Reads an array of messages; other roles and contents without text are passed over.
pub fn from_json(messages: &Json) -> Vec<Message> {
    messages.items().iter().filter_map(read).collect()
}

pub(super) fn read(item: &Json) -> Option<Message> {
    let text = |name: &str| item.get(name).and_then(Json::as_str).map(str::to_owned);
    let role = Role::from_name(item.get("role")?.as_str()?)?;
    let calls: Vec<ToolCall> =
        item.get("tool_calls").map_or(&[][..], Json::items).iter().filter_map(read_call).collect();
    let content = item.get("content").cloned().unwrap_or_default();
    let is_text = matches!(content, Json::Text(_));
    let content = plain(content);
    if content.is_empty() && !is_text && calls.is_empty() {
        return None;
    }
    let mut message = Message::new(role, content).with_tool_calls(calls);
    (message.tool_call_id, message.name) = (text("tool_call_id"), text("name"));
    message.context = text("context");
    Some(message)
}

pub(super) fn read_call(call: &Json) -> Option<ToolCall> {
    let function = call.get("function")?;
    let text = |place: &Json, name: &str| place.get(name).and_then(Json::as_str).map(str::to_owned);
    let arguments = text(function, "arguments").unwrap_or_default();
    Some(ToolCall::new(text(call, "id"), text(function, "name")?, arguments))
}

/// Writes messages as such an array; an answer of which nothing has come is left out.
pub fn to_json<'a>(messages: impl IntoIterator<Item = &'a Message>) -> Json {
    let is_said = |message: &&Message| {
        !message.text().is_empty()
            || !message.choice().tool_calls.is_empty()
            || matches!(message.role, Role::Tool | Role::Function)
    };
    messages.into_iter().filter(is_said).map(one_to_json).collect()
}

/// One message as `{role, content}`, with tool calls and what they answer where there are any.
pub(super) fn one_to_json(message: &Message) -> Json {
    let calls = field::list(message.choice().tool_calls.iter().map(ToolCall::to_json).collect());
    let members = [
        ("role", message.role.name().into()),
        ("content", message.said().into()),
        ("tool_calls", calls),
        ("tool_call_id", message.tool_call_id.as_deref().into()),
        ("name", message.name.as_deref().into()),
        ("context", message.context.as_deref().into()),
    ];
    Json::object_of_set(members)
}

/// One message as the page's own code gets it with an event: also what is not sent back to a server.
pub fn to_detail(message: &Message) -> Json {
    let choice = message.choice();
    let mut detail = one_to_json(message);
    detail.set("model", message.model.as_deref().into());
    detail.set("finish_reason", choice.finish.map(FinishReason::name).into());
    detail.set("reasoning", field::some(&choice.reasoning));
    detail.set("usage", message.usage.map(Usage::to_json).into());
    detail.set("citations", field::list(message.citations.iter().map(Citation::to_json).collect()));
    detail.set("logprobs", field::list(choice.logprobs.clone()));
    if message.choices().len() > 1 {
        detail.set("choices", message.choices().iter().map(|choice| Json::from(choice.shown())).collect());
    }
    detail
}

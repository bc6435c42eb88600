//! A conversation as JSON, in the form of the API's own `messages` array: `[{role, content}]`.
//!
//! **Invariant:** reading is total: what is no message is passed over, and what was written is read back.

use super::Message;
use crate::json::Json;
use crate::protocol::Role;

/// Reads an array of `{role, content}`; other roles and contents without text are passed over.
pub fn from_json(messages: &Json) -> Vec<Message> {
    let read = |item: &Json| {
        let role = Role::from_name(item.get("role")?.as_str()?)?;
        Some(Message::new(role, item.get("content")?.as_str()?))
    };
    messages.items().iter().filter_map(read).collect()
}

/// Writes messages as an array of `{role, content}`; an answer of which nothing has come is left out.
pub fn to_json<'a>(messages: impl IntoIterator<Item = &'a Message>) -> Json {
    messages.into_iter().filter(|message| !message.text.is_empty()).map(one_to_json).collect()
}

/// One message as `{role, content}`.
pub fn one_to_json(message: &Message) -> Json {
    Json::object([("role", message.role.name().into()), ("content", message.text.as_str().into())])
}

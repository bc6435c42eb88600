//! `conversations.json` of ChatGPT's data export: `[{id, title, update_time, current_node, mapping: {id: {parent,
//! message}}}]`, times in seconds.
//!
//! **Invariant:** what ChatGPT shows is taken over: questions, answers, what the model thought before them, and code with
//! its output as blocks of code. Left out are hidden messages, those of the system but for texts, and the notes of other
//! tools; of an image there is only its kind, in brackets.

use super::fence::fenced;
use super::talk::{Part, Talk, answer};
use crate::conversation::number::decimal;
use crate::conversation::{Message, State};
use crate::json::Json;
use crate::protocol::Role;

/// True for a conversation of this kind.
pub(super) fn is_one(item: &Json) -> bool {
    matches!(item.get("mapping"), Some(Json::Object(_)))
}

/// Reads a conversation.
pub(super) fn read(item: &Json) -> Talk {
    let parts = item.get("mapping").map_or(&[][..], Json::members);
    let id = text(item, "id").or_else(|| text(item, "conversation_id")).or_else(|| text(item, "title"));
    Talk {
        id: ["chatgpt ", id.unwrap_or_default()].concat(),
        title: text(item, "title").unwrap_or_default().to_owned(),
        updated: time(item.get("update_time")),
        current: text(item, "current_node").map(str::to_owned),
        parts: parts.iter().map(|(id, node)| part(id, node)).collect(),
    }
}

fn text<'a>(item: &'a Json, name: &str) -> Option<&'a str> {
    item.get(name).and_then(Json::as_str)
}

/// From seconds to milliseconds.
fn time(seconds: Option<&Json>) -> u64 {
    match seconds {
        Some(Json::Number(digits)) => (decimal(digits) * 1000.0) as u64,
        _ => 0,
    }
}

fn part(id: &str, node: &Json) -> Part {
    let message = node.get("message").unwrap_or(&Json::Null);
    Part {
        id: id.to_owned(),
        parent: text(node, "parent").map(str::to_owned),
        time: time(message.get("create_time")),
        message: read_message(message),
        thought: thought(message),
    }
}

/// `{content: {content_type: "thoughts", thoughts: [{summary, content}]}}`.
fn thought(message: &Json) -> String {
    let thoughts = message.get("content").and_then(|content| content.get("thoughts"));
    let thoughts = thoughts.map_or(&[][..], Json::items).iter();
    let texts = thoughts.flat_map(|thought| [text(thought, "summary"), text(thought, "content")]);
    texts.flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn read_message(message: &Json) -> Option<Message> {
    let data = message.get("metadata").unwrap_or(&Json::Null);
    if data.get("is_visually_hidden_from_conversation") == Some(&Json::Bool(true)) {
        return None;
    }
    let content = message.get("content")?;
    let kind = text(content, "content_type").unwrap_or("text");
    let is_to_tool = text(message, "recipient").is_some_and(|recipient| recipient != "all");
    let role = match Role::from_name(text(message.get("author")?, "role")?)? {
        // Our own tools are called otherwise; what code gave is part of the answer here.
        Role::Tool if kind == "execution_output" => Role::Assistant,
        Role::Tool | Role::Function => return None,
        role => role,
    };
    let said = match kind {
        "thoughts" | "reasoning_recap" | "user_editable_context" | "model_editable_context" => return None,
        "code" | "execution_output" => String::new(),
        _ => said(content),
    };
    let said = match text(content, "text") {
        Some(code) if matches!(kind, "code" | "execution_output") => {
            let language = text(content, "language").filter(|language| *language != "unknown");
            fenced(code, language.unwrap_or_default())
        }
        _ if is_to_tool && !said.trim().is_empty() => fenced(&said, ""),
        Some(text) if said.is_empty() => text.to_owned(),
        _ => said,
    };
    if said.trim().is_empty() {
        return None;
    }
    let end = data.get("finish_details").and_then(|details| text(details, "type"));
    let finish = end.filter(|end| matches!(*end, "stop" | "max_tokens"));
    let mut message = Message::new(role, "").with_choices(vec![answer(said, String::new(), finish)], 0);
    message.model = text(data, "model_slug").filter(|_| role == Role::Assistant).map(str::to_owned);
    if end == Some("interrupted") {
        message.state = State::Stopped;
    }
    Some(message)
}

/// The parts of a content: texts, spoken words with their `text`, and images.
fn said(content: &Json) -> String {
    let part = |part: &Json| match part {
        Json::Text(text) => text.clone(),
        part => match (text(part, "text"), text(part, "content_type")) {
            (Some(text), _) => text.to_owned(),
            (None, Some(kind)) => ["[", kind, "]"].concat(),
            _ => String::new(),
        },
    };
    let parts = content.get("parts").map_or(&[][..], Json::items).iter().map(part);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

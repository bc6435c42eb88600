//! The exports of llama.cpp's web UI, in the four forms it has had.
//!
//! * `{conv: {id, name, lastModified, currNode}, messages: [{id, parent, type, timestamp, role, content, …}]}`, or an
//!   array of these;
//! * the same as lines: `{type: "session", …conv}`, then `{type: "message", message}` each;
//! * a dump of the database by Dexie: `{formatName: "dexie", data: {data: [{tableName, rows}]}}`;
//! * from before that, `{id, lastModified, messages: [{id, role, content}]}`, where each message follows the one before.
//!
//! Ids were numbers before they were texts. **Invariant:** the root, which is never shown, is left out; what the model
//! thought is told from what it said; files with a text in them are part of the question, as they were sent.

use super::fence::fenced;
use super::talk::{Part, Talk, answer};
use crate::conversation::think::Splitter;
use crate::conversation::transcript::read_call;
use crate::conversation::{Message, ToolCall};
use crate::json::Json;
use crate::protocol::Role;

/// True for a conversation of this kind.
pub(super) fn is_one(item: &Json) -> bool {
    matches!(item.get("messages"), Some(Json::Array(_)))
        && (item.get("conv").is_some() || item.get("lastModified").is_some())
}

/// Reads a conversation.
pub(super) fn read(item: &Json) -> Talk {
    let messages = item.get("messages").map_or(&[][..], Json::items);
    match item.get("conv") {
        Some(conversation) => talk(conversation, messages.iter().collect()),
        None => talk(item, messages.iter().collect()),
    }
}

/// True for a dump of the database.
pub(super) fn is_dump(document: &Json) -> bool {
    document.get("formatName").and_then(Json::as_str) == Some("dexie")
}

/// Reads a dump.
pub(super) fn read_dump(document: &Json) -> Vec<Talk> {
    let tables = document.get("data").and_then(|data| data.get("data")).map_or(&[][..], Json::items);
    let rows = |name: &str| {
        let is_it = |table: &&Json| table.get("tableName").and_then(Json::as_str) == Some(name);
        tables.iter().find(is_it).and_then(|table| table.get("rows")).map_or(&[][..], Json::items)
    };
    let of = |message| (Json::get(message, "convId").and_then(name_of), message);
    let mut messages: Vec<(Option<String>, &Json)> = rows("messages").iter().map(of).collect();
    messages.sort_by(|one, other| one.0.cmp(&other.0));
    let of = |conversation: &Json| {
        let id = conversation.get("id").and_then(name_of);
        let from = messages.partition_point(|(of, _)| *of < id);
        let own = messages[from..].iter().take_while(|(of, _)| *of == id);
        talk(conversation, own.map(|(_, message)| *message).collect())
    };
    rows("conversations").iter().map(of).collect()
}

/// Reads lines; nothing if they are others.
pub(super) fn read_lines(text: &str) -> Option<Vec<Talk>> {
    let mut conversations: Vec<(Json, Vec<Json>)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut line = Json::parse(line.trim()).ok()?;
        match line.get("type").and_then(Json::as_str) {
            Some("session") => conversations.push((line, Vec::new())),
            Some("message") => conversations.last_mut()?.1.push(line.take("message")),
            // Of a later version.
            Some(_) if !conversations.is_empty() => {}
            _ => return None,
        }
    }
    Some(
        conversations
            .iter()
            .map(|(conversation, messages)| talk(conversation, messages.iter().collect()))
            .collect(),
    )
}

fn talk(conversation: &Json, messages: Vec<&Json>) -> Talk {
    let id = conversation.get("id").and_then(name_of).unwrap_or_default();
    let mut parts: Vec<Part> = Vec::new();
    for message in messages {
        let before = parts.last().map(|part| part.id.clone());
        parts.push(part(message, before, parts.len()));
    }
    let newest = || parts.iter().max_by_key(|part| part.time).map(|part| part.id.clone());
    let current = conversation.get("currNode").and_then(name_of);
    let current = current.filter(|id| parts.iter().any(|part| part.id == *id)).or_else(newest);
    Talk {
        id: ["llama ", &id].concat(),
        title: conversation.get("name").and_then(Json::as_str).unwrap_or_default().to_owned(),
        updated: conversation.get("lastModified").and_then(Json::as_u64).unwrap_or(0),
        current,
        parts,
    }
}

/// An id, whichever it is: a text or a number.
fn name_of(id: &Json) -> Option<String> {
    match id {
        Json::Text(text) => Some(text.clone()),
        Json::Number(digits) => Some(digits.clone().into_owned()),
        _ => None,
    }
}

fn part(message: &Json, before: Option<String>, place: usize) -> Part {
    let name = |name: &str| message.get(name).and_then(name_of);
    // The oldest form has no parents; in all others the root, which may be missing, has none.
    let has_parents = message.get("convId").is_some() || message.get("type").is_some();
    let number = |name: &str| message.get(name).and_then(Json::as_u64);
    Part {
        id: name("id").unwrap_or_else(|| ["#", &crate::text::digits(place as u64)].concat()),
        parent: if has_parents { name("parent") } else { name("parent").or(before) },
        time: number("timestamp").or_else(|| number("id")).unwrap_or(0),
        message: read_message(message),
        thought: String::new(),
    }
}

fn read_message(message: &Json) -> Option<Message> {
    let field = |name: &str| message.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    let role = Role::from_name(field("role")?)?;
    let mut said = field("content").unwrap_or_default().to_owned();
    let mut thought = field("reasoningContent").or(field("thinking")).unwrap_or_default().to_owned();
    if role == Role::Assistant && thought.is_empty() {
        let (mut splitter, whole) = (Splitter::NEW, std::mem::take(&mut said));
        splitter.push(&whole, &mut said, &mut thought);
        splitter.close(&mut said, &mut thought);
    }
    for file in message.get("extra").map_or(&[][..], Json::items) {
        let field = |name: &str| file.get(name).and_then(Json::as_str);
        if let Some(content) = field("content") {
            let parts = [&said, field("name").unwrap_or_default(), &fenced(content, "")];
            said = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n\n");
        }
    }
    let calls = calls(message);
    let is_result = role == Role::Tool;
    // The root says nothing, either.
    if !is_result && calls.is_empty() && said.is_empty() && thought.is_empty() {
        return None;
    }
    let mut choice = answer(said, thought, None);
    choice.tool_calls = calls;
    let mut read = Message::new(role, "").with_choices(vec![choice], 0);
    read.model = field("model").map(str::to_owned);
    read.tool_call_id = field("toolCallId").map(str::to_owned);
    Some(read)
}

/// The calls, which are an array, or one written as a text.
fn calls(message: &Json) -> Vec<ToolCall> {
    let calls = message.get("toolCalls").or_else(|| message.get("tool_calls"));
    let written = calls.and_then(Json::as_str).and_then(|text| Json::parse(text).ok());
    written.as_ref().or(calls).map_or(&[][..], Json::items).iter().filter_map(read_call).collect()
}

//! One conversation as a document to read.
//!
//! In Markdown the title is a heading of the first level and each message has one of the second, with who speaks; the
//! text is as it was said, its own headings, too. What the model thought is folded (`<details>`), calls and their results
//! are blocks of code, sources a list. In plain text a name stands before each message, and thoughts are left out.
//! **Invariant:** a text is not changed; a block of code that a message left open is closed behind it. What is empty is
//! left out.

use super::fence::{fenced, open_fence};
use crate::conversation::{Message, ToolCall};
use crate::protocol::{Citation, Role};

/// The names of who speaks, and the other words that a document needs.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    pub user: &'a str,
    pub assistant: &'a str,
    pub system: &'a str,
    pub tool: &'a str,
    /// Stands on the fold of what the model thought.
    pub thoughts: &'a str,
    /// Goes before the sources of an answer.
    pub sources: &'a str,
}

impl<'a> Names<'a> {
    fn of(&self, message: &'a Message) -> String {
        let name = match message.role {
            Role::User => self.user,
            Role::Assistant => self.assistant,
            Role::System | Role::Developer => self.system,
            Role::Tool | Role::Function => self.tool,
        };
        match &message.model {
            Some(model) => [name, " (", &one_line(model), ")"].concat(),
            None => name.to_owned(),
        }
    }
}

/// A path of messages as Markdown.
pub fn markdown<'a>(
    title: &str,
    messages: impl IntoIterator<Item = &'a Message>,
    names: &Names<'a>,
) -> String {
    let mut parts = Vec::new();
    if !title.trim().is_empty() {
        parts.push(["# ", &one_line(title)].concat());
    }
    for message in messages {
        let said = said(message, names);
        if !said.is_empty() {
            parts.push(["## ", &names.of(message)].concat());
            parts.extend(said);
        }
    }
    parts.join("\n\n") + "\n"
}

/// The parts of a message.
fn said(message: &Message, names: &Names) -> Vec<String> {
    let choice = message.choice();
    let (text, thoughts) = (message.text(), choice.reasoning.trim());
    let mut parts = Vec::new();
    if !thoughts.is_empty() {
        let head = ["<details>\n<summary>", names.thoughts, "</summary>"].concat();
        parts.extend([head, closed(thoughts), "</details>".to_owned()]);
    }
    match message.role {
        _ if text.trim().is_empty() => {}
        Role::Tool | Role::Function => parts.push(fenced(text, "")),
        _ => parts.push(closed(text)),
    }
    let call = |call: &ToolCall| [&one_line(&call.name), "\n\n", &fenced(&call.arguments, "json")].concat();
    parts.extend(choice.tool_calls.iter().map(call));
    if !message.citations.is_empty() {
        parts.push([names.sources, ":"].concat());
        let sources: Vec<String> = message.citations.iter().map(source).collect();
        parts.push(sources.join("\n"));
    }
    parts
}

/// A text without the line breaks around it, and with its last block of code closed.
fn closed(text: &str) -> String {
    let text = text.trim_matches(['\r', '\n']);
    match open_fence(text) {
        Some(fence) => [text, "\n", &fence].concat(),
        None => text.to_owned(),
    }
}

fn source(citation: &Citation) -> String {
    let url = citation.url.as_str();
    match citation.title.as_deref().map(one_line).filter(|title| !title.is_empty()) {
        Some(title) => ["- ", &title, ": <", url, ">"].concat(),
        None => ["- <", url, ">"].concat(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A path of messages as plain text.
pub fn plain<'a>(title: &str, messages: impl IntoIterator<Item = &'a Message>, names: &Names<'a>) -> String {
    let mut parts = Vec::new();
    if !title.trim().is_empty() {
        parts.push(one_line(title));
    }
    for message in messages {
        let text = message.text().trim_matches(['\r', '\n']);
        if !text.trim().is_empty() {
            parts.push([&names.of(message), ":\n", text].concat());
        }
    }
    parts.join("\n\n") + "\n"
}

//! The context window: whatever the conversation and the strategy, what is sent is legal and fits.

#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "../common/mod.rs"]
mod common;
mod conversations;
mod embeddings;
mod holds;
mod summaries;
mod vectors;
mod window;

use causerie::Config;
use causerie::conversation::context::{Chosen, Estimate, Refusal, Said, Window};
use causerie::conversation::{Id, Message, ToolCall, turns};
use causerie::json::Json;
use causerie::protocol::{Role, Turn};

fn config(options: &str) -> Config {
    Config::from_json(&Json::parse(options).unwrap()).0
}

fn window_of(config: &Config) -> Window {
    Window::of(config, Estimate::default(), &Refusal::default())
}

/// A message with its name and pin.
type Entry = (Id, Message, bool);

fn entries(messages: Vec<(Message, bool)>) -> Vec<Entry> {
    let named = |(place, (message, pin)): (usize, (Message, bool))| (Id(place as u64), message, pin);
    messages.into_iter().enumerate().map(named).collect()
}

fn path(entries: &[Entry]) -> Vec<Said<'_>> {
    entries.iter().map(|(id, message, is_pinned)| said(*id, message, *is_pinned)).collect()
}

fn said(id: Id, message: &Message, is_pinned: bool) -> Said<'_> {
    Said { id, message, is_pinned, is_aside: false }
}

fn user(text: &str) -> (Message, bool) {
    (Message::new(Role::User, text), false)
}

fn answer(text: &str) -> (Message, bool) {
    (Message::new(Role::Assistant, text), false)
}

fn call(id: &str, arguments: &str) -> (Message, bool) {
    let call = ToolCall::new(Some(id.to_owned()), "look_up", arguments);
    (Message::new(Role::Assistant, "").with_tool_calls(vec![call]), false)
}

fn result(id: &str, text: &str) -> (Message, bool) {
    let mut message = Message::new(Role::Tool, text);
    message.tool_call_id = Some(id.to_owned());
    (message, false)
}

fn shaped(config: &Config, path: &[Said], chosen: &Chosen) -> Vec<Turn> {
    turns(config.system_prompt.as_deref(), config.system_role, &chosen.messages(path))
}

fn plain(sent: Vec<bool>) -> Chosen {
    Chosen { sent, summary: None }
}

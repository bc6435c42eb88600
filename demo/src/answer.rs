//! What is answered: ELIZA (Weizenbaum's DOCTOR script, from the eliza crate), or a sample with every
//! construct of markdown.

use std::panic::catch_unwind;

use eliza::Eliza;
use serde_json::Value;

use crate::api::text;

const DOCTOR: &str = include_str!("../doctor.json");
const SAMPLE: &str = include_str!("../sample.md");

/// As far back as ELIZA remembers.
const REMEMBERED: usize = 20;

/// The answer to a conversation.
pub fn answer(messages: &[Value]) -> String {
    let said: Vec<&str> = messages
        .iter()
        .filter(|message| message.get("role").is_some_and(|role| role == "user"))
        .map(text)
        .collect();
    match said.last() {
        Some(last) if last.to_lowercase().contains("show markdown") => SAMPLE.to_owned(),
        // The crate takes its script on trust; a message must not be able to end a request.
        _ => catch_unwind(|| eliza(&said)).ok().flatten().unwrap_or_else(|| "Please go on.".to_owned()),
    }
}

/// The server keeps nothing, so what ELIZA remembers is made again from the conversation.
fn eliza(said: &[&str]) -> Option<String> {
    let mut eliza = Eliza::from_str(DOCTOR).ok()?;
    let recent = &said[said.len().saturating_sub(REMEMBERED)..];
    recent.iter().map(|text| eliza.respond(text)).last()
}

/// Cuts a text into pieces of about a token: a word with the space before it, long words in parts.
pub fn pieces(text: &str) -> Vec<String> {
    const LONGEST: usize = 6;
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        match pieces.last_mut() {
            Some(last) if c != ' ' && c != '\n' && last.chars().count() < LONGEST => last.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

//! What is answered: ELIZA (Weizenbaum's DOCTOR script, from the eliza crate), a sample with every construct
//! of markdown, the system prompt, or a summary of what it is given.
//!
//! **Invariant:** every conversation has an answer, and it is not empty.

use std::panic::catch_unwind;

use eliza::Eliza;
use serde_json::Value;

use crate::ask::{role, text};

const DOCTOR: &str = include_str!("../doctor.json");
const SAMPLE: &str = include_str!("../sample.md");

/// As far back as ELIZA remembers.
const REMEMBERED: usize = 20;

/// The answer to a conversation.
pub fn answer(messages: &[Value]) -> String {
    let users = messages.iter().filter(|message| role(message) == "user").map(text);
    let said: Vec<String> = users.map(|text| text.into_owned()).collect();
    let last = said.last().map(|last| last.to_lowercase()).unwrap_or_default();
    if let Some(summary) = summary(messages) {
        summary
    } else if let Some(title) = title(messages) {
        title
    } else if last.contains("show markdown") {
        SAMPLE.to_owned()
    } else if last.rsplit("\n\n").next().is_some_and(|last| last.contains("what is your system prompt")) {
        prompt(messages, &said).unwrap_or_else(|| "I was given no system prompt.".to_owned())
    } else {
        // The crate takes its script on trust; a message must not be able to end a request.
        catch_unwind(|| eliza(&said)).ok().flatten().unwrap_or_else(|| "Please go on.".to_owned())
    }
}

/// What Causerie asks for with `context="summarize"`: a text of turns, perhaps behind the summary so far.
fn summary(messages: &[Value]) -> Option<String> {
    let is_asked = messages.first().is_some_and(|first| text(first).contains("Write one summary"));
    let all = messages.last().filter(|_| is_asked).map(text)?;
    let (before, turns) = all.rsplit_once("Turns:\n")?;
    let said: Vec<&str> = turns.lines().filter_map(|line| line.strip_prefix("user: ")).collect();
    let so_far = before.trim().rsplit_once("Summary so far:\n").map(|(_, text)| text.trim().to_owned() + " ");
    let opening = |line: &&str| line.chars().take(40).collect::<String>();
    let quoted: Vec<String> = said.iter().map(opening).map(|words| format!("“{words}”")).collect();
    Some(format!("{}The visitor said {}.", so_far.unwrap_or_default(), quoted.join(", ")))
}

/// What Causerie asks for with `titles="model"`: as chatty as models are.
fn title(messages: &[Value]) -> Option<String> {
    let is_asked = messages.first().is_some_and(|first| text(first).contains("Write a title"));
    let all = messages.last().filter(|_| is_asked).map(text)?;
    let question = all.strip_prefix("User:\n")?.lines().next()?;
    let words: Vec<&str> = question.split_whitespace().take(3).collect();
    Some(format!("**Title:** \"About {}\"", words.join(" ").trim_end_matches(['?', '.', '!'])))
}

/// The text of the system messages, or else what stands before the last blank line of the first question:
/// that is where a client puts it for a model without a system role.
fn prompt(messages: &[Value], said: &[String]) -> Option<String> {
    let is_system = |message: &&Value| matches!(role(message), "system" | "developer");
    let system: Vec<_> = messages.iter().filter(is_system).map(text).collect();
    match system.join("\n\n") {
        system if system.trim().is_empty() => {
            said.first()?.rsplit_once("\n\n").map(|(before, _)| before.to_owned())
        }
        system => Some(system),
    }
}

/// The server keeps nothing, so what ELIZA remembers is made again from the conversation.
fn eliza(said: &[String]) -> Option<String> {
    let mut eliza = Eliza::from_str(DOCTOR).ok()?;
    let recent = &said[said.len().saturating_sub(REMEMBERED)..];
    recent.iter().map(|text| eliza.respond(text)).last()
}

/// The longest piece, in characters.
pub const LONGEST: usize = 6;

/// Cuts a text into pieces of about a token: a word with the space before it, long words in parts.
pub fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        match pieces.last_mut() {
            Some(last) if c != ' ' && c != '\n' && last.chars().count() < LONGEST => last.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

/// Cuts a text into its sentences and lines, each with what separates it from the next.
pub fn sentences(text: &str) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut is_open = false;
    for c in text.chars() {
        let is_end =
            c == '\n' || c == ' ' && sentences.last().is_some_and(|last| last.ends_with(['.', '!', '?']));
        match sentences.last_mut() {
            Some(last) if is_open => last.push(c),
            _ => sentences.push(c.to_string()),
        }
        is_open = !is_end;
    }
    sentences
}

//! What is said under an answer that did not end as it should, and what the visitor can do next.
//!
//! **Invariant:** words first; the server's own message only behind "Details", and never as HTML.

use reactive_graph::prelude::*;

use super::icon::{RETRY, button, icon};
use crate::browser::view::{El, el};
use crate::chat::{Chat, Entry, error_label};
use crate::config::Labels;
use crate::conversation::{Message, State};
use crate::protocol::{ApiError, ErrorKind, FinishReason};

/// Appends the note of a message, if it has one, to its element.
pub fn notice(chat: Chat, entry: &Entry, article: El) -> El {
    let (id, message) = (entry.id, entry.message.clone());
    let ending = {
        let message = message.clone();
        move || message.with(|message| (!message.is_open()).then(|| (message.state.clone(), message.finish)))
    };
    let key = move || ending().map(|ending| (ending, chat.is_last(id)));
    article.slot(key, move |_| message.with_untracked(Note::of).map(|note| draw(chat, id, &note)))
}

struct Note {
    label: fn(&Labels) -> &str,
    error: Option<ApiError>,
    retry: bool,
}

impl Note {
    fn of(message: &Message) -> Option<Self> {
        let note = |label, retry| Some(Self { label, error: message.error().cloned(), retry });
        let has_text = !message.text.trim().is_empty();
        match (&message.state, message.finish) {
            // What has begun to come was reached.
            (State::Failed(error), _) if error.kind == ErrorKind::Network && has_text => {
                note(|l| &l.truncated, true)
            }
            (State::Failed(error), _) => note(error_label(error.kind), true),
            (State::Stopped, _) => note(|l| &l.stopped, true),
            (State::Complete, Some(FinishReason::Length)) => note(|l| &l.length, false),
            (State::Complete, Some(FinishReason::ContentFilter)) => note(|l| &l.filtered, false),
            (State::Complete, _) if !has_text => note(|l| &l.empty, true),
            _ => None,
        }
    }
}

fn draw(chat: Chat, id: u64, note: &Note) -> El {
    let retry = (note.retry && chat.is_last(id)).then(|| {
        let button = button("retry", "retry").child(icon(RETRY)).text_of(chat.label(|l| &l.retry));
        button.on("click", move |_| chat.retry())
    });
    el("div", if note.error.is_some() { "notice error" } else { "notice" })
        .part("notice")
        .child(el("p", "").text_of(chat.label(note.label)))
        .children(note.error.as_ref().and_then(technical).map(|words| details(chat, &words)))
        .children(retry)
}

/// Status and the server's words, if there are any.
fn technical(error: &ApiError) -> Option<String> {
    match (error.status, error.message.as_str()) {
        (None, "") => None,
        (None, words) => Some(words.to_owned()),
        (Some(status), "") => Some(format!("HTTP {status}")),
        (Some(status), words) => Some(format!("HTTP {status}: {words}")),
    }
}

fn details(chat: Chat, words: &str) -> El {
    let summary = el("summary", "").text_of(chat.label(|l| &l.details));
    el("details", "").child(summary).child(el("p", "technical").text(words))
}

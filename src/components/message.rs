//! One message: its text, its note if it did not end well, and what can be done with it.
//!
//! **Invariant:** a visitor's own text is shown as it was typed; only answers are markdown.

use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;

use super::about::{about, alternatives, sources};
use super::code::SAID_FOR;
use super::content::streamed;
use super::icon::{CHECK, COPY, RETRY, button, icon, icon_button};
use super::notice::notice;
use super::reasoning::reasoning;
use crate::browser::view::{El, el};
use crate::browser::{clipboard, frame};
use crate::chat::{Chat, Entry, Phase};
use crate::config::Label;
use crate::conversation::State;
use crate::protocol::Role;

/// A message of either side.
pub fn message(chat: Chat, entry: Entry) -> El {
    match entry.message.with_untracked(|message| message.role) {
        Role::User => user(chat, &entry),
        _ => assistant(chat, &entry),
    }
}

fn user(chat: Chat, entry: &Entry) -> El {
    let text = entry.message.with_untracked(|message| message.text().to_owned());
    let content = el("div", "content").part("content").attr("dir", "auto").text(&text);
    el("article", "message user")
        .part("message user")
        .attr_of("aria-label", chat.label(Label::User))
        .child(content)
        .child(actions(chat, entry))
}

fn assistant(chat: Chat, entry: &Entry) -> El {
    let message = entry.message.clone();
    let waits = move || {
        let (is_open, is_waiting) =
            message.with(|message| (message.is_open(), message.state == State::Waiting));
        let words = if is_open { chat.progress.get() } else { String::new() };
        (is_waiting || !words.is_empty()).then_some(words)
    };
    let message = entry.message.clone();
    let has_ended = move || message.with(|message| !message.is_open() && !message.is_empty());
    let ended = entry.clone();
    let article = el("article", "message assistant")
        .part("message assistant")
        .attr_of("aria-label", chat.label(Label::Assistant));
    let article = reasoning(chat, entry, article).child(streamed(chat, entry));
    let article = sources(chat, entry, article).slot(waits, |words| words.as_deref().map(waiting));
    notice(chat, entry, article).when(has_ended, move || answer_actions(chat, &ended))
}

/// Three dots, and in words what there is to say; the status region has said the rest.
fn waiting(words: &str) -> El {
    let dots = el("div", "dots").attr("aria-hidden", "true").children([(); 3].map(|()| el("span", "")));
    let words = (!words.is_empty()).then(|| el("p", "").text(words));
    el("div", "waiting").child(dots).children(words)
}

/// What can be done with an answer, and what is known of it.
fn answer_actions(chat: Chat, entry: &Entry) -> El {
    let id = entry.id;
    let is_last = move || chat.is_last(id) && chat.phase.get() == Phase::Idle;
    let regenerate = move || {
        icon_button("action", "regenerate", RETRY, chat.label(Label::Regenerate))
            .on("click", move |_| chat.retry())
    };
    let whole = entry.message.with_untracked(|message| message.state == State::Complete);
    actions(chat, entry)
        .when(move || whole && is_last(), regenerate)
        .children(alternatives(chat, entry))
        .children(about(chat, entry))
}

/// The buttons under a message.
fn actions(chat: Chat, entry: &Entry) -> El {
    // What is said after copying, for a while.
    let outcome = RwSignal::new(String::new());
    let label = move || match outcome.get() {
        said if said.is_empty() => chat.text(Label::Copy),
        said => said,
    };
    let has_worked = move || outcome.get() == chat.copy_outcome(true);
    let button = button("action", "copy")
        .attr_of("title", label)
        .attr_of("aria-label", label)
        .slot(has_worked, |done| Some(icon(if *done { CHECK } else { COPY })));
    let (message, node) = (entry.message.clone(), button.node().clone());
    let copy = move |_| {
        let (text, node) = (message.with_untracked(|message| message.text().to_owned()), node.clone());
        frame::spawn(async move {
            let done = clipboard::copy(&text, &node).await;
            outcome.try_set(chat.copy_outcome(done));
            chat.say(chat.copy_outcome(done));
            frame::after(SAID_FOR, move || {
                outcome.try_set(String::new());
            });
        });
    };
    el("div", "actions").part("actions").child(button.on("click", copy))
}

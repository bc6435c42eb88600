//! One message: its text, its note if it did not end well, and what can be done with it.
//!
//! **Invariant:** a visitor's own text is shown as it was typed; only answers are markdown.

use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;

use super::code::SAID_FOR;
use super::content::streamed;
use super::icon::{CHECK, COPY, button, icon};
use super::notice::notice;
use crate::browser::view::{El, el};
use crate::browser::{clipboard, frame};
use crate::chat::{Chat, Entry};
use crate::conversation::State;
use crate::protocol::Role;

/// A message of either side.
pub fn message(chat: Chat, entry: Entry) -> El {
    match entry.message.with_untracked(|message| message.role) {
        Role::User => user(chat, &entry),
        Role::System | Role::Assistant => assistant(chat, &entry),
    }
}

fn user(chat: Chat, entry: &Entry) -> El {
    let text = entry.message.with_untracked(|message| message.text.clone());
    let content = el("div", "content").part("content").attr("dir", "auto").text(&text);
    el("article", "message user")
        .part("message user")
        .attr_of("aria-label", chat.label(|l| &l.user))
        .child(content)
        .child(actions(chat, entry))
}

fn assistant(chat: Chat, entry: &Entry) -> El {
    let message = entry.message.clone();
    let is_waiting = move || message.with(|message| message.state == State::Waiting);
    let message = entry.message.clone();
    let has_ended = move || message.with(|message| !message.is_open() && !message.text.is_empty());
    let ended = entry.clone();
    let article = el("article", "message assistant")
        .part("message assistant")
        .attr_of("aria-label", chat.label(|l| &l.assistant))
        .child(streamed(chat, entry))
        .when(is_waiting, waiting);
    notice(chat, entry, article).when(has_ended, move || actions(chat, &ended))
}

/// Three dots; the status region says it in words.
fn waiting() -> El {
    el("div", "waiting").attr("aria-hidden", "true").children([(); 3].map(|()| el("span", "")))
}

/// The buttons under a message.
fn actions(chat: Chat, entry: &Entry) -> El {
    let outcome = RwSignal::new(None::<bool>);
    let label = move || match outcome.get() {
        None => chat.text(|l| &l.copy),
        Some(done) => chat.copy_outcome(done),
    };
    let button = button("action", "copy")
        .attr_of("title", label)
        .attr_of("aria-label", label)
        .slot(move || outcome.get(), |done| Some(icon(if *done == Some(true) { CHECK } else { COPY })));
    let (message, node) = (entry.message.clone(), button.node().clone());
    let copy = move |_| {
        let (text, node) = (message.with_untracked(|message| message.text.clone()), node.clone());
        frame::spawn(async move {
            let done = clipboard::copy(&text, &node).await;
            outcome.try_set(Some(done));
            chat.say(chat.copy_outcome(done));
            frame::after(SAID_FOR, move || {
                outcome.try_set(None);
            });
        });
    };
    el("div", "actions").part("actions").child(button.on("click", copy))
}

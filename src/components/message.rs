//! One message: its text, its note if it did not end well, and the buttons below it.
//!
//! **Invariant:** a visitor's own text is shown as it was typed; only answers are markdown. Nothing listens to a
//! message that cannot change, and one listener serves the buttons of all.

use super::about::about;
use super::actions::{ID, actions};
use super::call::call;
use super::content::{settled, streamed};
use super::marks::marked;
use super::notice::notice;
use super::page;
use super::reasoning::reasoning;
use super::sources::sources;
use crate::browser::view::{El, el};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::conversation::{Message, State};
use crate::protocol::Role;
use crate::text::digits;

/// A message of either side; one that `is_bare` gets its buttons later.
pub fn message(chat: Chat, entry: &Entry, is_bare: bool) -> El {
    let (role, is_settled) = entry
        .message
        .with_untracked(|message| (message.role, message.is_plain() && !chat.is_last_now(entry.id)));
    match role {
        Role::User => user(chat, entry, is_bare),
        Role::Tool | Role::Function => marked(chat, entry, call(chat, entry)),
        // It costs no signals and no closures, of which a long conversation would have thousands.
        _ if is_settled => article(chat, entry, Label::Assistant)
            .child(settled(chat, entry))
            .child(actions(chat, entry, is_bare)),
        _ => assistant(chat, entry),
    }
}

/// The words of labels are those of now: with other ones all messages are drawn anew.
fn article(chat: Chat, entry: &Entry, who: Label) -> El {
    let (class, part) = match who {
        Label::User => ("message user", "message user"),
        _ => ("message assistant", "message assistant"),
    };
    let article = el("article", class).part(part).attr("aria-label", &chat.text_now(who));
    marked(chat, entry, article.attr(ID, &digits(entry.id)))
}

fn user(chat: Chat, entry: &Entry, is_bare: bool) -> El {
    let content = el("div", "content").part("content").attr("dir", "auto");
    let (content, has_more) =
        entry.message.with_untracked(|message| (content.text(message.text()), message.context.is_some()));
    let article = article(chat, entry, Label::User).child(content).child(actions(chat, entry, is_bare));
    if has_more {
        chat.unasked_later(page::later_sent_with, (entry.clone(), article.node().clone()));
    }
    article
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
    let message = entry.message.clone();
    let id = entry.id;
    let only_calls = move || message.with(Message::only_calls) && !chat.is_last(id);
    let article = article(chat, entry, Label::Assistant).attr_if("data-calls", only_calls);
    let article = reasoning(chat, entry, article).child(streamed(chat, entry));
    let article = sources(chat, entry, article).slot(waits, |words| words.as_deref().map(waiting));
    notice(chat, entry, article).when(has_ended, move || about(chat, &ended, actions(chat, &ended, false)))
}

/// Three dots, and in words what there is to say; the status region has said the rest.
fn waiting(words: &str) -> El {
    let dots = el("div", "dots").attr("aria-hidden", "true").children([(); 3].map(|()| el("span", "")));
    let words = (!words.is_empty()).then(|| el("p", "").text(words));
    el("div", "waiting").child(dots).children(words)
}

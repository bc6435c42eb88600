//! One message: its text, its note if it did not end well, and what can be done with it.
//!
//! **Invariant:** a visitor's own text is shown as it was typed; only answers are markdown. Nothing listens to a
//! message that cannot change, and one listener serves the copy buttons of all.

use super::about::{about, alternatives, sources};
use super::code::SAID_FOR;
use super::content::{settled, streamed};
use super::icon::{CHECK, COPY, RETRY, button, icon, icon_button};
use super::notice::notice;
use super::reasoning::reasoning;
use crate::browser::view::{El, el};
use crate::browser::{clipboard, dom, frame};
use crate::chat::{Chat, Entry, Phase};
use crate::config::Label;
use crate::conversation::State;
use crate::protocol::Role;
use crate::text::digits;

/// The attribute that says which message an element is.
const ID: &str = "data-message";

/// A message of either side.
pub fn message(chat: Chat, entry: &Entry) -> El {
    let (role, is_settled) = entry
        .message
        .with_untracked(|message| (message.role, message.is_plain() && !chat.is_last_now(entry.id)));
    match role {
        Role::User => user(chat, entry),
        // It costs no signals and no closures, of which a long conversation would have thousands.
        _ if is_settled => {
            article(chat, entry, Label::Assistant).child(settled(chat, entry)).child(actions(chat))
        }
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
    article.attr(ID, &digits(entry.id))
}

fn user(chat: Chat, entry: &Entry) -> El {
    let content = el("div", "content").part("content").attr("dir", "auto");
    let content = entry.message.with_untracked(|message| content.text(message.text()));
    article(chat, entry, Label::User).child(content).child(actions(chat))
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
    let article = article(chat, entry, Label::Assistant);
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
    actions(chat)
        .when(move || whole && is_last(), regenerate)
        .children(alternatives(chat, entry))
        .children(about(chat, entry))
}

/// The buttons under a message.
fn actions(chat: Chat) -> El {
    let button = button("action", "copy").child(icon(COPY));
    name(button.node(), &chat.text_now(Label::Copy));
    el("div", "actions").part("actions").child(button.attr("data-copies", "message"))
}

fn name(button: &dom::Element, name: &str) {
    dom::set_attribute(button, "title", name);
    dom::set_attribute(button, "aria-label", name);
}

/// Copies the message whose button was pressed, if it was one.
pub fn clicked(chat: Chat, event: &dom::Event) {
    let button = event.target().and_then(|target| dom::closest(&target, "action"));
    let Some(button) = button.filter(|button| button.has_attribute("data-copies")) else { return };
    let id = dom::closest(&button, "message").and_then(|message| message.get_attribute(ID)?.parse().ok());
    let Some(entry) = id.and_then(|id| chat.entry_of(id)) else { return };
    let text = entry.message.with_untracked(|message| message.text().to_owned());
    frame::spawn(async move {
        let done = clipboard::copy(&text, &button).await;
        let said = chat.copy_outcome(done);
        name(&button, &said);
        chat.say(said);
        show_icon(&button, if done { CHECK } else { COPY });
        frame::after(SAID_FOR, move || {
            name(&button, &chat.text_now(Label::Copy));
            show_icon(&button, COPY);
        });
    });
}

fn show_icon(button: &dom::Element, path: &'static str) {
    dom::empty(button);
    dom::append(button, icon(path).node());
}

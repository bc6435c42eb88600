//! Messages of the page's own: they stand at the end of the conversation, and nobody is asked.
//!
//! **Invariant:** none comes into an answer that is arriving: they wait for its end, and come in their order; if the
//! conversation is another one by then, they have gone with theirs.

use std::cell::RefCell;

use super::{Chat, Phase};
use crate::browser::{console, frame};
use crate::conversation::{self, Id, Message};
use crate::json::Json;

/// What the page has said while an answer arrived.
#[derive(Default)]
struct Added {
    /// Each with the message that its conversation begins with: that one stays, whatever becomes of the answer.
    messages: RefCell<Vec<(Option<Id>, Message)>>,
}

/// How often it is looked whether an answer has ended, in milliseconds.
const LOOK: i32 = 100;

/// Takes `{role, content}`.
pub(super) fn later_add(chat: Chat, message: Json) {
    let messages = conversation::from_json(&Json::Array(vec![message]));
    if messages.is_empty() {
        console::warn("causerie: addMessage takes {role, content}.");
    }
    let added = chat.own::<Added>();
    let is_first = added.messages.borrow().is_empty();
    let first = first_of(chat);
    added.messages.borrow_mut().extend(messages.into_iter().map(|message| (first, message)));
    if is_first && !take(chat) {
        frame::every(LOOK, Box::new(move || !take(chat)));
    }
}

/// Adds what the page has said; false, if an answer is still arriving.
pub(super) fn take(chat: Chat) -> bool {
    // A chat that is gone is idle for ever, and shows nothing.
    if chat.phase_now() != Phase::Idle || chat.restoring.try_get_untracked() == Some(true) {
        return false;
    }
    let added = chat.own::<Added>();
    let is_there = |id: Id| chat.inner().is_some_and(|inner| inner.tree.borrow().get(id).is_some());
    let messages = added.messages.take();
    for (_, message) in messages.into_iter().filter(|(first, _)| first.is_none_or(is_there)) {
        let text = message.text().to_owned();
        chat.add(message, None);
        chat.speak(&[text]);
    }
    chat.hush();
    chat.keep_soon();
    true
}

fn first_of(chat: Chat) -> Option<Id> {
    chat.entries.try_with_untracked(|entries| entries.first().map(|entry| entry.node)).flatten()
}

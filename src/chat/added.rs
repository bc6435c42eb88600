//! Messages of the page's own: they stand at the end of the conversation, and nobody is asked.
//!
//! **Invariant:** none comes into an answer that is arriving: they wait for its end, and come in their order; if the
//! conversation is another one by then, they have gone with theirs.

use std::cell::{Cell, RefCell};

use super::{Chat, Phase};
use crate::browser::{console, frame};
use crate::conversation::{self, Id, Message};
use crate::json::Json;

/// What the page has said while an answer arrived.
#[derive(Default)]
struct Added {
    messages: RefCell<Vec<Message>>,
    /// The message that the conversation begins with that they are for: it stays, whatever becomes of the answer.
    below: Cell<Option<Id>>,
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
    added.messages.borrow_mut().extend(messages);
    added.below.set(first_of(chat));
    if is_first && !take(chat) {
        frame::every(LOOK, Box::new(move || !take(chat)));
    }
}

/// Adds what the page has said; false, if an answer is still arriving.
fn take(chat: Chat) -> bool {
    // A chat that is gone is idle for ever, and shows nothing.
    if chat.phase_now() != Phase::Idle || chat.restoring.try_get_untracked() == Some(true) {
        return false;
    }
    let added = chat.own::<Added>();
    let is_there = added
        .below
        .take()
        .is_none_or(|id| chat.inner().is_some_and(|inner| inner.tree.borrow().get(id).is_some()));
    for message in added.messages.take().into_iter().filter(|_| is_there) {
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

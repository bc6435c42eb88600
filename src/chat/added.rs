//! Messages of the page's own: they stand at the end of the conversation, and nobody is asked.
//!
//! **Invariant:** none comes into an answer that is arriving: they wait for its end, and come in their order.

use std::cell::RefCell;

use super::{Chat, Phase};
use crate::browser::{console, frame};
use crate::conversation::{self, Message};
use crate::json::Json;

/// What the page has said while an answer arrived.
#[derive(Default)]
struct Added(RefCell<Vec<Message>>);

/// How often it is looked whether an answer has ended, in milliseconds.
const LOOK: i32 = 100;

/// Takes `{role, content}`.
pub(super) fn later_add(chat: Chat, message: Json) {
    let messages = conversation::from_json(&Json::Array(vec![message]));
    if messages.is_empty() {
        console::warn("causerie: addMessage takes {role, content}.");
    }
    let added = chat.own::<Added>();
    let is_first = added.0.borrow().is_empty();
    added.0.borrow_mut().extend(messages);
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
    for message in chat.own::<Added>().0.take() {
        let text = message.text().to_owned();
        chat.add(message, None);
        chat.speak(&[text]);
    }
    chat.hush();
    chat.keep_soon();
    true
}

//! Messages of the page's own: they stand at the end of the conversation, and nobody is asked.
//!
//! **Invariant:** none comes into an answer that is arriving: they wait for its end, and come in their order; if another
//! conversation is begun or opened until then, they go with theirs.

use std::cell::Cell;

use super::{Chat, Phase};
use crate::browser::{console, frame};
use crate::conversation;
use crate::json::Json;

/// How often it is looked whether an answer has ended, in milliseconds.
const LOOK: i32 = 100;

/// True while it is looked.
#[derive(Default)]
struct IsWatched(Cell<bool>);

/// Adds what waits, now or when the answer that is arriving has ended.
pub(super) fn later_add(chat: Chat, (): ()) {
    if !take(chat) && !chat.own::<IsWatched>().0.replace(true) {
        frame::every(
            LOOK,
            Box::new(move || {
                let is_waiting = !take(chat);
                chat.own::<IsWatched>().0.set(is_waiting);
                is_waiting
            }),
        );
    }
}

/// Adds what the page has said; false, if an answer is still arriving, or what was kept is still being read.
pub(super) fn take(chat: Chat) -> bool {
    let Some(inner) = chat.inner().filter(|inner| !inner.added.borrow().is_empty()) else { return true };
    if chat.phase_now() != Phase::Idle || chat.restoring.try_get_untracked() == Some(true) {
        return false;
    }
    for message in inner.added.take() {
        let messages = conversation::from_json(&Json::Array(vec![message]));
        if messages.is_empty() {
            console::warn("causerie: addMessage takes {role, content}.");
        }
        for message in messages {
            let text = message.text().to_owned();
            chat.add(message, None);
            chat.speak(&[text]);
        }
    }
    chat.hush();
    chat.keep_soon();
    true
}

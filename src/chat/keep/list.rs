//! What the list of conversations asks of the chat.
//!
//! **Invariant:** what is cleared is not written again: the conversation that was shown is over before.

use super::Chat;
use super::flying::Flying;
use crate::browser::{frame, storage};
use crate::chat::Entry;
use crate::config::Persist;
use crate::conversation::Id;
use crate::json::Json;

impl Chat {
    /// True if there is a list of earlier conversations.
    pub fn has_history(&self) -> bool {
        self.configured(|config| config.history) && self.persist() != Persist::None
    }

    /// Shows the alternative in which a message stands, and reads up to it; nothing, if it is not there.
    pub async fn reveal(&self, node: Id) -> Option<Entry> {
        let is_missing = || self.inner().is_some_and(|inner| inner.tree.borrow().get(node).is_none());
        while is_missing() && self.read_earlier().await {}
        self.change(&|tree, now| tree.show(node, now));
        let all = self.entries.try_get_untracked()?;
        all.into_iter().find(|entry| entry.node == node)
    }

    /// [`Self::clear`], for whoever does not wait for it.
    pub fn clear_all(&self) {
        self.later(later_clear_all, ());
    }

    /// Erases everything that this widget keeps in the browser: conversations, the draft, and the visitor's key. False,
    /// if conversations may be left.
    pub async fn clear(self) -> bool {
        if let Some(inner) = self.inner() {
            // What has not been written will not be.
            inner.keep.is_worth.set(false);
        }
        self.forget_unsaved();
        self.new_thread();
        self.draft.try_set(String::new());
        if self.config.try_with_untracked(|config| config.ask_key) == Some(true) {
            self.set_key("", false);
        }
        let names = ["kept", "unsaved", "draft"].map(|what| self.kept_name(what));
        let forget = || names.iter().for_each(|name| storage::remove(name));
        forget();
        if self.persist() == Persist::None {
            return true;
        }
        // Held from now on, as the widget may go before it is erased; one that failed is opened again.
        let archive = || self.inner().and_then(|inner| self.archive(&inner));
        let held = archive();
        self.count_erasing(1);
        self.landed().await;
        let answer = match &archive().or(held) {
            Some(archive) => self.ask_of(archive, "clear", &Json::object([])).await,
            None => None,
        };
        let is_done = answer.is_some_and(|answer| answer.get("storage").and_then(Json::as_str) == Some("ok"));
        forget();
        self.count_erasing(-1);
        // What was begun meanwhile is written now, and what was left for another.
        if let Some(archive) = archive() {
            self.save_left(&archive);
        }
        if self.inner().is_some_and(|inner| inner.keep.is_worth.get()) {
            self.mark_kept();
            self.note_all();
            self.keep_soon();
        }
        self.keep_draft();
        self.kept.notify();
        is_done
    }

    fn count_erasing(&self, by: i32) {
        if let Some(inner) = self.inner() {
            inner.keep.erasing.set(inner.keep.erasing.get().saturating_add_signed(by));
        }
    }

    /// Waits until what is on its way into the archive is there.
    pub(super) async fn landed(&self) {
        let flying = self.own::<Flying>();
        // Of a widget that has gone nothing lands; what the archive has got is before whatever it is asked next.
        while self.inner().is_some() && !flying.parts.borrow().is_empty() {
            frame::sleep(FLIGHT).await;
        }
    }
}

/// How long to wait for what is being written, each time, in milliseconds.
const FLIGHT: i32 = 20;

fn later_clear_all(chat: Chat, (): ()) {
    frame::spawn(async move {
        chat.clear().await;
    });
}

//! The text that is not yet sent.
//!
//! **Invariant:** it is kept a moment after it was typed, and when the page goes, with a question that waits to be asked;
//! what was sent is not kept.

use std::cell::Cell;
use std::rc::Rc;

use super::early::above;
use super::{Chat, NAME};
use crate::browser::view::react;
use crate::browser::{frame, storage};
use crate::config::Persist;

/// In milliseconds.
const MOMENT: i32 = 300;

impl Chat {
    pub(super) fn follow_draft(&self) {
        let (chat, is_due) = (*self, Rc::new(Cell::new(false)));
        let mut is_first = true;
        react(Box::new(move || {
            chat.draft.track();
            if std::mem::take(&mut is_first) || is_due.replace(true) {
                return;
            }
            let is_due = Rc::clone(&is_due);
            frame::after(MOMENT, move || {
                is_due.set(false);
                chat.keep_draft();
            });
        }));
    }

    pub(super) fn keep_draft(&self) {
        let Some(mut draft) = self.draft.try_get_untracked().filter(|_| self.persist() != Persist::None)
        else {
            return;
        };
        let name = self.kept_name("draft");
        if let Some(early) = self.inner().and_then(|inner| inner.keep.early.borrow().clone()) {
            draft = above(early, &draft);
        }
        if draft.is_empty() {
            storage::remove(&name);
        } else {
            storage::write(&name, &draft, self.place());
        }
    }

    pub(super) fn restore_draft(&self) {
        // A question that waits stands there, too.
        let is_free = self.inner().is_some_and(|inner| inner.keep.early.borrow().is_none());
        if is_free
            && let Some(draft) = storage::read(&self.kept_name("draft"))
            && self.draft.try_with_untracked(String::is_empty) == Some(true)
        {
            self.draft.try_set(draft);
        }
    }

    /// The text goes along when things are kept elsewhere than under the name that there was; it stands below one that is
    /// kept there.
    pub(super) fn move_draft(&self, name: Option<String>) {
        if let Some(key) = name.as_deref().and_then(|name| name.strip_prefix(NAME)) {
            storage::remove(&[NAME, "draft", key].concat());
        }
        let there = storage::read(&self.kept_name("draft")).filter(|_| self.persist() != Persist::None);
        if let Some(there) = there {
            self.give_back(there);
        }
        self.keep_draft();
    }
}

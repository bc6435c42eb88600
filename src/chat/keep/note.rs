//! What is to be written, and when: noted as it changes, written in a moment.
//!
//! **Invariant:** while an answer arrives nothing is written more often than [`EVERY`]; what is asked is written as soon as
//! the task is over.

use super::{ANEW, Chat, Inner, KEPT, Place};
use crate::browser::{clock, frame, later, storage};
use crate::chat::Entry;
use crate::config::{Config, Persist};
use crate::conversation::{ConversationRecord, Id};

/// Written at most so often while an answer arrives, in milliseconds.
pub(super) const EVERY: f64 = 1000.0;

impl Chat {
    /// What a message says was changed here.
    pub(in crate::chat) fn touch(&self, entry: &Entry) {
        entry.changed.set(clock::unix_milliseconds());
        self.note(entry.node);
    }

    /// A message is to be written.
    pub(in crate::chat) fn note(&self, node: Id) {
        let Some(inner) = self.inner() else { return };
        {
            let mut changed = inner.keep.changed.borrow_mut();
            if changed.last() != Some(&node) && !changed.contains(&node) {
                changed.push(node);
            }
        }
        self.write_in(&inner, EVERY - (clock::now() - inner.keep.last.get()));
    }

    /// Where it is kept, in one text.
    pub(in crate::chat) fn kept_in(&self) -> String {
        let of = |config: &Config| [config.persist.name(), " ", &config.storage_key].concat();
        self.config.try_with_untracked(of).unwrap_or_default()
    }

    /// All of the conversation that is in memory is to be written.
    pub(in crate::chat) fn note_all(&self) {
        if let Some(inner) = self.inner() {
            let all = inner.tree.borrow().all().map(|(node, _)| node.id).collect();
            inner.keep.changed.replace(all);
        }
    }

    /// Something is kept from now on, which is shown again when the widget comes.
    pub(super) fn mark_kept(&self) {
        storage::write(&self.kept_name("kept"), KEPT, self.place());
    }

    /// Something is asked: from now on this conversation is kept.
    pub(in crate::chat) fn keep_asked(&self) {
        // The one that had it may have gone, or there was nothing to keep it in.
        if self.inner().is_some_and(|inner| inner.keep.name.borrow().is_none()) {
            self.take_name();
        }
        let persist = self.persist();
        let Some(inner) = self.inner().filter(|_| persist != Persist::None) else { return };
        let (keep, now) = (&inner.keep, clock::unix_milliseconds());
        let id = {
            let mut record = keep.record.borrow_mut();
            let record = record.get_or_insert_with(|| ConversationRecord::new(Id(clock::random_bits()), now));
            record.updated = record.updated.max(now);
            record.id
        };
        self.conversation.try_set(Some(id));
        if !keep.is_worth.replace(true) {
            self.mark_kept();
        }
        self.keep_soon();
    }

    /// Writes as soon as this task is over.
    pub(in crate::chat) fn keep_soon(&self) {
        if let Some(inner) = self.inner() {
            inner.keep.is_due.set(false);
            self.write_in(&inner, 0.0);
        }
    }

    pub(super) fn write_in(&self, inner: &Inner, milliseconds: f64) {
        let chat = *self;
        if !inner.keep.is_worth.get() || inner.keep.is_due.replace(true) {
            return;
        }
        if milliseconds > 0.0 {
            frame::after(milliseconds as i32, move || chat.write());
        } else {
            frame::soon(move || chat.write());
        }
    }

    /// Another conversation takes the place of this one, which is written.
    pub(in crate::chat) fn keep_anew(&self) {
        let Some(inner) = self.inner() else { return };
        match later::try_open(Self::later_write_all as fn(&Self)) {
            Some(door) => door(self),
            None => {
                self.write();
                self.leave_said(true);
            }
        }
        self.part_from_other();
        let keep = &inner.keep;
        keep.record.take();
        keep.changed.take();
        self.take_early_back();
        keep.wanted.take();
        keep.earlier.forget();
        self.has_earlier.try_set(false);
        // What is still being read is not wanted any more.
        let is_restoring = self.restoring.try_get_untracked() == Some(true);
        if keep.is_worth.take() || is_restoring {
            storage::put(&self.kept_name("kept"), ANEW, Place::Session);
        }
        self.restoring.try_set(false);
        self.conversation.try_set(None);
    }
}

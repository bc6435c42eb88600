//! The record of a conversation: what is known of it beside its messages.
//!
//! **Invariant:** [`ConversationRecord::merge`] is commutative, associative and idempotent: for each part the later
//! one counts, and a title that was given by hand before one that was not.

use super::migrate::{VERSION, present};
use super::{Unreadable, field};
use crate::conversation::{Flag, Id};
use crate::json::Json;

/// A conversation, as it is saved. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationRecord {
    pub id: Id,
    pub title: Title,
    pub created: u64,
    /// When something was last said in it.
    pub updated: u64,
    pub pinned: Flag,
    /// It is gone from the list, and can come back until its records are erased.
    pub deleted: Flag,
}

/// What a conversation is called; the greater of two counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Title {
    /// The visitor gave it, so it is not made anew.
    pub by_hand: bool,
    pub at: u64,
    /// Empty if there is none yet.
    pub text: String,
}

impl ConversationRecord {
    /// A conversation that begins.
    pub fn new(id: Id, now: u64) -> Self {
        Self {
            id,
            title: Title::default(),
            created: now,
            updated: now,
            pinned: Flag::default(),
            deleted: Flag::default(),
        }
    }

    /// `{version, id, title, title_by_hand, title_at, created, updated, pinned: {is, at}, deleted: {is, at}}`; what was never
    /// set is left out.
    pub fn to_json(&self) -> Json {
        Json::object_of_set([
            ("version", VERSION.into()),
            ("id", self.id.text().into()),
            ("title", field::some(&self.title.text)),
            ("title_by_hand", field::truth(self.title.by_hand)),
            ("title_at", field::some_number(self.title.at)),
            ("created", self.created.into()),
            ("updated", self.updated.into()),
            ("pinned", field::flag(self.pinned)),
            ("deleted", field::flag(self.deleted)),
        ])
    }

    /// Reads a record of this version or an earlier one; nothing but its id must be there. Others have a `draft`, which
    /// was never shown: a text that is not sent is the composer's.
    pub fn read(record: Json) -> Result<Self, Unreadable> {
        let mut record = present(record)?;
        let id = field::id(&record, "id").ok_or(Unreadable::Broken)?;
        Ok(Self {
            title: Title {
                by_hand: field::is_true(&record, "title_by_hand"),
                at: field::time(&record, "title_at"),
                text: field::text(&mut record, "title").unwrap_or_default(),
            },
            updated: field::time(&record, "updated"),
            pinned: field::read_flag(&record, "pinned"),
            deleted: field::read_flag(&record, "deleted"),
            ..Self::new(id, field::time(&record, "created"))
        })
    }

    /// Takes over what another tab knows better of this conversation.
    pub fn merge(&mut self, other: Self) {
        self.created = self.created.min(other.created);
        self.updated = self.updated.max(other.updated);
        self.pinned = self.pinned.max(other.pinned);
        self.deleted = self.deleted.max(other.deleted);
        if other.title > self.title {
            self.title = other.title;
        }
    }
}

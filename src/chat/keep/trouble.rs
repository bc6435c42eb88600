//! What keeps conversations from being kept, in words.
//!
//! **Invariant:** each trouble is said once, in a line that the visitor takes away, and that is read aloud.

use super::Chat;
use crate::config::Label;
use crate::json::Json;

impl Chat {
    /// Says what an answer of the archive has in `storage`, if it is a trouble; none is one, too.
    pub(super) fn tell_trouble(&self, answer: Option<&Json>) {
        let state = answer.map(|answer| answer.get("storage").and_then(Json::as_str).unwrap_or("ok"));
        self.tell_once(match state {
            Some("ok" | "memory") => return,
            Some("blocked") => Label::KeptBlocked,
            Some("full") => Label::KeptFull,
            Some("newer") => Label::KeptNewer,
            _ => Label::KeptFailed,
        });
    }

    /// Says that records of a page could not be read.
    pub(super) fn tell_unread(&self, page: &Json) {
        let is_some = |name: &str| page.get(name).and_then(Json::as_u64).is_some_and(|count| count > 0);
        if is_some("broken") || is_some("newer") {
            self.tell_once(Label::KeptBroken);
        }
    }

    pub(super) fn tell_once(&self, label: Label) {
        let Some(inner) = self.inner() else { return };
        if inner.keep.told.borrow().contains(&label) {
            return;
        }
        inner.keep.told.borrow_mut().push(label);
        self.trouble.try_set(self.text_now(label));
    }
}

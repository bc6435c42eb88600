//! A question that is asked while its history is being read waits for it.
//!
//! **Invariant:** it is asked, or its text is in the composer.

use super::Chat;

impl Chat {
    /// Has a question wait. False, if one does.
    pub(in crate::chat) fn wait_with(&self, text: &str) -> bool {
        let Some(inner) = self.inner() else { return false };
        let mut early = inner.keep.early.borrow_mut();
        let is_first = early.is_none();
        early.get_or_insert_with(|| text.to_owned());
        is_first
    }

    pub(super) fn send_early(&self) {
        let Some(text) = self.inner().and_then(|inner| inner.keep.early.take()) else { return };
        if !self.send(&text) {
            self.give_back(text);
        }
        self.keep_draft();
    }

    /// Nobody will ask it any more.
    pub(super) fn take_early_back(&self) {
        if let Some(text) = self.inner().and_then(|inner| inner.keep.early.take()) {
            self.give_back(text);
        }
    }

    /// Puts a text back into the composer, above what was written since.
    pub(super) fn give_back(&self, text: String) {
        let since = self.draft.try_get_untracked().unwrap_or_default();
        self.draft.try_set(above(text, &since));
    }
}

/// A text above another one, if there is one.
pub(super) fn above(text: String, since: &str) -> String {
    if since.is_empty() { text } else { [&text, "\n", since].concat() }
}

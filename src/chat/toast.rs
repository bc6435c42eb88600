//! The line above the composer: what was just done, and the way back.
//!
//! **Invariant:** it stays for ten seconds at least, and until the next action after that, so that it never goes by
//! itself under somebody's finger or focus.

use super::Chat;
use crate::browser::clock;

/// In milliseconds.
const LEAST: f64 = 10_000.0;

impl Chat {
    /// Puts other words into the line; none take it away.
    pub fn show_toast(&self, words: String) {
        if let Some(inner) = self.inner() {
            inner.toast_since.set(clock::now());
        }
        self.toast.try_set(words);
    }

    /// Takes the line away if it has been there for long enough. Called by each action.
    pub(super) fn settle_toast(&self) {
        if self.inner().is_some_and(|inner| clock::now() - inner.toast_since.get() > LEAST) {
            self.forget();
        }
    }

    /// Takes the line away: what was deleted stays so.
    pub fn forget(&self) {
        if let Some(inner) = self.inner() {
            inner.deleted.take();
        }
        self.toast.try_set(String::new());
    }

    /// True if there is something to take back.
    pub fn can_undo(&self) -> bool {
        self.inner().is_some_and(|inner| !inner.deleted.borrow().is_empty())
    }
}

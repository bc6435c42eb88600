//! One widget of a page keeps its conversations under a name; another one of the same name keeps nothing.
//!
//! **Invariant:** two widgets beside each other are two conversations, also if nobody thought of `storage-key`. When the
//! first one has gone, the other keeps what is said from its next question on.

use std::cell::RefCell;

use super::Chat;
use crate::browser::console;
use crate::config::Persist;

thread_local! {
    /// The names that widgets of this page have.
    static TAKEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

impl Chat {
    /// Takes the name that the options say.
    pub(super) fn take_name(&self) {
        let Some(inner) = self.inner() else { return };
        let was_second = inner.keep.is_second.take();
        if self.persist() == Persist::None {
            return;
        }
        let name = self.kept_name("");
        let is_taken = TAKEN.with_borrow(|taken| taken.contains(&name));
        inner.keep.is_second.set(is_taken);
        if !is_taken {
            TAKEN.with_borrow_mut(|taken| taken.push(name.clone()));
            inner.keep.name.replace(Some(name));
        } else if !was_second {
            console::warn(
                "causerie: another widget of this page has the same storage-key; this one keeps nothing.",
            );
        }
    }

    /// Gives it up; nothing, if it had none.
    pub(super) fn leave_name(&self) -> Option<String> {
        let name = self.inner()?.keep.name.take()?;
        TAKEN.with_borrow_mut(|taken| taken.retain(|there| *there != name));
        Some(name)
    }
}

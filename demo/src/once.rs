//! What was refused before, so that a trouble can end by itself.
//!
//! **Invariant:** the same tries in the same order get the same answers; nothing depends on the time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The keys of what was refused.
#[derive(Clone, Default)]
pub struct Once(Arc<Mutex<HashSet<String>>>);

impl Once {
    /// True the first time a key comes, and never again.
    pub fn first(&self, key: String) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key)
    }

    /// True every other time a key comes, beginning with the first: each failure is followed by a success.
    pub fn alternate(&self, key: String) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = !seen.remove(&key);
        if is_first {
            seen.insert(key);
        }
        is_first
    }
}

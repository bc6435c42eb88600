//! What follows what: effects that run again when something changed that they read, and owners with which they go.
//!
//! It does what the widget needs of Leptos' `reactive_graph`, in a twentieth of its bytes (docs/architecture.md has the
//! figures): no memos, no threads, no async. **Invariant:** pure, and total in any order of changes and ends: what has
//! gone is never run again, nothing is borrowed while something runs, and an effect runs once however many of its
//! causes changed since.

mod effect;
mod owner;

pub use effect::{Effect, Trigger, flush, on_work, untrack};
pub use owner::{Owner, on_cleanup};

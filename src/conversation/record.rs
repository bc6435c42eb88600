//! The saved format: one record for each conversation and one for each message, as JSON, with a version each.
//!
//! A document holds the records of one conversation: what is exported, and what the tests keep of each version.
//! **Invariant:** reading is total; what was saved is read back, but for the log probabilities of tokens, which only
//! the page's own code sees, and only when they come. A record of a newer version is told from a broken one, and a
//! record that cannot be read takes no other one with it. Unknown members are passed over.

mod answer;
mod conversation;
mod digest;
mod left;
mod message;
mod migrate;
mod saved;

use super::field;

pub use conversation::{ConversationRecord, Title};
pub use left::{of_left, to_left};
pub use message::{Feedback, MessageRecord};
pub use migrate::VERSION;
pub use saved::Saved;

/// Why a record cannot be read. It is left as it is where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A newer version of the widget wrote it.
    Newer,
    /// It is no record, or lacks what no record lacks.
    Broken,
}

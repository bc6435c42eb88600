//! Conversations as files: out as Markdown, plain text or JSON, in from our own JSON and from what others export.
//!
//! Our JSON is `{format: "causerie", version: 1, conversations: […]}`, each conversation as [`Saved`] has it. What is
//! read, whatever its source, comes as [`Saved`], with the same ids each time the same file is read, so that a second
//! reading adds nothing. **Invariant:** total; a file is read as a whole or not at all, with one reason.

mod chatgpt;
mod fence;
mod import;
mod llama;
mod talk;
mod written;

pub use import::{ImportError, Imported, Source, import};
pub use written::{Names, markdown, plain};

use super::{MessageRecord, Saved};
use crate::json::Json;

/// What our files call themselves.
const FORMAT: &str = "causerie";
const VERSION: u64 = 1;

/// Conversations as our JSON, without what was deleted in them.
pub fn to_json(conversations: &[Saved]) -> Json {
    Json::object([
        ("format", FORMAT.into()),
        ("version", VERSION.into()),
        ("conversations", conversations.iter().map(|saved| alive(saved).to_json()).collect()),
    ])
}

/// A conversation without the messages that were deleted.
fn alive(saved: &Saved) -> Saved {
    let tree = saved.clone().into_tree();
    let is_alive = |message: &&MessageRecord| tree.is_alive(message.node.id);
    let messages = saved.messages.iter().filter(is_alive).cloned().collect();
    Saved { messages, ..Saved::new(saved.conversation.clone()) }
}

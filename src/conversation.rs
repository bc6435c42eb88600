//! What is said: messages, how a reply becomes one, the tree in which they stand, how they are saved, and what of
//! them is sent.
//!
//! **Invariant:** pure. Text only ever grows while a reply arrives (but for thinking that is told from the answer
//! late), and no ending (done, stopped, failed) takes any of it away.

mod call_state;
mod choice;
pub mod context;
mod days;
pub mod document;
mod field;
mod message;
mod number;
mod outcome;
mod pace;
mod record;
pub mod search;
mod think;
pub mod title;
mod tool_calls;
mod transcript;
pub mod transfer;
mod tree;
mod turns;

pub use call_state::CallState;
pub use choice::Choice;
pub use days::Days;
pub use message::{Message, NO_RESULT, State};
pub use outcome::Outcome;
pub use pace::{Budget, Pace};
pub use record::{
    ConversationRecord, Feedback, MessageRecord, Saved, Title, Unreadable, VERSION, of_left, to_left,
};
pub use tool_calls::ToolCall;
pub use transcript::{from_json, to_detail, to_json};
pub use tree::{Flag, Id, Node, Shown, Tree};
pub use turns::{LONGEST_RESULT, Turns, complete as complete_turns, later_answered, turns};

//! What is said: messages, how a reply becomes one, and what of them is sent.
//!
//! **Invariant:** pure. Text only ever grows while a reply arrives, and no ending (done, stopped, failed)
//! takes any of it away.

mod message;
mod transcript;
mod turns;

pub use message::{Message, State};
pub use transcript::{from_json, one_to_json, to_json};
pub use turns::turns;

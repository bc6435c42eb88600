//! What of a conversation is sent when it is longer than the window of the model.
//!
//! Three strategies choose among the same pieces: `truncate` the newest, `summarize` these and a summary of the others,
//! `retrieve` these and the most similar of the others. Each gives for a path of messages which of them are sent; what
//! is chosen goes through [`super::turns`] as ever. **Invariant:** the question that is asked, messages of the system and
//! pinned ones are always chosen; a call and its results are chosen together or not at all; the rest stays within the
//! window. So nothing but the always chosen can be too much.

mod digest;
mod draft;
pub mod embeddings;
mod estimate;
mod refusal;
mod retrieve;
mod rounds;
mod summarize;
mod window;

use super::{Id, Message};
use crate::protocol::Role;

pub use digest::Digest;
pub use estimate::{Estimate, weight};
pub use refusal::Refusal;
pub use retrieve::{Wanted, retrieve, wanted};
pub use summarize::{Step, Summary, SummaryRequest, summarize, without_new_summary};
pub use window::Window;

/// One message of the path that is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Its place in the tree; the summary and the embeddings remember messages by it.
    pub id: Id,
    pub message: &'a Message,
    /// The reader wants it to be sent whatever else is left out.
    pub is_pinned: bool,
    /// It is sent, but nobody has said it: it asks for the rest of the answer before it, and is part of its round.
    pub is_aside: bool,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// For each message of the path whether it is sent.
    pub sent: Vec<bool>,
    /// What stands for others, with its marks.
    pub summary: Option<String>,
}

impl Chosen {
    /// What it weighs, with all that is sent beside it.
    pub fn weight(&self, path: &[Said], window: &Window) -> u64 {
        let summary = self.summary.iter().map(|text| estimate::PER_MESSAGE + weight(text)).sum::<u64>();
        window.weight(path, &self.sent) + summary
    }

    /// The messages that are sent, for [`super::Turns`]: first the summary, as one of the system.
    pub fn messages(&self, path: &[Said]) -> Vec<Message> {
        let summary = self.summary.iter().map(|text| Message::new(Role::System, text.as_str()));
        let sent = path.iter().zip(&self.sent).filter(|(_, sent)| **sent);
        summary.chain(sent.map(|(said, _)| said.message.clone())).collect()
    }
}

/// The newest turns that fit: for each message of the path, whether it is sent.
pub fn truncate(path: &[Said], window: &Window) -> Vec<bool> {
    let mut draft = draft::Draft::new(path, window.fixed, window.room);
    draft.newest(0, 0);
    draft.sent()
}

//! What is marked in the log: where what is sent begins, what is sent above that, and where the summary stands.
//!
//! **Invariant:** what is not shown is not marked.

use super::older;
use crate::chat::{Chat, Entry};
use crate::conversation::context::{Chosen, Said};
use crate::protocol::Role;

/// What of the conversation was sent with the last question, if that was not all. Messages are named by [`Entry::id`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The message from which on all of it is sent; 0, if nothing is left out.
    pub from: u64,
    /// Messages above it that are sent all the same.
    pub still: Vec<u64>,
    /// The message above which a summary stands for what is above, and its text.
    pub summary: Option<(u64, String)>,
}

/// Marks what is chosen of a path.
pub fn mark(chat: Chat, path: &[Said], chosen: &Chosen) {
    let marks = chat.entries.try_with_untracked(|entries| {
        let is_told = |said: &Said| matches!(said.message.role, Role::User | Role::Assistant);
        // Earlier messages may not be in memory.
        let first = entries.first().and_then(|first| path.iter().position(|said| said.id == first.node));
        let earlier = first.unwrap_or(0);
        let all = entries.iter().zip(&path[earlier..]).zip(&chosen.sent[earlier..]);
        let told: Vec<_> =
            all.filter(|((_, said), _)| is_told(said)).map(|((entry, _), sent)| (entry, *sent)).collect();
        let id = |(entry, _): &(&Entry, bool)| entry.id;
        let from = told.iter().rposition(|(_, sent)| !sent).map_or(0, |last| last + 1);
        let still = told[..from].iter().filter(|(_, sent)| *sent).map(id).collect();
        let summary = chosen.summary.as_ref().and_then(|_| older::summary_of(chat, path));
        let summary = summary.and_then(|(at, text)| {
            let behind = entries.iter().zip(&path[earlier..]).skip((at + 1).saturating_sub(earlier));
            let behind = behind.into_iter().find(|(_, said)| is_told(said));
            Some((behind?.0.id, text))
        });
        Sent { from: told.get(from).filter(|_| from > 0).map_or(0, id), still, summary }
    });
    chat.show_sent(marks.unwrap_or_default());
}

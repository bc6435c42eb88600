//! The messages that are shown, as the list draws them: in groups, with keys.
//!
//! **Invariant:** ids only grow along the list, so a group is a stretch of it, and a message is found by halving.

use super::{Chat, Entry};
use crate::protocol::Role;

impl Chat {
    /// The messages that are shown (instructions are not), of the group `of` among groups of `many`: the numbers of the
    /// groups of `size` that they are in. Ids only grow.
    pub fn groups(&self, of: u64, many: u64, size: u64) -> Vec<(u64, u64)> {
        let mut groups: Vec<u64> = self.in_group(of, many).iter().map(|(_, entry)| entry.id / size).collect();
        groups.dedup();
        groups.into_iter().map(|group| (group, group)).collect()
    }

    /// The messages of one group, with their keys.
    pub fn in_group(&self, group: u64, size: u64) -> Vec<(u64, Entry)> {
        let keyed = |entry: &Entry| (entry.key(), entry.clone());
        self.entries.with(|entries| {
            let from = entries.partition_point(|entry| entry.id / size < group);
            let to = entries.partition_point(|entry| entry.id / size <= group);
            entries[from..to].iter().filter(is_shown).map(keyed).collect()
        })
    }

    /// The message with this id, if it is there.
    pub fn entry_of(&self, id: u64) -> Option<Entry> {
        self.entries
            .try_with_untracked(|entries| {
                let at = entries.binary_search_by_key(&id, |entry| entry.id).ok()?;
                entries.get(at).cloned()
            })
            .flatten()
    }

    /// True while the message is the last one, which is the one that can be asked for again.
    pub fn is_last(&self, id: u64) -> bool {
        self.entries.with(|entries| entries.last().is_some_and(|last| last.id == id))
    }

    /// The same, without following it.
    pub fn is_last_now(&self, id: u64) -> bool {
        let is_it = |entries: &Vec<Entry>| entries.last().is_some_and(|last| last.id == id);
        self.entries.try_with_untracked(is_it).unwrap_or_default()
    }
}

fn is_shown(entry: &&Entry) -> bool {
    entry.message.with_untracked(|message| !matches!(message.role, Role::System | Role::Developer))
}

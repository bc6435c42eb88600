//! Records, each id once.
//!
//! A sorted vector: a search tree of records would be three times the code. **Invariant:** sorted by id, and what is
//! added to a record of the same id is merged with it.

use causerie::conversation::{ConversationRecord, Id, MessageRecord};

/// A record that can be merged.
pub trait Record {
    fn id(&self) -> Id;
    fn merge(&mut self, other: Self);
}

impl Record for ConversationRecord {
    fn id(&self) -> Id {
        self.id
    }

    fn merge(&mut self, other: Self) {
        self.merge(other);
    }
}

impl Record for MessageRecord {
    fn id(&self) -> Id {
        self.node.id
    }

    fn merge(&mut self, other: Self) {
        self.merge(other);
    }
}

#[derive(Clone, Debug)]
pub struct Pile<T>(Vec<T>);

impl<T> Default for Pile<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Record> Pile<T> {
    /// Adds many at once, in any order.
    pub fn add(&mut self, mut records: Vec<T>) {
        records.append(&mut self.0);
        records.sort_unstable_by_key(Record::id);
        for record in records {
            match self.0.last_mut().filter(|last| last.id() == record.id()) {
                Some(last) => last.merge(record),
                None => self.0.push(record),
            }
        }
    }

    pub fn get(&self, id: Id) -> Option<&T> {
        self.0.binary_search_by_key(&id, Record::id).ok().map(|place| &self.0[place])
    }

    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }

    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

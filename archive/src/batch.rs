//! Records on their way into the store, and how they meet what is there.
//!
//! **Invariant:** what is written is the merge of what was there and what is put, so two tabs never write over one
//! another, whoever comes first. A record that cannot be read (broken, or of a newer version) stays as it is; ours
//! stands beside it, behind a key of its own, where whoever can read both will merge them.

mod pile;

use causerie::conversation::{ConversationRecord, Flag, Id, MessageRecord, Unreadable};
use causerie::json::Json;

pub use pile::Pile;

use crate::scope::Scope;
use crate::store::{Entry, Span, Table, Write};

/// Records, each once.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub conversations: Pile<ConversationRecord>,
    pub messages: Pile<MessageRecord>,
    /// A conversation that was deleted comes back: its file is read once more.
    pub revives: Option<u64>,
}

/// What a batch came to.
#[derive(Debug, Default)]
pub struct Met {
    pub writes: Vec<Write>,
    /// The merged records, each that was not there just so.
    pub written: Batch,
    /// Those that are not as they were given: another tab knew more.
    pub news: Batch,
}

/// So many messages of one conversation are looked for by themselves; more are found by reading it all.
const FEW: usize = 16;

/// What a record is beside one that cannot be read.
const BESIDE: &str = "'";

/// Records of texts, and how many could not be read.
#[derive(Debug, Default)]
pub struct Lost {
    pub newer: u64,
    pub broken: u64,
}

impl Lost {
    /// Reads what can be read.
    pub fn read<T>(&mut self, entries: &[Entry], read: impl Fn(Json) -> Result<T, Unreadable>) -> Vec<T> {
        let mut records = Vec::new();
        for (_, text) in entries {
            let record = text.as_deref().and_then(|text| Json::parse(text).ok()).unwrap_or_default();
            match read(record) {
                Ok(record) => records.push(record),
                Err(Unreadable::Newer) => self.newer += 1,
                Err(Unreadable::Broken) => self.broken += 1,
            }
        }
        records
    }
}

impl Batch {
    /// How many records it has.
    pub fn len(&self) -> usize {
        self.conversations.iter().len() + self.messages.iter().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn add(&mut self, other: Self) {
        self.conversations.add(other.conversations.into_vec());
        self.messages.add(other.messages.into_vec());
    }

    /// `{conversations, messages}`.
    pub fn to_json(&self) -> Json {
        Json::object([
            ("conversations", self.conversations.iter().map(ConversationRecord::to_json).collect()),
            ("messages", self.messages.iter().map(MessageRecord::to_json).collect()),
        ])
    }

    /// The conversations that it is about.
    pub fn ids(&self) -> Vec<Id> {
        let of_messages = self.messages.iter().map(|record| record.conversation);
        let mut ids: Vec<Id> = self.conversations.iter().map(|record| record.id).chain(of_messages).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Where what it has may be already.
    pub fn spans(&self, scope: &Scope) -> Vec<Span> {
        let conversations = self.conversations.iter().map(|record| scope.conversation(record.id));
        let mut spans: Vec<Span> = conversations.map(|key| Span::below(Table::Conversations, key)).collect();
        let of = |record: &MessageRecord| record.conversation;
        let mut messages: Vec<&MessageRecord> = self.messages.iter().collect();
        messages.sort_unstable_by_key(|record| of(record));
        for messages in messages.chunk_by(|one, other| of(one) == of(other)) {
            if messages.len() > FEW {
                spans.push(Span::below(Table::Messages, scope.messages(of(messages[0]))));
                continue;
            }
            let key = |record: &&MessageRecord| scope.message(of(record), &record.node);
            spans.extend(messages.iter().map(|record| Span::below(Table::Messages, key(record))));
        }
        spans
    }

    /// Merges it with what was found there.
    pub fn meet(&self, scope: &Scope, found: Vec<Vec<Entry>>) -> Met {
        let mut there: Vec<Entry> = found.into_iter().flatten().collect();
        there.sort_unstable();
        let (mut met, mut written, mut news) =
            (Met::default(), (Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
        for record in self.conversations.iter() {
            let mut merged = record.clone();
            let key = scope.conversation(record.id);
            let place = place(Table::Conversations, key, &there, ConversationRecord::read, |other| {
                merged.merge(other);
            });
            if let Some(now) = self.revives.filter(|_| merged.deleted.is) {
                merged.deleted = Flag { is: false, at: now.max(merged.deleted.at + 1) };
            }
            if merged != *record {
                news.0.push(merged.clone());
            }
            if place.put(&merged.to_json(), &mut met.writes) {
                written.0.push(merged);
            }
        }
        for record in self.messages.iter() {
            let mut merged = record.clone();
            let key = scope.message(record.conversation, &record.node);
            let place = place(Table::Messages, key, &there, MessageRecord::read, |other| merged.merge(other));
            if merged != *record {
                news.1.push(merged.clone());
            }
            if place.put(&merged.to_json(), &mut met.writes) {
                written.1.push(merged);
            }
        }
        met.written = Self::of(written.0, written.1);
        met.news = Self::of(news.0, news.1);
        met
    }

    /// Of these records, in any order.
    pub fn of(conversations: Vec<ConversationRecord>, messages: Vec<MessageRecord>) -> Self {
        let mut batch = Self::default();
        batch.conversations.add(conversations);
        batch.messages.add(messages);
        batch
    }
}

/// Where a record is written, and what stands there.
struct Place<'a> {
    table: Table,
    key: String,
    text: Option<&'a str>,
}

/// Finds the place of a record among what is there, sorted; what can be read there is handed over.
fn place<'a, T>(
    table: Table,
    mut key: String,
    there: &'a [Entry],
    read: impl Fn(Json) -> Result<T, Unreadable>,
    merge: impl FnOnce(T),
) -> Place<'a> {
    loop {
        let Ok(found) = there.binary_search_by(|(there, _)| there.cmp(&key)) else {
            return Place { table, key, text: None };
        };
        let text = there[found].1.as_deref();
        let record = text.and_then(|text| Json::parse(text).ok()).unwrap_or_default();
        if let Ok(record) = read(record) {
            merge(record);
            return Place { table, key, text };
        }
        key.push_str(BESIDE);
    }
}

impl Place<'_> {
    /// Writes a record, unless it stands there just so.
    fn put(self, record: &Json, writes: &mut Vec<Write>) -> bool {
        let text = record.written();
        let is_new = self.text != Some(&text);
        if is_new {
            writes.push(Write::Put(self.table, self.key, text));
        }
        is_new
    }
}

#[cfg(test)]
mod tests;

//! Records on their way into the store, and how they meet what is there.
//!
//! **Invariant:** what is written is the merge of what was there and what is put, so two tabs never write over one
//! another, whoever comes first. A record that cannot be read (broken, or of a newer version) stays as it is; ours
//! stands beside it, behind a key of its own, where whoever can read both will merge them.

use std::collections::BTreeMap;

use causerie::conversation::{ConversationRecord, Flag, Id, MessageRecord, Unreadable};
use causerie::json::Json;

use crate::scope::Scope;
use crate::store::{Entry, Span, Table, Write};

/// Records, each once.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub conversations: BTreeMap<Id, ConversationRecord>,
    pub messages: BTreeMap<Id, MessageRecord>,
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
    pub fn is_empty(&self) -> bool {
        self.conversations.is_empty() && self.messages.is_empty()
    }

    pub fn add_conversation(&mut self, record: ConversationRecord) {
        match self.conversations.get_mut(&record.id) {
            Some(there) => there.merge(record),
            None => _ = self.conversations.insert(record.id, record),
        }
    }

    pub fn add_message(&mut self, record: MessageRecord) {
        match self.messages.get_mut(&record.node.id) {
            Some(there) => there.merge(record),
            None => _ = self.messages.insert(record.node.id, record),
        }
    }

    pub fn add(&mut self, other: Self) {
        other.conversations.into_values().for_each(|record| self.add_conversation(record));
        other.messages.into_values().for_each(|record| self.add_message(record));
    }

    /// `{conversations, messages}`.
    pub fn to_json(&self) -> Json {
        Json::object([
            ("conversations", self.conversations.values().map(ConversationRecord::to_json).collect()),
            ("messages", self.messages.values().map(MessageRecord::to_json).collect()),
        ])
    }

    /// The conversations that it is about.
    pub fn ids(&self) -> Vec<Id> {
        let of_messages = self.messages.values().map(|record| record.conversation);
        let mut ids: Vec<Id> = self.conversations.keys().copied().chain(of_messages).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Where what it has may be already.
    pub fn spans(&self, scope: &Scope) -> Vec<Span> {
        let conversations = self.conversations.keys().map(|id| scope.conversation(*id));
        let mut spans: Vec<Span> = conversations.map(|key| Span::below(Table::Conversations, key)).collect();
        let mut keys: BTreeMap<Id, Vec<String>> = BTreeMap::new();
        for record in self.messages.values() {
            keys.entry(record.conversation)
                .or_default()
                .push(scope.message(record.conversation, &record.node));
        }
        for (conversation, keys) in keys {
            let starts = if keys.len() > FEW { vec![scope.messages(conversation)] } else { keys };
            spans.extend(starts.into_iter().map(|start| Span::below(Table::Messages, start)));
        }
        spans
    }

    /// Merges it with what was found there.
    pub fn meet(&self, scope: &Scope, found: Vec<Vec<Entry>>) -> Met {
        let there: BTreeMap<String, Option<String>> = found.into_iter().flatten().collect();
        let mut met = Met::default();
        for record in self.conversations.values() {
            let key = scope.conversation(record.id);
            let mut merged = record.clone();
            let place = met.place(Table::Conversations, key, &there, ConversationRecord::read, |other| {
                merged.merge(other);
            });
            if let Some(now) = self.revives.filter(|_| merged.deleted.is) {
                merged.deleted = Flag { is: false, at: now.max(merged.deleted.at + 1) };
            }
            if merged != *record {
                met.news.add_conversation(merged.clone());
            }
            if place.put(&merged.to_json(), &mut met.writes) {
                met.written.add_conversation(merged);
            }
        }
        for record in self.messages.values() {
            let key = scope.message(record.conversation, &record.node);
            let mut merged = record.clone();
            let place = met.place(Table::Messages, key, &there, MessageRecord::read, |other| {
                merged.merge(other);
            });
            if merged != *record {
                met.news.add_message(merged.clone());
            }
            if place.put(&merged.to_json(), &mut met.writes) {
                met.written.add_message(merged);
            }
        }
        met
    }
}

/// Where a record is written, and what stands there.
struct Place<'a> {
    table: Table,
    key: String,
    text: Option<&'a str>,
}

impl Met {
    /// Finds the place of a record; what can be read there is handed over.
    fn place<'a, T>(
        &self,
        table: Table,
        mut key: String,
        there: &'a BTreeMap<String, Option<String>>,
        read: impl Fn(Json) -> Result<T, Unreadable>,
        mut merge: impl FnMut(T),
    ) -> Place<'a> {
        loop {
            let Some(text) = there.get(&key) else { return Place { table, key, text: None } };
            let text = text.as_deref();
            let record = text.and_then(|text| Json::parse(text).ok()).unwrap_or_default();
            if let Ok(record) = read(record) {
                merge(record);
                return Place { table, key, text };
            }
            key.push_str(BESIDE);
        }
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

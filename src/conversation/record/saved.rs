//! A conversation with its messages: what a store holds of it, and what a document says.
//!
//! **Invariant:** a record that cannot be read is counted, and the others are read.

use std::collections::BTreeMap;

use super::migrate::{MEMBERS_0, VERSION, version};
use super::{ConversationRecord, MessageRecord, Unreadable, field};
use crate::conversation::{Id, Tree, transcript};
use crate::json::Json;

/// All records of one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub conversation: ConversationRecord,
    /// Each once.
    pub messages: Vec<MessageRecord>,
    /// So many records a newer version of the widget wrote.
    pub newer: usize,
    /// So many are no records.
    pub broken: usize,
}

impl Saved {
    /// A conversation without messages.
    pub const fn new(conversation: ConversationRecord) -> Self {
        Self { conversation, messages: Vec::new(), newer: 0, broken: 0 }
    }

    /// `{version, conversation, messages}`.
    pub fn to_json(&self) -> Json {
        Json::object([
            ("version", VERSION.into()),
            ("conversation", self.conversation.to_json()),
            ("messages", self.messages.iter().map(MessageRecord::to_json).collect()),
        ])
    }

    /// Reads a document of any version. `fresh` gives ids to what has none yet, and `now` is when that was said, in
    /// Unix milliseconds. Where the record of the conversation cannot be read, it gets a new one.
    pub fn read(document: Json, fresh: &mut dyn FnMut() -> Id, now: u64) -> Result<Self, Unreadable> {
        if let Json::Array(items) = document {
            return Ok(Self::of_messages(items, fresh, now));
        }
        let mut document = document;
        version(&document)?;
        let Some(Json::Array(_)) = document.get("messages") else { return Err(Unreadable::Broken) };
        let conversation = ConversationRecord::read(document.take("conversation"));
        let messages = field::items(&mut document, "messages");
        Ok(Self::of_records(conversation, messages, fresh, now))
    }

    /// Puts records together, however a store gives them. A message that stands twice is merged.
    pub fn of_records(
        conversation: Result<ConversationRecord, Unreadable>,
        messages: Vec<Json>,
        fresh: &mut dyn FnMut() -> Id,
        now: u64,
    ) -> Self {
        let messages: Vec<_> = messages.into_iter().map(MessageRecord::read).collect();
        let first = messages.iter().flatten().next();
        let unreadable = conversation.as_ref().err().copied();
        let anew = |_| {
            let id = first.map_or_else(fresh, |first| first.conversation);
            ConversationRecord::new(id, first.map_or(now, |first| first.node.created))
        };
        let mut saved = Self::new(conversation.unwrap_or_else(anew));
        unreadable.into_iter().for_each(|why| saved.count(why));
        let mut readable = Vec::new();
        for message in messages {
            match message {
                Ok(message) => readable.push(message),
                Err(why) => saved.count(why),
            }
        }
        saved.add(readable);
        saved
    }

    /// Version 0: messages that follow each other.
    fn of_messages(items: Vec<Json>, fresh: &mut dyn FnMut() -> Id, now: u64) -> Self {
        let conversation = ConversationRecord::new(fresh(), now);
        let mut parent = None;
        let mut records = Vec::new();
        for (at, mut item) in items.into_iter().enumerate() {
            // What is none gets no id, so it cannot be read.
            let id = transcript::read(&item).map(|_| fresh());
            let time = now.saturating_add(at as u64);
            let mut record = Json::object_of_set([
                ("id", id.map(Id::text).into()),
                ("conversation", conversation.id.text().into()),
                ("parent", parent.map(Id::text).into()),
                ("created", time.into()),
                ("changed", time.into()),
            ]);
            MEMBERS_0.iter().for_each(|name| record.set(name, item.take(name)));
            records.push(record);
            parent = id.or(parent);
        }
        Self::of_records(Ok(conversation), records, fresh, now)
    }

    fn count(&mut self, why: Unreadable) {
        match why {
            Unreadable::Newer => self.newer += 1,
            Unreadable::Broken => self.broken += 1,
        }
    }

    /// Takes over what another tab knows of this conversation: messages that are new, and what was changed later.
    pub fn merge(&mut self, other: Self) {
        self.conversation.merge(other.conversation);
        self.add(other.messages);
    }

    /// Adds messages, and puts all in order of time.
    fn add(&mut self, messages: Vec<MessageRecord>) {
        let mut all: BTreeMap<Id, MessageRecord> = BTreeMap::new();
        for message in std::mem::take(&mut self.messages).into_iter().chain(messages) {
            match all.get_mut(&message.node.id) {
                Some(there) => there.merge(message),
                None => _ = all.insert(message.node.id, message),
            }
        }
        self.messages = all.into_values().collect();
        self.messages.sort_by_key(|message| (message.node.created, message.node.id));
    }

    /// The messages in their places.
    pub fn into_tree(self) -> Tree<MessageRecord> {
        let mut tree = Tree::default();
        tree.merge(self.messages.into_iter().map(|message| (message.node, message)).collect());
        tree
    }
}

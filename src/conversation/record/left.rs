//! What a page leaves that goes before it can write records: messages of the API, with what tells that they are the same
//! as those that it may still write.
//!
//! **Invariant:** reading is total: what is no message is passed over. An answer of which nothing came can be asked for
//! again.

use super::{ConversationRecord, MessageRecord, field};
use crate::conversation::{Id, Message, Node, State, title, transcript};
use crate::json::Json;
use crate::protocol::Role;

/// A message of these: `{role, content, …, conversation, id, changed, is_open}`. `changed` is in Unix milliseconds, and
/// `is_open` says whether it was still arriving.
pub fn to_left(message: &Message, conversation: Id, id: Id, changed: u64) -> Json {
    let mut left = transcript::one_to_json(message);
    left.set("conversation", conversation.text().into());
    left.set("id", id.text().into());
    left.set("changed", changed.into());
    left.set("is_open", message.is_open().into());
    left
}

/// The records of an array of these. Nothing, if there are none.
pub fn of_left(left: &Json) -> Option<(ConversationRecord, Vec<MessageRecord>)> {
    let mut last = None;
    let records: Vec<_> = left.items().iter().filter_map(|item| record(item, &mut last)).collect();
    let (first, last) = (records.first()?, records.last()?);
    let mut conversation = ConversationRecord::new(first.conversation, first.changed);
    conversation.updated = last.changed;
    let question = records.iter().find(|record| record.message.role == Role::User);
    conversation.title.text =
        question.map(|record| title::of_question(record.message.text())).unwrap_or_default();
    conversation.title.at = conversation.created;
    Some((conversation, records))
}

/// A message, below the last one and later.
fn record(item: &Json, last: &mut Option<Node>) -> Option<MessageRecord> {
    let mut message = transcript::read(item)?;
    let (conversation, id) = (field::id(item, "conversation")?, field::id(item, "id")?);
    let is_missing = message.role == Role::Assistant && message.is_empty();
    if is_missing || field::is_true(item, "is_open") {
        message.state = State::Interrupted;
    }
    let changed = field::time(item, "changed");
    let created = last.map_or(changed, |last| changed.max(last.created + 1));
    let node = Node::new(id, last.map(|last| last.id), created);
    *last = Some(node);
    Some(MessageRecord::new(conversation, node, &message, changed))
}

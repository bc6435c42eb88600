//! The record of a message: its place, what it says, and what the visitor thinks of it.
//!
//! **Invariant:** [`MessageRecord::merge`] is commutative, associative and idempotent. A message that was open when it
//! was saved is read as one that was interrupted.

use super::migrate::{VERSION, present};
use super::{Unreadable, answer, field};
use crate::conversation::{Id, Message, Node};
use crate::json::Json;
use crate::protocol::Role;

/// A message, as it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRecord {
    /// The conversation that it belongs to.
    pub conversation: Id,
    pub node: Node,
    /// When what it says was last changed, in Unix milliseconds.
    pub changed: u64,
    /// Not open.
    pub message: Message,
    /// It was still arriving when it was saved; perhaps it still does, in another tab.
    pub was_open: bool,
    pub feedback: Option<Feedback>,
}

/// What a visitor thinks of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// Thumb up or down.
    pub is_up: bool,
    /// May be empty.
    pub comment: String,
}

impl MessageRecord {
    /// A message as it is now.
    pub fn new(conversation: Id, node: Node, message: &Message, now: u64) -> Self {
        let mut message = message.clone();
        let was_open = message.is_open();
        message.interrupt();
        Self { conversation, node, changed: now, message, was_open, feedback: None }
    }

    /// `{version, id, conversation, parent, created, shown, pinned: {is, at}, deleted: {is, at}, changed, role, state,
    /// choices, current, error, usage, model, citations, thought_seconds, is_fallback, from_cache, tool_call_id, name,
    /// call, call_ms, context, feedback: {is_up, comment}}`; what there is not is left out. `state` is `complete`, `stopped`, `interrupted`,
    /// `open` or `failed`. `call` is how far the call is that a result answers, by [`crate::conversation::CallState`]'s names.
    /// `shown` is when it was last chosen among its alternatives.
    pub fn to_json(&self) -> Json {
        let node = &self.node;
        let mut record = Json::object_of_set([
            ("version", VERSION.into()),
            ("id", node.id.text().into()),
            ("conversation", self.conversation.text().into()),
            ("parent", node.parent.map(Id::text).into()),
            ("created", node.created.into()),
            ("shown", field::some_number(node.shown)),
            ("pinned", field::flag(node.pinned)),
            ("deleted", field::flag(node.deleted)),
            ("changed", self.changed.into()),
            ("role", self.message.role.name().into()),
            ("feedback", self.feedback.as_ref().map(Feedback::to_json).into()),
        ]);
        answer::write(&self.message, self.was_open, &mut record);
        record
    }

    /// Reads a record of this version or an earlier one; its id, its conversation and its role must be there.
    pub fn read(record: Json) -> Result<Self, Unreadable> {
        Self::of(present(record)?).ok_or(Unreadable::Broken)
    }

    fn of(mut record: Json) -> Option<Self> {
        let id = field::id(&record, "id")?;
        let conversation = field::id(&record, "conversation")?;
        let role = Role::from_name(record.get("role")?.as_str()?)?;
        // One that cannot be read is still not none: as its own parent a message hangs below the one before it.
        let parent = record.get("parent").map(|_| field::id(&record, "parent").unwrap_or(id));
        let node = Node {
            shown: field::time(&record, "shown"),
            pinned: field::read_flag(&record, "pinned"),
            deleted: field::read_flag(&record, "deleted"),
            ..Node::new(id, parent, field::time(&record, "created"))
        };
        Some(Self {
            conversation,
            node,
            changed: field::time(&record, "changed"),
            was_open: answer::was_open(&record),
            feedback: Feedback::read(record.take("feedback")),
            message: answer::read(role, record),
        })
    }

    /// Takes over what another record of the same id knows better. What is said is taken as a whole, from the one
    /// that was changed later.
    pub fn merge(&mut self, mut other: Self) {
        self.node.join(&other.node);
        other.node = self.node;
        let time = |record: &Self| (record.changed, !record.was_open);
        let order = time(self).cmp(&time(&other));
        // Which of two that were changed at one time is taken matters little, but all tabs must take the same.
        if order.then_with(|| self.to_json().written().cmp(&other.to_json().written())).is_lt() {
            *self = other;
        }
    }
}

impl Feedback {
    fn to_json(&self) -> Json {
        Json::object_of_set([("is_up", self.is_up.into()), ("comment", field::some(&self.comment))])
    }

    fn read(mut feedback: Json) -> Option<Self> {
        let Some(Json::Bool(is_up)) = feedback.get("is_up") else { return None };
        Some(Self { is_up: *is_up, comment: field::text(&mut feedback, "comment").unwrap_or_default() })
    }
}

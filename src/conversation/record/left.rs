//! What a page left that went before it could write records.
//!
//! **Invariant:** total: what is no message is passed over, and a question without an answer can be asked again.

use super::{ConversationRecord, MessageRecord, field};
use crate::conversation::{Id, Message, Node, State, title, transcript};
use crate::json::Json;
use crate::protocol::Role;

/// Records of `{messages, is_open}`: the API's messages, and whether the last one was still arriving. A question to
/// which nothing has come gets an answer that was interrupted. `fresh` gives ids, and `now` is when it was said, in Unix
/// milliseconds.
pub fn of_left(
    mut left: Json,
    fresh: &mut dyn FnMut() -> Id,
    now: u64,
) -> (ConversationRecord, Vec<MessageRecord>) {
    let mut messages = transcript::from_json(&left.take("messages"));
    let is_answered = messages.last().is_some_and(|last| last.role == Role::Assistant);
    if !is_answered {
        messages.push(Message::new(Role::Assistant, ""));
    }
    if let Some(last) = messages.last_mut().filter(|_| !is_answered || field::is_true(&left, "is_open")) {
        last.state = State::Interrupted;
    }
    let mut conversation = ConversationRecord::new(fresh(), now);
    let question = messages.iter().find(|message| message.role == Role::User);
    conversation.title.text =
        question.map(|question| title::of_question(question.text())).unwrap_or_default();
    conversation.title.at = now;
    let mut parent = None;
    // Each a little later than the one before it.
    let records = messages.iter().zip(now..).map(|(message, now)| {
        let id = fresh();
        MessageRecord::new(conversation.id, Node::new(id, parent.replace(id), now), message, now)
    });
    let records = records.collect();
    (conversation, records)
}

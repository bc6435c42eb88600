//! Records on their way into the tree: of the archive, or of other tabs.
//!
//! **Invariant:** what is known here later is not written over, and an answer that arrives here is this tab's own.

use super::{Chat, Earlier};
use crate::chat::{Entry, Inner};
use crate::conversation::{ConversationRecord, Id, Message, MessageRecord, Node, State};
use crate::json::Json;

/// Where records come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// They stand before what is there.
    Before,
    /// They come now.
    Now,
}

impl Chat {
    /// Takes messages of this conversation over.
    pub(super) fn join(&self, mut records: Vec<MessageRecord>, from: From) {
        let Some(inner) = self.inner().filter(|_| !records.is_empty()) else { return };
        records.sort_by_key(|record| (record.node.created, record.node.id));
        let mut number = inner.keep.earlier.numbers(&inner.next_id, records.len(), from == From::Before);
        let (mut nodes, mut open) = (Vec::with_capacity(records.len()), None);
        for record in records {
            let node = record.node;
            let was_open = record.was_open;
            let entry = self.entry_for(&inner, record, &mut number);
            if was_open && entry.message.with_untracked(Message::is_open) && !is_own(&inner, node.id) {
                open = Some(node.id);
            }
            nodes.push((node, entry));
        }
        self.merge(nodes);
        if let Some(node) = open {
            self.look_elsewhere(node);
        }
    }

    /// The entry of a record, with what it says, if that is later.
    fn entry_for(&self, inner: &Inner, record: MessageRecord, number: &mut dyn FnMut() -> u64) -> Entry {
        let MessageRecord { node, changed, mut message, was_open, feedback, .. } = record;
        let there = inner.tree.borrow().get(node.id).map(|(node, entry)| (node.pinned, entry.clone()));
        let is_elsewhere = inner.keep.elsewhere.get() == Some(node.id);
        // Perhaps it still arrives, which will be known in a moment.
        if was_open {
            message.state = State::Arriving;
        }
        let is_later = there.as_ref().is_none_or(|(_, entry)| entry.changed.get() < changed);
        let mut is_stale = false;
        if let Some(feedback) = feedback.filter(|_| is_later) {
            is_stale =
                there.as_ref().is_some_and(|(_, entry)| self.rating(entry).as_ref() != Some(&feedback));
            inner.rated.borrow_mut().push((node.id, feedback));
        }
        match there {
            None => Entry::new(number(), node.id, message, changed),
            Some((pinned, entry)) => {
                is_stale |= node.pinned > pinned && node.pinned.is != pinned.is;
                if is_later && !is_own(inner, node.id) {
                    is_stale |= entry.message.with_untracked(|there| there.is_plain() && *there != message);
                    entry.changed.set(changed);
                    entry.message.set(message);
                    if is_elsewhere && !was_open {
                        self.part_from_other();
                    }
                }
                // Nothing listens to pins, to what is thought of it, and to an answer that was whole.
                if is_stale && let Some(there) = inner.tree.borrow_mut().get_mut(node.id) {
                    there.redrawn += 1;
                }
                entry
            }
        }
    }

    /// What a page of the archive has: `{conversation, messages, before}`. False, if it is none.
    pub(super) fn take_page(&self, mut page: Json, from: From) -> bool {
        let records = messages(&mut page);
        let Some(inner) = self.inner() else { return false };
        if from == From::Now {
            let first = records.first().map(|record| (record.conversation, record.node.created));
            // Its own record may be the one that is lost.
            let anew = || first.map(|(id, created)| ConversationRecord::new(id, created));
            let Some(record) = ConversationRecord::read(page.take("conversation")).ok().or_else(anew) else {
                return false;
            };
            self.conversation.try_set(Some(record.id));
            inner.keep.record.replace(Some(record));
            inner.keep.is_worth.set(true);
            inner.next_id.set(inner.next_id.get().max(Earlier::FIRST));
        }
        let before = page.take("before");
        self.has_earlier.try_set(inner.keep.earlier.goes_on_at(before.as_str()));
        self.join(records, from);
        self.tell_unread(&page);
        true
    }
}

/// True if a message is the answer that arrives here.
pub(super) fn is_own(inner: &Inner, id: Id) -> bool {
    inner.run.borrow().as_ref().is_some_and(|run| run.answer.node == id)
}

/// The records of messages that can be read.
pub(super) fn messages(of: &mut Json) -> Vec<MessageRecord> {
    match of.take("messages") {
        Json::Array(records) => {
            records.into_iter().filter_map(|record| MessageRecord::read(record).ok()).collect()
        }
        _ => Vec::new(),
    }
}

/// Messages with their places, without their entries.
pub(super) fn said(records: Vec<MessageRecord>) -> Vec<(Node, Message)> {
    records.into_iter().map(|record| (record.node, record.message)).collect()
}

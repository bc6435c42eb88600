//! What is written, when the archive can be asked.
//!
//! **Invariant:** a message that changed is written, or waits to be: it is in the list of those, or in a part that is not
//! saved yet (`unsaved`). What another tab knew better comes back as the answer.

use std::rc::Rc;

use super::Chat;
use super::flying::Part;
use crate::browser::archive::Archive;
use crate::browser::{clock, frame, later};
use crate::chat::{Entry, Inner};
use crate::config::{Label, Persist};
use crate::conversation::{ConversationRecord, Id, Message, MessageRecord, Node, title};
use crate::json::Json;
use crate::protocol::Role;

/// Messages that are written at once, the newest first: for more the archive reads all of the conversation.
const MOST: usize = 16;

impl Chat {
    /// Writes what has changed.
    pub(in crate::chat) fn write(&self) {
        let Some(inner) = self.inner() else { return };
        let keep = &inner.keep;
        keep.is_due.set(false);
        if !keep.has_changes() {
            return;
        }
        match later::try_open(Self::later_write as fn(&Self)) {
            Some(door) => door(self),
            None => {
                // Until it is there more may change, which is written with it; and the page may be killed.
                keep.is_due.set(true);
                self.leave_said(false);
                self.write_once_there();
            }
        }
    }

    fn write_once_there(self) {
        frame::spawn(async move {
            let door = later::open(Self::later_write as fn(&Self)).await;
            if let Some(inner) = self.inner() {
                inner.keep.is_due.set(false);
            }
            match door {
                Some(door) => door(&self),
                None => self.tell_once(Label::KeptFailed),
            }
        });
    }

    fn later_write(&self) {
        if let Some((inner, archive)) = self.place_to_write() {
            self.save_left(&archive);
            self.write_newest(&inner, &archive);
        }
    }

    /// The same for all of a conversation in whose place another one comes.
    pub(super) fn later_write_all(&self) {
        let Some(inner) = self.inner().filter(|inner| inner.keep.has_changes()) else { return };
        if let Some((inner, archive)) = self.place_to_write() {
            while self.write_newest(&inner, &archive) {}
        } else if inner.keep.erasing.get() > 0
            && let Some(request) = self.records(&inner, &inner.keep.changed.borrow())
        {
            inner.keep.left.borrow_mut().extend([&*request.written(), "\n"]);
        }
    }

    fn place_to_write(&self) -> Option<(Rc<Inner>, Rc<Archive>)> {
        let inner = self.inner().filter(|_| self.persist() != Persist::None)?;
        if inner.keep.erasing.get() > 0 {
            return None;
        }
        let archive = self.archive(&inner)?;
        Some((inner, archive))
    }

    /// False, if there was nothing to be written.
    fn write_newest(&self, inner: &Inner, archive: &Rc<Archive>) -> bool {
        let keep = &inner.keep;
        if !keep.has_changes() {
            return false;
        }
        let changed = {
            let mut all = keep.changed.borrow_mut();
            let at = all.len().saturating_sub(MOST);
            all.split_off(at)
        };
        let Some(request) = self.records(inner, &changed) else { return false };
        keep.last.set(clock::now());
        self.save(archive, self.take_off(&request), changed);
        true
    }

    /// Has a part written that is on its way.
    pub(super) fn save(&self, archive: &Rc<Archive>, part: Part, ids: Vec<Id>) {
        let (chat, archive) = (*self, Rc::clone(archive));
        frame::spawn(async move {
            let answer = chat.ask_to_put(&archive, &part).await;
            chat.written(answer, &part, ids);
        });
    }

    fn written(&self, answer: Option<Json>, part: &Part, ids: Vec<Id>) {
        let Some(inner) = self.inner() else { return };
        let keep = &inner.keep;
        let is_here = |id: &Id| inner.tree.borrow().get(*id).is_some();
        match answer {
            Some(answer) => {
                self.saved(part);
                self.take_news(answer);
                let is_more = !keep.changed.borrow().is_empty();
                if is_more {
                    self.write_in(&inner, 0.0);
                }
                self.hold();
                self.entitle();
                self.kept.notify();
            }
            // They go with what changes next.
            None if ids.iter().any(is_here) => {
                self.land(part);
                let mut changed = keep.changed.borrow_mut();
                let missing: Vec<Id> = ids.into_iter().filter(|id| !changed.contains(id)).collect();
                changed.extend(missing);
            }
            _ => self.put_back(part),
        }
    }

    /// What is to be written of these messages; nothing, if there is no conversation.
    pub(super) fn records(&self, inner: &Inner, ids: &[Id]) -> Option<Json> {
        let record = {
            let mut record = inner.keep.record.borrow_mut();
            let record = record.as_mut()?;
            if record.title.at == 0 {
                record.title.text = self.first_words();
                record.title.at = record.created;
            }
            record.clone()
        };
        let tree = inner.tree.borrow();
        let there = ids.iter().filter_map(|id| tree.get(*id));
        let messages = there.map(|(node, entry)| self.record_of(record.id, node, entry).to_json()).collect();
        Some(put(&record, messages))
    }

    pub(super) fn record_of(&self, conversation: Id, node: &Node, entry: &Entry) -> MessageRecord {
        let record = |message: &_| MessageRecord::new(conversation, *node, message, entry.changed.get());
        MessageRecord { feedback: self.rating(entry), ..entry.message.with_untracked(record) }
    }

    /// The beginning of the first question.
    fn first_words(&self) -> String {
        let all = self.entries.try_get_untracked().unwrap_or_default();
        title::of_question(&all.iter().find_map(question).unwrap_or_default())
    }
}

/// What the archive is asked to put: a conversation, which is shown, and messages of it.
pub(super) fn put(conversation: &ConversationRecord, messages: Json) -> Json {
    Json::object([
        ("conversations", Json::Array(vec![conversation.to_json()])),
        ("messages", messages),
        ("shown", conversation.id.text().into()),
    ])
}

/// The text of a question.
fn question(entry: &Entry) -> Option<String> {
    let text = |message: &Message| (message.role == Role::User).then(|| message.text().to_owned());
    entry.message.with_untracked(text)
}

//! Several tabs with one conversation: one of them sends, the others see it.
//!
//! **Invariant:** a tab asks for an answer only while it holds the conversation's lock, or where there is no other tab
//! that could. A tab that went in mid-answer is noticed by its lock, which the browser frees.

use std::pin::Pin;

use super::Chat;
use crate::browser::{frame, later};
use crate::chat::run::Run;
use crate::chat::{Phase, resume};
use crate::config::Label;
use crate::conversation::Id;
use crate::json::Json;

/// How often the lock of another tab is looked at, in milliseconds.
const LOOK: i32 = 1500;
/// Another tab may just have looked whether it is free.
const AGAIN: i32 = 100;

/// [`later_take_lock`].
type Locking = fn(Chat) -> Pin<Box<dyn Future<Output = bool>>>;

fn later_take_lock(chat: Chat) -> Pin<Box<dyn Future<Output = bool>>> {
    Box::pin(async move { chat.take_lock().await })
}

fn later_unlock(chat: Chat, (): ()) {
    // Another conversation may be shown in a moment.
    let id = chat.shown_id();
    frame::spawn(async move {
        chat.lock("unlock", id).await;
    });
}

impl Chat {
    /// Takes the lock of a conversation, or gives it up. True, if there is nothing to be asked.
    async fn lock(&self, what: &str, id: Option<Id>) -> bool {
        let Some(inner) = self.inner().filter(|inner| inner.keep.is_open.get()) else { return true };
        let (Some(archive), Some(id)) = (self.archive(&inner), id) else { return true };
        let request = Json::object([("conversation", id.text().into())]).written();
        let answer = archive.ask(what, &request).await.and_then(|answer| Json::parse(&answer).ok());
        answer.is_none_or(|answer| answer.get("held") != Some(&Json::Bool(false)))
    }

    /// True if this tab is the one that sends.
    pub(in crate::chat) async fn may_send(&self) -> bool {
        if !self.inner().is_some_and(|inner| inner.keep.is_open.get()) {
            return true;
        }
        match later::open(later_take_lock as Locking).await {
            Some(door) => door(*self).await,
            None => true,
        }
    }

    async fn take_lock(&self) -> bool {
        let id = self.shown_id();
        let mut is_held = self.lock("lock", id).await;
        if !is_held {
            frame::sleep(AGAIN).await;
            is_held = self.lock("lock", id).await;
        }
        // It may have been stopped meanwhile.
        self.free(id).await;
        is_held
    }

    fn is_asking(&self) -> bool {
        self.inner().is_some_and(|inner| inner.run.borrow().is_some())
    }

    /// Gives a lock up, unless an answer arrives in this conversation.
    async fn free(&self, id: Option<Id>) {
        if !self.is_asking() || self.shown_id() != id {
            self.lock("unlock", id).await;
        }
    }

    /// Holds the lock for an answer that was asked for before the archive was there.
    pub(super) fn hold(&self) {
        let (chat, id) = (*self, self.shown_id());
        if self.is_asking() {
            frame::spawn(async move {
                chat.lock("lock", id).await;
                // It may have ended meanwhile.
                chat.free(id).await;
            });
        }
    }

    /// The answer has ended.
    pub(in crate::chat) fn unlock(&self) {
        if self.inner().is_some_and(|inner| inner.keep.is_open.get()) {
            self.later(later_unlock, ());
        }
    }

    /// Says that another tab is answering.
    pub(in crate::chat) fn refuse(&self) {
        let words = self.text_now(Label::ElsewhereWait);
        self.show_toast(words.clone());
        self.say(words);
    }

    /// Nobody answers elsewhere any more.
    fn take_refusal_away(&self) {
        if self.toast.try_get_untracked() == Some(self.text_now(Label::ElsewhereWait)) {
            self.forget();
        }
    }

    /// Another tab was quicker: what was asked is taken back, and the text is in the composer again.
    pub(in crate::chat) fn take_back(&self, run: &Run) {
        // The lock was asked for through a door.
        if let Some(door) = later::try_open(Self::later_take_back as fn(&Self, &Run)) {
            door(self, run);
        }
    }

    fn later_take_back(&self, run: &Run) {
        let Some(inner) = self.inner() else { return };
        inner.run.take();
        run.answer.message.update(|message| message.stop());
        let text = run.question.and_then(|id| {
            let tree = inner.tree.borrow();
            tree.get(id).map(|(_, entry)| entry.message.with_untracked(|message| message.text().to_owned()))
        });
        if run.answer.message.with_untracked(|message| message.is_empty()) {
            let gone = run.question.unwrap_or(run.answer.node);
            if run.earlier.is_some() {
                resume::later_bring_back(*self, run.clone());
            } else {
                self.change(&|tree, now| tree.delete(gone, now));
            }
            // It may be written already, and seen in the other tab.
            self.touch(&run.answer);
            self.note(gone);
            self.keep_soon();
        }
        self.progress.try_set(String::new());
        self.phase.try_set(Phase::Idle);
        if let Some(node) = inner.keep.elsewhere.get() {
            self.show_elsewhere(node);
        }
        if let Some(text) = text {
            self.give_back(text);
        }
        self.refuse();
    }

    /// A message was arriving when it was written: perhaps it still does, in another tab.
    pub(super) fn look_elsewhere(&self, node: Id) {
        let Some(inner) = self.inner() else { return };
        match inner.keep.elsewhere.replace(Some(node)) {
            Some(before) if before == node => return,
            // One that broke off.
            Some(before) => self.interrupt(before),
            None => {}
        }
        let (chat, id) = (*self, self.shown_id());
        frame::spawn(async move {
            while chat.is_elsewhere(node) && !chat.lock("lock", id).await {
                chat.show_elsewhere(node);
                frame::sleep(LOOK).await;
            }
            // Either it has ended, or the lock was free.
            if chat.is_elsewhere(node) {
                chat.part_from_other();
            }
            chat.take_refusal_away();
            chat.free(id).await;
        });
    }

    /// Nobody answers any more.
    fn interrupt(&self, node: Id) {
        let entry =
            self.inner().and_then(|inner| inner.tree.borrow().get(node).map(|(_, entry)| entry.clone()));
        if let Some(entry) = entry {
            entry.message.update(|message| message.interrupt());
        }
    }

    fn is_elsewhere(&self, node: Id) -> bool {
        self.inner().is_some_and(|inner| inner.keep.elsewhere.get() == Some(node))
    }

    fn show_elsewhere(&self, node: Id) {
        if self.phase_now() == Phase::Idle && self.is_elsewhere(node) {
            self.progress.try_set(self.text_now(Label::Elsewhere));
            self.phase.try_set(Phase::Elsewhere);
            self.say(self.text_now(Label::Elsewhere));
        }
    }

    /// No other tab is answering any more.
    pub(super) fn part_from_other(&self) {
        let Some(inner) = self.inner() else { return };
        let Some(node) = inner.keep.elsewhere.take() else { return };
        self.interrupt(node);
        if self.phase_now() == Phase::Elsewhere {
            self.progress.try_set(String::new());
            self.phase.try_set(Phase::Idle);
        }
    }
}

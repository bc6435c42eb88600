//! What was kept is shown again: when the widget comes, and when another conversation is chosen.
//!
//! **Invariant:** where nothing was kept, nothing is loaded. What is being said takes precedence over what was kept.

use std::pin::Pin;

use super::merge::From;
use super::{Chat, Inner, KEPT};
use crate::browser::{frame, later, page, storage};
use crate::chat::added;
use crate::config::{Label, Persist};
use crate::conversation::context::Digest;
use crate::conversation::{Id, Tree};
use crate::json::Json;

/// A store that gives no answer for so long is not waited for, in milliseconds.
const PATIENCE: i32 = 3000;

/// [`later_read_kept`].
type Reading = fn(Chat, bool) -> Pin<Box<dyn Future<Output = ()>>>;

fn later_read_kept(chat: Chat, is_kept: bool) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move { chat.read_kept(is_kept).await })
}

/// Begins to keep what is said, and shows what was kept.
pub(in crate::chat) fn start(chat: Chat) {
    chat.follow_draft();
    page::on_leave(move || chat.put_away());
    chat.take_name();
    chat.show_kept();
}

impl Chat {
    fn put_away(&self) {
        self.keep_draft();
        self.write();
        self.leave_page();
    }

    /// Shows what was kept, if there is something and nothing was said yet.
    fn show_kept(&self) {
        let Some(inner) = self.inner() else { return };
        // What is still being read in another place is not waited for.
        let (chat, number) = (*self, inner.keep.reading.get() + 1);
        inner.keep.reading.set(number);
        let Some(is_kept) = self.find_kept() else { return self.end_reading(number) };
        self.restoring.set(true);
        frame::spawn(async move {
            match later::open(later_read_kept as Reading).await {
                Some(door) => door(chat, is_kept).await,
                None => chat.show_left(),
            }
            chat.end_reading(number);
        });
        frame::after(PATIENCE, move || chat.end_reading(number));
    }

    /// True if a conversation was kept, false if something was only left; nothing, if there is nothing to be read.
    fn find_kept(&self) -> Option<bool> {
        if self.persist() == Persist::None {
            return None;
        }
        self.restore_draft();
        let is_left = self.read_unsaved();
        let is_kept = self.is_kept();
        ((is_kept || is_left) && self.is_blank()).then_some(is_kept)
    }

    /// What was kept cannot be read, which is said; what was left as messages is shown all the same, and left once more.
    fn show_left(&self) {
        self.tell_once(Label::KeptFailed);
        if self.is_kept()
            && self.is_blank()
            && let Some(left) = self.take_shown()
        {
            // What is set while something is being read would count as begun anew.
            self.restoring.try_set(false);
            self.set_messages(&left);
            self.keep_asked();
        }
    }

    /// True if there is a conversation to be shown again.
    fn is_kept(&self) -> bool {
        storage::read(&self.kept_name("kept")).as_deref() == Some(KEPT)
    }

    /// True if there is nothing that could be lost by showing something else.
    fn is_blank(&self) -> bool {
        let is_empty = self.entries.try_with_untracked(Vec::is_empty).unwrap_or_default();
        is_empty && self.shown_id().is_none()
    }

    async fn read_kept(&self, is_kept: bool) {
        let Some(inner) = self.inner() else { return };
        let Some(archive) = self.archive(&inner) else { return };
        let opened = archive.opened().await;
        let Some(mut opened) = self.heed(&archive, opened.as_deref()) else { return };
        // Something else is to be kept here by now.
        if !self.keeps_in(&archive) {
            return;
        }
        let left = self.take_left();
        if let Some(last) = left.last() {
            let parts: Vec<_> = left.iter().map(|request| self.take_off(request)).collect();
            for part in &parts {
                match self.ask_to_put(&archive, part).await {
                    Some(_) => self.saved(part),
                    None => self.put_back(part),
                }
            }
            // It may be what was said last.
            let shown = opened.get("conversation").and_then(|record| record.get("id")).cloned();
            let shown = last.get("shown").cloned().or(shown).unwrap_or_default();
            let request = Json::object([("conversation", shown)]);
            opened = self.ask_of(&archive, "read", &request).await.unwrap_or(opened);
        }
        // Somebody may have begun a new one meanwhile.
        if is_kept && self.keeps_in(&archive) && self.is_kept() && self.is_blank() {
            self.take_page(opened, From::Now);
            self.read_whole_branches().await;
            self.read_digest().await;
        }
    }

    /// Only the last one that was begun is waited for.
    fn end_reading(&self, number: u32) {
        let Some(inner) = self.inner().filter(|inner| inner.keep.reading.get() == number) else { return };
        // Once.
        inner.keep.reading.set(number + 1);
        self.restoring.try_set(false);
        self.send_early();
    }

    /// Shows a conversation that is kept, in the place of this one, whose answer is stopped if it is still arriving.
    /// False, if it is not there. Of several that are asked for at once the last one is shown.
    pub async fn open_conversation(&self, id: Id) -> bool {
        let Some(inner) = self.inner() else { return false };
        inner.keep.wanted.set(Some(id));
        if self.shown_id() == Some(id) {
            return true;
        }
        let request = Json::object([("conversation", id.text().into())]);
        let Some(page) = self.ask_archive("read", &request).await else { return false };
        if inner.keep.wanted.get() != Some(id) {
            return true;
        }
        let is_there = page.get("conversation").is_some()
            || page.get("messages").is_some_and(|messages| !messages.items().is_empty());
        if !is_there {
            return false;
        }
        self.new_thread();
        if !self.take_page(page, From::Now) {
            return false;
        }
        self.mark_kept();
        if let Some(archive) = self.archive(&inner) {
            self.save_left(&archive);
        }
        self.read_whole_branches().await;
        self.read_digest().await;
        if self.shown_id() == Some(id) {
            let shown = Json::object([("shown", id.text().into())]);
            self.ask_archive("put", &shown).await;
        }
        true
    }

    /// The options that say what is kept have changed.
    pub(in crate::chat) fn keep_otherwise(&self) {
        let Some(inner) = self.inner() else { return };
        let name = self.leave_name();
        self.take_name();
        inner.keep.wanted.take();
        // What was not yet written is, where it was.
        if let Some(door) = later::try_open(Self::later_leave as fn(&Self, &Inner)) {
            door(self, &inner);
        }
        inner.keep.is_open.set(false);
        // What is on the screen is kept in the new place from its next question on, which may be that of now.
        inner.keep.is_worth.set(false);
        self.note_all();
        if inner.run.borrow().is_some() {
            self.keep_asked();
        }
        self.move_draft(name);
        self.show_kept();
    }

    /// All of this conversation that is in memory, to be given to [`Chat::restore`]. Nothing, as long as the half of the
    /// module that knows it is not there: there are no alternatives then, and `messages` says all.
    pub fn kept_here(&self) -> Json {
        self.take_early_back();
        later::try_open(Self::later_kept_here as fn(&Self) -> Json).map_or(Json::Null, |door| door(self))
    }

    /// Has the conversation back that another widget in this place had. False, if that is not possible yet.
    pub fn restore(&self, kept: Json) -> bool {
        let door = later::try_open(Self::later_restore as fn(&Self, Json));
        door.map(|door| door(self, kept)).is_some()
    }
}

impl Chat {
    fn later_kept_here(&self) -> Json {
        added::take(*self);
        let Some(inner) = self.inner() else { return Json::Null };
        let record = inner.keep.record.borrow().clone();
        let id = record.as_ref().map_or(Id(0), |record| record.id);
        let tree = inner.tree.borrow();
        let messages = tree.all().map(|(node, entry)| self.record_of(id, node, entry).to_json()).collect();
        Json::object_of_set([
            ("conversation", record.map(|record| record.to_json()).into()),
            ("messages", messages),
            ("before", inner.keep.earlier.next().as_deref().into()),
            ("digest", self.digest().to_json()),
        ])
    }

    fn later_restore(&self, mut kept: Json) {
        self.replace(Tree::default());
        let digest = Digest::read(kept.take("digest")).unwrap_or_default();
        let is_kept = kept.get("conversation").is_some();
        self.take_page(kept, From::Now);
        if !is_kept && let Some(inner) = self.inner() {
            inner.keep.record.take();
            inner.keep.is_worth.set(false);
            self.conversation.try_set(None);
        }
        self.set_digest(digest);
        self.restoring.try_set(false);
        // What it had not written.
        self.note_all();
        self.keep_soon();
    }
}

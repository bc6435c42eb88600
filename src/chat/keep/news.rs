//! What other tabs have done.
//!
//! **Invariant:** what is shown here changes only by news of this very conversation; others only make the list anew. What was
//! erased does not come back by a tab that was in the middle of it.

use super::merge::{From, messages};
use super::{Chat, Inner};
use crate::browser::frame;
use crate::config::Label;
use crate::conversation::{ConversationRecord, Id};
use crate::json::Json;

impl Chat {
    /// `{conversations, messages}`, `{stale: [ids]}`, `{digested: [ids]}`, `{purged: [ids]}` or `{clear: true}`.
    pub(super) fn hear(&self, news: &str) {
        let (Some(inner), Ok(news)) = (self.inner(), Json::parse(news)) else { return };
        let id = inner.keep.record.borrow().as_ref().map(|record| record.id);
        let names = |what: &str| {
            let names = news.get(what).map_or(&[][..], Json::items);
            names.iter().any(|name| name.as_str().and_then(Id::read) == id) && id.is_some()
        };
        let is_erased = news.get("clear").is_some() || names("purged");
        if let Some(id) = id.filter(|_| is_erased) {
            self.leave_erased(&inner, id);
        } else if names("stale") {
            inner.keep.earlier.changed();
            let chat = *self;
            frame::spawn(async move { chat.read_again().await });
        } else if names("digested") {
            self.read_digest_soon(&inner);
        }
        self.take_news(news);
        self.kept.notify();
    }

    /// Records that are known better elsewhere.
    pub(super) fn take_news(&self, mut news: Json) {
        let Some(inner) = self.inner() else { return };
        let id = inner.keep.record.borrow().as_ref().map(|record| record.id);
        let mut is_deleted = false;
        if let Json::Array(records) = news.take("conversations") {
            let records = records.into_iter().filter_map(|record| ConversationRecord::read(record).ok());
            for record in records.filter(|record| Some(record.id) == id) {
                if let Some(own) = inner.keep.record.borrow_mut().as_mut() {
                    own.merge(record);
                    is_deleted = own.deleted.is;
                }
            }
        }
        if is_deleted {
            return self.forget_gone(&inner);
        }
        let mut records = messages(&mut news);
        records.retain(|record| Some(record.conversation) == id);
        // What stands before the messages that are in memory comes with its page, and not apart from what is between.
        if let Some(first) = self.first_of_several_pages(&inner) {
            let count = records.len();
            records.retain(|record| record.node.created >= first);
            if records.len() < count {
                inner.keep.earlier.changed();
            }
        }
        self.join(records, From::Now);
    }

    /// When the first message that is in memory was made, if there are others before it.
    fn first_of_several_pages(&self, inner: &Inner) -> Option<u64> {
        inner.keep.earlier.next()?;
        let tree = inner.tree.borrow();
        tree.all().next().map(|(node, _)| node.created)
    }

    /// The conversation was taken away elsewhere. One that is being answered stays on the screen.
    fn forget_gone(&self, inner: &Inner) {
        if inner.run.borrow().is_none() {
            inner.keep.changed.take();
            self.new_thread();
        }
    }

    /// The conversation was erased elsewhere: its answer is stopped, and nothing of it is written. What was on its way when
    /// this was said is erased once more.
    fn leave_erased(&self, inner: &Inner, id: Id) {
        inner.keep.is_worth.set(false);
        self.forget_unsaved();
        self.new_thread();
        let words = self.text_now(Label::ConversationGone);
        self.show_toast(words.clone());
        self.say(words);
        let Some(archive) = self.archive(inner) else { return };
        let chat = *self;
        frame::spawn(async move {
            chat.landed().await;
            chat.ask_of(&archive, "purge", &Json::object([("conversation", id.text().into())])).await;
        });
    }

    async fn read_again(&self) {
        let Some(id) = self.shown_id() else { return };
        let request = Json::object([("conversation", id.text().into())]);
        if let Some(page) = self.ask_archive("read", &request).await {
            self.take_news(page);
        }
    }
}

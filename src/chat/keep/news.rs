//! What other tabs have done.
//!
//! **Invariant:** what is shown here changes only by news of this very conversation; others only make the list anew.

use super::merge::{From, messages};
use super::{Chat, Inner};
use crate::browser::frame;
use crate::conversation::{ConversationRecord, Id};
use crate::json::Json;

impl Chat {
    /// `{conversations, messages}`, `{stale: [ids]}`, `{purged: [ids]}` or `{clear: true}`.
    pub(super) fn hear(&self, news: &str) {
        let (Some(inner), Ok(news)) = (self.inner(), Json::parse(news)) else { return };
        let id = inner.keep.record.borrow().as_ref().map(|record| record.id);
        let names = |what: &str| {
            let names = news.get(what).map_or(&[][..], Json::items);
            names.iter().any(|name| name.as_str().and_then(Id::read) == id) && id.is_some()
        };
        let is_gone = news.get("clear").is_some() || names("purged");
        if is_gone && id.is_some() {
            self.forget_gone(&inner);
        } else if names("stale") {
            let chat = *self;
            frame::spawn(async move { chat.read_again().await });
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
        self.join(records, From::Now);
    }

    /// The conversation was taken away elsewhere. One that is being answered stays on the screen.
    fn forget_gone(&self, inner: &Inner) {
        if inner.run.borrow().is_none() {
            inner.keep.changed.take();
            self.new_thread();
        }
    }

    async fn read_again(&self) {
        let Some(id) = self.conversation.try_get_untracked().flatten() else { return };
        let request = Json::object([("conversation", id.text().into())]);
        if let Some(page) = self.ask_archive("read", &request).await {
            self.take_news(page);
        }
    }
}

//! What stands for older turns is kept with the conversation: each summary and each batch of vectors by itself.
//!
//! It is no part of the conversation's record, which is written once a second and read for the list, as vectors may be
//! megabytes. **Invariant:** a part that was written is never changed, so two tabs have nothing to merge; what is lost or
//! cannot be read is made anew with the next question.

use super::note::EVERY;
use super::{Chat, Inner};
use crate::browser::frame;
use crate::config::ContextMode;
use crate::conversation::context::Digest;
use crate::json::Json;

impl Chat {
    /// Writes what was just made. Nobody waits for it.
    pub(in crate::chat) fn keep_digest(&self, part: &Digest) {
        let is_kept = self.inner().is_some_and(|inner| inner.keep.is_worth.get());
        let is_something = !part.summaries.is_empty() || !part.vectors().is_empty();
        let Some(id) = self.shown_id().filter(|_| is_kept && is_something) else {
            return;
        };
        let request = Json::object([("conversation", id.text().into()), ("digest", part.to_json())]);
        let chat = *self;
        frame::spawn(async move {
            chat.ask_archive("digest", &request).await;
        });
    }

    /// Has back what was kept for the conversation that is shown.
    pub(super) async fn read_digest(&self) {
        let is_wanted = |context: ContextMode| context != ContextMode::Truncate;
        let id = self.shown_id();
        let is_wanted = self.config.try_with_untracked(|config| is_wanted(config.context)) == Some(true);
        let Some(id) = id.filter(|_| is_wanted) else { return };
        let request = Json::object([("conversation", id.text().into())]);
        let answer = self.ask_archive("digest", &request).await;
        // Another conversation may be shown by now.
        if self.shown_id() == Some(id)
            && let Some(Json::Array(parts)) = answer.map(|mut answer| answer.take("digests"))
        {
            let mut digest = Digest::default();
            parts.into_iter().filter_map(|part| Digest::read(part).ok()).for_each(|part| digest.join(part));
            digest.join(self.digest());
            self.set_digest(digest);
        }
    }

    /// The same some time after another tab has made a part of it: they come by the dozen.
    pub(super) fn read_digest_soon(&self, inner: &Inner) {
        let chat = *self;
        if !inner.keep.is_digested.replace(true) {
            frame::after(EVERY as i32, move || {
                frame::spawn(async move {
                    if let Some(inner) = chat.inner() {
                        inner.keep.is_digested.set(false);
                    }
                    chat.read_digest().await;
                });
            });
        }
    }
}

//! What stands for older turns: made before a question is sent, and kept beside the messages.
//!
//! **Invariant:** whatever fails, the question is sent with what there is, and nobody is left with an error of this.

use super::{summaries, vectors};
use crate::browser::console;
use crate::chat::Chat;
use crate::chat::run::Run;
use crate::config::{Config, ContextMode};
use crate::conversation::Turns;
use crate::conversation::context::{Chosen, Digest, Said, Window};
use crate::protocol::Endpoint;

/// Makes what is still missing for a question. False if that failed, so that it is not tried again for this one.
pub async fn prepare(
    chat: Chat,
    config: &Config,
    endpoint: &Endpoint,
    turns: &Turns,
    window: &Window,
    run: &Run,
) -> bool {
    match config.context {
        ContextMode::Truncate => true,
        ContextMode::Summarize => summaries::make(chat, config, endpoint, turns, window, run).await,
        ContextMode::Retrieve => vectors::fetch(chat, config, turns, window, run).await,
    }
}

/// What is sent, with what there is.
pub fn choose(chat: Chat, config: &Config, path: &[Said], window: &Window) -> Chosen {
    chat.with_digest(|digest| digest.choose(config.context, path, window))
        .unwrap_or_else(|| Chosen { sent: vec![true; path.len()], summary: None })
}

/// The place on the path of the last message that the summary covers, and the summary.
pub fn summary_of(chat: Chat, path: &[Said]) -> Option<(usize, String)> {
    chat.with_digest(|digest| {
        let summary = digest.summary_on(path)?;
        let at = path.iter().position(|said| said.id == summary.up_to)?;
        Some((at, summary.text.clone()))
    })?
}

/// A visitor cannot do anything about it.
pub fn warn(words: &[&str]) {
    console::warn(&["causerie: ", &words.concat()].concat());
}

impl Chat {
    /// What stands for older turns, for a store that keeps it. It is told of changes by `digested`.
    pub fn digest(&self) -> Digest {
        self.with_digest(|digest| digest.clone()).unwrap_or_default()
    }

    /// Puts back what a store kept of the conversation that is shown now, and marks what would be sent of that.
    pub fn set_digest(&self, digest: Digest) {
        self.with_digest(|there| *there = digest);
        self.as_it_stands(|path, _, chosen| self.mark(path, chosen));
    }

    pub(super) fn with_digest<U>(&self, work: impl FnOnce(&mut Digest) -> U) -> Option<U> {
        Some(work(&mut self.inner()?.window.digest.borrow_mut()))
    }
}

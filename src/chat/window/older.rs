//! What stands for older turns: made before a question is sent, and kept beside the messages.
//!
//! **Invariant:** whatever fails, the question is sent with what there is, and nobody is left with an error of this.

use super::sent::mark;
use super::{Fit, summaries, vectors};
use crate::browser::console;
use crate::chat::Chat;
use crate::chat::run::Run;
use crate::config::{Config, ContextMode};
use crate::conversation::Turns;
use crate::conversation::context::{Chosen, Digest, Said, Window};
use crate::protocol::{ApiError, Endpoint};

/// As much of the conversation as fits, with what stands for the rest.
pub async fn fit(
    chat: Chat,
    config: &Config,
    endpoint: &Endpoint,
    turns: &Turns,
    window: &Window,
    fit: &mut Fit,
    run: &Run,
) -> Turns {
    if !fit.has_failed {
        fit.has_failed = !match config.context {
            ContextMode::Truncate => true,
            ContextMode::Summarize => summaries::make(chat, config, endpoint, turns, window, run).await,
            ContextMode::Retrieve => vectors::fetch(chat, config, turns, window, run).await,
        };
    }
    let path = turns.path();
    let chosen = choose(chat, config.context, &path, window);
    fit.sent = count(&chosen);
    mark(chat, &path, &chosen);
    turns.only(&chosen)
}

/// The room that a refusal has left, if less is sent now.
pub fn shrink(
    chat: Chat,
    config: &Config,
    endpoint: &Endpoint,
    turns: &Turns,
    fit: &mut Fit,
    error: &ApiError,
) -> Option<u64> {
    let inner = chat.inner()?;
    let known = &inner.window;
    let tokens = known.estimate.get().tokens(known.weight.get());
    if !fit.refusal.learn(error, config, tokens) {
        return None;
    }
    let window = known.of(config, endpoint, &fit.refusal);
    let room = fit.refusal.room()?;
    if count(&choose(chat, config.context, &turns.path(), &window)) >= fit.sent {
        return None;
    }
    let name = endpoint.name();
    let mut rooms = known.rooms.borrow_mut();
    rooms.retain(|(there, _)| *there != name);
    rooms.push((name, room));
    Some(room)
}

/// The tokens that the conversation as it stands would take, and those that it may have.
pub fn fullness(chat: Chat, window: &Window) -> (u64, u64) {
    let estimate = chat.inner().map(|inner| inner.window.estimate.get()).unwrap_or_default();
    let turns = as_it_stands(chat);
    let path = turns.path();
    let weight = choose(chat, mode(chat), &path, window).weight(&path, window);
    (estimate.tokens(weight), estimate.tokens(window.room.unwrap_or_default()))
}

fn as_it_stands(chat: Chat) -> Turns {
    Turns::of(chat.snapshot()).placed(chat.places())
}

fn mode(chat: Chat) -> ContextMode {
    chat.config.try_with_untracked(|config| config.context).unwrap_or_default()
}

/// What is sent, with what there is.
fn choose(chat: Chat, mode: ContextMode, path: &[Said], window: &Window) -> Chosen {
    let all = || Chosen { sent: vec![true; path.len()], summary: None };
    chat.with_digest(|digest| digest.choose(mode, path, window)).unwrap_or_else(all)
}

fn count(chosen: &Chosen) -> usize {
    chosen.sent.iter().filter(|sent| **sent).count()
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
        if let Some(window) = self.window_now() {
            let turns = as_it_stands(*self);
            let path = turns.path();
            mark(*self, &path, &choose(*self, mode(*self), &path, &window));
        }
    }

    pub(super) fn with_digest<U>(&self, work: impl FnOnce(&mut Digest) -> U) -> Option<U> {
        Some(work(&mut self.inner()?.window.digest.borrow_mut()))
    }
}

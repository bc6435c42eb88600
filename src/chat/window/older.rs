//! What stands for older turns: made before a question is sent, and kept beside the messages.
//!
//! All of it is loaded later, with the first question that does not fit.
//! **Invariant:** whatever fails, the question is sent with what there is, and nobody is left with an error of this.

use std::pin::Pin;

use super::sent::mark;
use super::{Fit, summaries, vectors};
use crate::browser::console;
use crate::chat::Chat;
use crate::chat::run::Run;
use crate::config::{Config, ContextMode};
use crate::conversation::Turns;
use crate::conversation::context::{Chosen, Digest, Said, Window};
use crate::protocol::{ApiError, Endpoint};

/// A question that does not fit as it is.
pub struct Asked<'a> {
    pub config: &'a Config,
    pub endpoint: &'a Endpoint,
    pub turns: &'a Turns,
    pub window: Window,
    pub run: &'a Run,
}

/// [`later_fit`].
pub type Fitting = for<'a> fn(Chat, Asked<'a>, &'a mut Fit) -> Pin<Box<dyn Future<Output = Turns> + 'a>>;
/// [`later_shrink`].
pub type Shrinking = fn(Chat, &Config, &Endpoint, &Turns, &mut Fit, &ApiError) -> Option<u64>;

/// As much of the conversation as fits, with what stands for the rest.
pub fn later_fit<'a>(
    chat: Chat,
    asked: Asked<'a>,
    fit: &'a mut Fit,
) -> Pin<Box<dyn Future<Output = Turns> + 'a>> {
    Box::pin(make_fit(chat, asked, fit))
}

async fn make_fit(chat: Chat, asked: Asked<'_>, fit: &mut Fit) -> Turns {
    let Asked { config, endpoint, turns, window, run } = asked;
    let window = &window;
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
    // Another conversation may be shown by now.
    if chat.is_current(run) {
        mark(chat, &path, &chosen);
    }
    turns.only(&chosen)
}

/// The room that a refusal has left, if less is sent now.
pub fn later_shrink(
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
    /// How many tokens the conversation as it stands would take of how many, if that is limited.
    pub fn fullness(&self) -> Option<(u64, u64)> {
        let (window, estimate) = (self.window_now()?, self.inner()?.window.estimate.get());
        let turns = as_it_stands(*self);
        let path = turns.path();
        let weight = choose(*self, mode(*self), &path, &window).weight(&path, &window);
        Some((estimate.tokens(weight), estimate.tokens(window.room?)))
    }

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

//! What of a long conversation is sent: what fits into the window of the model.
//!
//! **Invariant:** a question is asked again at most once because it was too long, and only with less. Nothing is left out
//! unseen: `sent` says which messages are sent. What stands for the others is made in `older`, which the first answer does
//! not need.

mod older;
mod summaries;
mod vectors;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use super::run::Run;
use super::{Chat, Entry};
use crate::config::{Config, ContextMode};
use crate::conversation::context::{Chosen, Digest, Estimate, Refusal, Said, Window, truncate};
use crate::conversation::{Message, Turns};
use crate::protocol::{ApiError, Endpoint, Role, Turn, Usage};

/// What is known of the window of the model.
#[derive(Debug, Default)]
pub(super) struct Known {
    estimate: Cell<Estimate>,
    /// The tokens that the messages may have, as refusals have taught, by the endpoints' names.
    rooms: RefCell<Vec<(String, u64)>>,
    /// The weight of the last request.
    weight: Cell<u64>,
    /// What stands for older turns.
    digest: RefCell<Digest>,
    /// What that took.
    used: Cell<Usage>,
}

/// One question, as it is made smaller.
#[derive(Debug, Default)]
pub(super) struct Fit {
    refusal: Refusal,
    /// How many messages were sent.
    sent: usize,
    /// Nothing could be made that stands for older turns, and it is not tried again.
    has_failed: bool,
}

impl Known {
    /// The tokens that were taken by what stands for older turns.
    pub fn used(&self) -> Usage {
        self.used.get()
    }

    /// Forgets what stands for older turns: another conversation is shown.
    pub fn forget(&self) {
        self.digest.take();
        self.used.take();
    }

    /// The window that the options name, or what refusals have left of it.
    fn of(&self, config: &Config, endpoint: &Endpoint, refusal: &Refusal) -> Window {
        let estimate = self.estimate.get();
        let window = Window::of(config, estimate, refusal);
        let (rooms, name) = (self.rooms.borrow(), endpoint.name());
        let left = rooms.iter().find(|(there, _)| *there == name).map(|(_, room)| estimate.weight(*room));
        Window { room: [window.room, left].into_iter().flatten().min(), ..window }
    }
}

/// What of the conversation was sent with the last question, if that was not all. Messages are named by [`Entry::id`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The message from which on all of it is sent; 0, if nothing is left out.
    pub from: u64,
    /// Messages above it that are sent all the same.
    pub still: Vec<u64>,
    /// The message above which a summary stands for what is above, and its text.
    pub summary: Option<(u64, String)>,
}

impl Chat {
    /// As much of the conversation as fits; what stands for the rest is made first.
    pub(super) async fn fitting<'a>(
        &self,
        config: &Config,
        endpoint: &Endpoint,
        turns: &'a Turns,
        fit: &mut Fit,
        run: &Run,
    ) -> Cow<'a, Turns> {
        // Most have no limit, and a long conversation is not copied for nothing.
        let Some(window) = self.window(config, endpoint, &fit.refusal) else {
            fit.sent = turns.count();
            self.show_sent(Sent::default());
            return Cow::Borrowed(turns);
        };
        if config.context != ContextMode::Truncate && !fit.has_failed {
            fit.has_failed = !older::prepare(*self, config, endpoint, turns, &window, run).await;
        }
        let chosen = self.choose(config, &turns.path(), &window);
        fit.sent = count(&chosen);
        self.mark(&turns.path(), &chosen);
        Cow::Owned(turns.only(&chosen))
    }

    /// The window, if there is a limit.
    fn window(&self, config: &Config, endpoint: &Endpoint, refusal: &Refusal) -> Option<Window> {
        let window = self.inner()?.window.of(config, endpoint, refusal);
        window.room.map(|_| window)
    }

    fn choose(&self, config: &Config, path: &[Said], window: &Window) -> Chosen {
        match config.context {
            ContextMode::Truncate => Chosen { sent: truncate(path, window), summary: None },
            _ => older::choose(*self, config, path, window),
        }
    }

    /// Shows what is sent; the messages of the path are the first ones that are shown.
    fn mark(&self, path: &[Said], chosen: &Chosen) {
        let marks = self.entries.with_untracked(|entries| {
            let is_told = |said: &Said| matches!(said.message.role, Role::User | Role::Assistant);
            let all = entries.iter().zip(path).zip(&chosen.sent);
            let told: Vec<_> =
                all.filter(|((_, said), _)| is_told(said)).map(|((entry, _), sent)| (entry, *sent)).collect();
            let id = |(entry, _): &(&Entry, bool)| entry.id;
            let from = told.iter().rposition(|(_, sent)| !sent).map_or(0, |last| last + 1);
            let still = told[..from].iter().filter(|(_, sent)| *sent).map(id).collect();
            let summary = chosen.summary.as_ref().and_then(|_| older::summary_of(*self, path));
            let summary = summary.and_then(|(at, text)| {
                let behind = entries.iter().zip(path).skip(at + 1).find(|(_, said)| is_told(said));
                Some((behind?.0.id, text))
            });
            Sent { from: told.get(from).filter(|_| from > 0).map_or(0, id), still, summary }
        });
        self.show_sent(marks);
    }

    fn show_sent(&self, sent: Sent) {
        if self.sent.try_with_untracked(|there| *there == sent) == Some(false) {
            self.sent.try_set(sent);
        }
    }

    /// How many tokens the conversation as it stands would take of how many, if that is limited.
    pub fn fullness(&self) -> Option<(u64, u64)> {
        self.config.track();
        self.model.track();
        self.entries.track();
        self.phase.track();
        self.sent.track();
        let estimate = self.inner()?.window.estimate.get();
        self.as_it_stands(|path, window, chosen| {
            (estimate.tokens(chosen.weight(path, window)), estimate.tokens(window.room.unwrap_or_default()))
        })
    }

    /// What would be sent now, if the window has a limit.
    fn as_it_stands<U>(&self, work: impl FnOnce(&[Said], &Window, &Chosen) -> U) -> Option<U> {
        let config = self.config.try_get_untracked()?;
        let endpoint = Endpoint::all(&config, self.chosen_model().as_deref()).swap_remove(0);
        let window = self.window(&config, &endpoint, &Refusal::default())?;
        let turns = Turns::of(self.snapshot()).placed(self.places());
        let path = turns.path();
        Some(work(&path, &window, &self.choose(&config, &path, &window)))
    }

    /// True if the window has a limit that is known.
    pub fn has_limit(&self) -> bool {
        self.fullness().is_some()
    }

    /// Notes what is about to be sent.
    pub(super) fn weigh(&self, config: &Config, turns: &[Turn]) {
        if let Some(inner) = self.inner() {
            inner.window.weight.set(Window::weight_of_turns(config, turns));
        }
    }

    /// Learns from a refusal; true if the next request will be a smaller one.
    pub(super) fn shrink(
        &self,
        config: &Config,
        endpoint: &Endpoint,
        turns: &Turns,
        fit: &mut Fit,
        error: &ApiError,
    ) -> bool {
        let Some(inner) = self.inner() else { return false };
        let (known, sent) = (&inner.window, fit.sent);
        let tokens = known.estimate.get().tokens(known.weight.get());
        let is_smaller = fit.refusal.learn(error, config, tokens) && {
            let (path, window) = (turns.path(), known.of(config, endpoint, &fit.refusal));
            count(&self.choose(config, &path, &window)) < sent
        };
        if let Some(room) = fit.refusal.room().filter(|_| is_smaller) {
            let name = endpoint.name();
            let mut rooms = known.rooms.borrow_mut();
            rooms.retain(|(there, _)| *there != name);
            rooms.push((name, room));
        }
        is_smaller
    }

    /// Learns from what the server has counted for a question.
    pub(super) fn learn_weight(&self, answer: &Message) {
        let usage = answer.usage.filter(|_| !answer.from_cache);
        if let (Some(inner), Some(usage)) = (self.inner(), usage) {
            let mut estimate = inner.window.estimate.get();
            estimate.learn(inner.window.weight.get(), usage.prompt_tokens);
            inner.window.estimate.set(estimate);
        }
    }
}

fn count(chosen: &Chosen) -> usize {
    chosen.sent.iter().filter(|sent| **sent).count()
}

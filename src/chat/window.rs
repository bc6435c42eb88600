//! What of a long conversation is sent: what fits into the window of the model.
//!
//! **Invariant:** a question is asked again at most once because it was too long, and only with less. Nothing is left out
//! unseen: `sent` says which messages are sent. What stands for the others is made in `older`, which the first answer does
//! not need.

mod older;
mod sent;
mod summaries;
mod vectors;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use super::Chat;
use super::run::Run;
use crate::browser::later;
use crate::config::Config;
use crate::conversation::context::{Digest, Estimate, Refusal, Window};
use crate::conversation::{Message, Turns};
use crate::protocol::{ApiError, Endpoint, ErrorKind, Turn, Usage};

pub use sent::Sent;

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

    /// Something was asked aside.
    pub fn use_also(&self, usage: Usage) {
        self.used.set([self.used.get(), usage].into_iter().sum());
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
        // Most have no limit or are far from it, and a long conversation is not copied for nothing.
        let window = self.window(config, endpoint, &fit.refusal).filter(|window| !turns.fits(window));
        let door = match window {
            Some(_) => later::open(older::later_fit as older::Fitting).await,
            None => None,
        };
        let Some((window, door)) = window.zip(door) else {
            fit.sent = turns.count();
            self.show_sent(Sent::default());
            return Cow::Borrowed(turns);
        };
        let asked = older::Asked { config, endpoint, turns, window, run };
        Cow::Owned(door(*self, asked, fit).await)
    }

    /// The window, if there is a limit.
    fn window(&self, config: &Config, endpoint: &Endpoint, refusal: &Refusal) -> Option<Window> {
        let window = self.inner()?.window.of(config, endpoint, refusal);
        window.room.map(|_| window)
    }

    fn show_sent(&self, sent: Sent) {
        if self.sent.try_with_untracked(|there| *there == sent) == Some(false) {
            self.sent.try_set(sent);
        }
    }

    /// Follows all that [`Self::fullness`] depends on; true if there is a limit.
    pub fn has_limit(&self) -> bool {
        self.config.track();
        self.model.track();
        self.entries.track();
        self.phase.track();
        self.sent.track();
        self.window_now().is_some()
    }

    /// The window that the next question has, if there is a limit.
    pub fn window_now(&self) -> Option<Window> {
        let config = self.config.try_get_untracked()?;
        let endpoint = Endpoint::all(&config, self.chosen_model().as_deref()).swap_remove(0);
        self.window(&config, &endpoint, &Refusal::default())
    }

    /// Notes what is about to be sent.
    pub(super) fn weigh(&self, config: &Config, turns: &[Turn]) {
        if let Some(inner) = self.inner() {
            inner.window.weight.set(Window::weight_of_turns(config, turns));
        }
    }

    /// Learns from a refusal; true if the next request will be a smaller one.
    pub(super) async fn shrink(
        &self,
        config: &Config,
        endpoint: &Endpoint,
        turns: &Turns,
        fit: &mut Fit,
        error: &ApiError,
    ) -> bool {
        if error.kind != ErrorKind::ContextLength {
            return false;
        }
        let door = later::open(older::later_shrink as older::Shrinking).await;
        door.is_some_and(|door| door(*self, config, endpoint, turns, fit, error).is_some())
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

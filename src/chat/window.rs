//! What of a long conversation is sent: what fits into the window of the model.
//!
//! **Invariant:** a question is asked again at most once because it was too long, and only with less. Nothing is left out
//! unseen: `unsent_before` names the message from which on it is sent.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use super::Chat;
use crate::config::Config;
use crate::conversation::context::{Estimate, Refusal, Window};
use crate::conversation::{Message, Turns};
use crate::protocol::{ApiError, Endpoint, Role, Turn};

/// What is known of the window of the model.
#[derive(Debug, Default)]
pub(super) struct Known {
    estimate: Cell<Estimate>,
    /// The tokens that the messages may have, as refusals have taught, by the endpoints' names.
    rooms: RefCell<Vec<(String, u64)>>,
    /// The weight of the last request.
    weight: Cell<u64>,
}

/// One question, as it is made smaller.
#[derive(Debug, Default)]
pub(super) struct Fit {
    refusal: Refusal,
    /// How many messages were sent.
    sent: usize,
}

impl Known {
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
    /// As much of the conversation as fits.
    pub(super) fn fitting<'a>(
        &self,
        config: &Config,
        endpoint: &Endpoint,
        turns: &'a Turns,
        fit: &mut Fit,
    ) -> Cow<'a, Turns> {
        let window = self.inner().map(|inner| inner.window.of(config, endpoint, &fit.refusal));
        // Most have no limit, and a long conversation is not copied for nothing.
        let Some(window) = window.filter(|window| window.room.is_some()) else {
            fit.sent = turns.count();
            self.unsent_before.try_set(0);
            return Cow::Borrowed(turns);
        };
        let (fitting, sent) = turns.within(&window);
        fit.sent = sent.iter().filter(|sent| **sent).count();
        let first = self.entries.with_untracked(|entries| {
            let is_told = |message: &Message| !matches!(message.role, Role::System | Role::Developer);
            let mut told =
                entries.iter().zip(&sent).filter(|(entry, _)| entry.message.with_untracked(is_told));
            let is_cut = told.clone().next().is_some_and(|(_, sent)| !sent);
            told.find(|(_, sent)| **sent).filter(|_| is_cut).map(|(entry, _)| entry.id)
        });
        self.unsent_before.try_set(first.unwrap_or_default());
        Cow::Owned(fitting)
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
            self.fitting(config, endpoint, turns, fit);
            fit.sent < sent
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

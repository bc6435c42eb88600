//! What of a long conversation is sent: what fits into the window of the model.
//!
//! **Invariant:** a question is asked again at most once because it was too long, and only with less. Nothing is left out
//! unseen: `unsent_before` names the message from which on it is sent.

use std::cell::Cell;

use super::Chat;
use crate::config::Config;
use crate::conversation::context::{Estimate, Refusal, Window};
use crate::conversation::{Message, Turns};
use crate::protocol::{ApiError, Role, Turn};

/// What is known of the window of the model.
#[derive(Debug, Default)]
pub(super) struct Known {
    estimate: Cell<Estimate>,
    /// The tokens that the messages may have, as a refusal has taught.
    room: Cell<Option<u64>>,
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

impl Chat {
    /// As much of the conversation as fits. `entries` tells where it begins.
    pub(super) fn fitting(&self, config: &Config, turns: &Turns, fit: &mut Fit) -> Turns {
        let Some(inner) = self.inner() else { return turns.clone() };
        let known = &inner.window;
        let mut config = config.clone();
        config.context_tokens = [config.context_tokens, known.room.get()].into_iter().flatten().min();
        let (fitting, sent) = turns.within(&Window::of(&config, known.estimate.get(), &fit.refusal));
        fit.sent = sent.iter().filter(|sent| **sent).count();
        let first = self.entries.with_untracked(|entries| {
            let is_told = |message: &Message| !matches!(message.role, Role::System | Role::Developer);
            let mut told =
                entries.iter().zip(&sent).filter(|(entry, _)| entry.message.with_untracked(is_told));
            let is_cut = told.clone().next().is_some_and(|(_, sent)| !sent);
            told.find(|(_, sent)| **sent).filter(|_| is_cut).map(|(entry, _)| entry.id)
        });
        self.unsent_before.try_set(first.unwrap_or_default());
        fitting
    }

    /// Notes what is about to be sent.
    pub(super) fn weigh(&self, config: &Config, turns: &[Turn]) {
        if let Some(inner) = self.inner() {
            inner.window.weight.set(Window::weight_of_turns(config, turns));
        }
    }

    /// Learns from a refusal; true if the next request will be a smaller one.
    pub(super) fn shrink(&self, config: &Config, turns: &Turns, fit: &mut Fit, error: &ApiError) -> bool {
        let Some(inner) = self.inner() else { return false };
        let (known, sent) = (&inner.window, fit.sent);
        let tokens = known.estimate.get().tokens(known.weight.get());
        let is_smaller = fit.refusal.learn(error, config, tokens) && {
            self.fitting(config, turns, fit);
            fit.sent < sent
        };
        if is_smaller {
            known.room.set(fit.refusal.room());
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

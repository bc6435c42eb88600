//! Answers that a widget remembers for as long as its page is open.
//!
//! **Invariant:** only whole answers are remembered, under the request that they answer; a reload
//! forgets them.

use super::Chat;
use super::run::Run;
use crate::config::{Cache, Config};
use crate::conversation::State;
use crate::protocol::ChatCompletionRequest;

/// More answers than these are not kept.
const MOST: usize = 50;

impl Chat {
    /// Answers from memory, if the same was asked before.
    pub(super) fn answer_from_memory(
        &self,
        config: &Config,
        request: &ChatCompletionRequest,
        run: &Run,
    ) -> bool {
        if config.cache == Cache::None {
            return false;
        }
        let key = key(request);
        let Some(inner) = self.inner() else { return false };
        let answers = inner.answers.borrow();
        let found = answers.iter().find(|(there, _)| *there == key);
        let Some(mut message) = found.map(|(_, message)| message.clone()) else { return false };
        message.from_cache = true;
        run.answer.message.update_untracked(|there| *there = message);
        true
    }

    /// Remembers a whole answer.
    pub(super) fn remember(&self, config: &Config, request: &ChatCompletionRequest, run: &Run) {
        let message = run.answer.message.get_untracked();
        if config.cache == Cache::None || message.state != State::Complete {
            return;
        }
        let Some(inner) = self.inner() else { return };
        let (key, mut all) = (key(request), inner.answers.borrow_mut());
        all.retain(|(there, _)| *there != key);
        all.push((key, message));
        let extra = all.len().saturating_sub(MOST);
        all.drain(..extra);
    }
}

fn key(request: &ChatCompletionRequest) -> String {
    [request.url.as_str(), " ", &request.body.written()].concat()
}

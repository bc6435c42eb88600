//! The line of one request: how long it has been silent, and why it broke.
//!
//! **Invariant:** silence is measured by the clock, not by timers having fired, which a sleeping tab does not have.

use std::cell::Cell;

use crate::browser::{clock, line};
use crate::conversation::Message;
use crate::protocol::{ApiError, ErrorKind};

/// What the look at the line shares with the reading.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub last_byte: Cell<f64>,
    /// When the request went, or the message last changed: signs of life are no words.
    pub last_word: Cell<f64>,
    /// When it is given up, in milliseconds after the last byte.
    limit: Cell<f64>,
    pub timed_out: Cell<bool>,
    pub closed: Cell<bool>,
    thinking_since: Cell<Option<f64>>,
}

impl Line {
    /// A line on which the first byte may take this long, in seconds.
    pub fn open(limit: u64) -> Self {
        let line = Self::default();
        line.touch(limit);
        line.last_word.set(line.last_byte.get());
        line
    }

    /// Something came; the next may take this long, in seconds.
    pub fn touch(&self, limit: u64) {
        self.last_byte.set(clock::now());
        self.limit.set(limit as f64 * 1000.0);
    }

    /// True if nothing has come for too long.
    pub fn is_dead(&self) -> bool {
        clock::now() - self.last_byte.get() > self.limit.get()
    }

    /// Why it broke: by our own hand when its time was over, because the device is offline, or for no known reason.
    pub fn broken(&self, error: ApiError) -> ApiError {
        let kind = match () {
            () if self.timed_out.get() => ErrorKind::Timeout,
            () if !line::is_online() => ErrorKind::Offline,
            () => ErrorKind::Network,
        };
        ApiError { kind, ..error }
    }

    /// Takes the time from the first thought to the first word of the answer.
    pub fn time_thinking(&self, message: &mut Message) {
        let choice = message.choice();
        if choice.reasoning.is_empty() || message.thought_seconds.is_some() {
            return;
        }
        let since = self.thinking_since.get().unwrap_or_else(clock::now);
        if choice.text.is_empty() && choice.tool_calls.is_empty() && message.is_open() {
            self.thinking_since.set(Some(since));
        } else {
            message.thought_seconds = Some(((clock::now() - since) / 1000.0).round() as u32);
        }
    }
}

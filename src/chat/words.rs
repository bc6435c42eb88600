//! What is shown and said around the messages: labels, the opening, the status.
//!
//! **Invariant:** texts come from the configuration at the moment they are shown, so that an update changes them.

use super::Chat;
use crate::browser::{dom, frame};
use crate::config::{Config, FollowMode, Label, Mode, Prices};
use crate::protocol::{ErrorKind, Usage};
use crate::text::digits;

impl Chat {
    /// What the options say, followed; nothing of them, once the widget has gone.
    pub(super) fn configured<U: Default>(&self, read: impl FnOnce(&Config) -> U) -> U {
        self.config.track();
        self.configured_now(read)
    }

    /// The same, without following them.
    pub(super) fn configured_now<U: Default>(&self, read: impl FnOnce(&Config) -> U) -> U {
        self.config.try_with_untracked(read).unwrap_or_default()
    }

    /// A label, as a closure for a view.
    pub fn label(self, label: Label) -> impl Fn() -> String + Copy + 'static {
        move || self.text(label)
    }

    /// A label's text, followed.
    pub fn text(&self, label: Label) -> String {
        self.configured(|config| config.labels.get(label).to_owned())
    }

    /// A label's text now.
    pub fn text_now(&self, label: Label) -> String {
        self.configured_now(|config| config.labels.get(label).to_owned())
    }

    /// A label with its places filled in.
    pub fn text_with(&self, label: Label, values: &[(&str, &str)]) -> String {
        self.configured(|config| config.labels.filled(label, values))
    }

    /// So many seconds, as `45 s` or `1:30`.
    pub fn time(seconds: u64) -> String {
        let two = |number: u64| digits(100 + number % 60).split_off(1);
        match seconds {
            0..60 => digits(seconds) + "\u{a0}s",
            60..3600 => [digits(seconds / 60).as_str(), ":", &two(seconds)].concat(),
            _ => [digits(seconds / 3600).as_str(), ":", &two(seconds / 60), ":", &two(seconds)].concat(),
        }
    }

    /// What tokens cost, if the site gives prices.
    pub fn cost(&self, usage: &Usage) -> Option<String> {
        let cost = |prices: &Prices| prices.cost(usage.prompt_tokens, usage.completion_tokens);
        self.configured(|config| config.prices.as_ref().map(cost))
    }

    /// The panel's title, as a closure for a view.
    pub fn heading(self) -> impl Fn() -> String + Copy + 'static {
        move || self.configured(|config| config.heading.clone())
    }

    /// What stands before the first message: the greeting, or what is missing.
    pub fn opening(&self) -> String {
        // What was said before will be there in a moment, or stands further up.
        if self.restoring.get() || self.has_earlier.get() {
            return String::new();
        }
        let has_endpoint = self.has_endpoint();
        self.configured(|config| match has_endpoint {
            true => config.greeting.clone(),
            false => config.labels.get(Label::NoEndpoint).to_owned(),
        })
    }

    /// The suggestions, while they are of use.
    pub fn suggestions(&self) -> Vec<String> {
        if self.is_empty() && self.has_endpoint() && !self.restoring.get() {
            self.configured(|config| config.suggestions.clone())
        } else {
            Vec::new()
        }
    }

    /// True if the chat is the whole page.
    pub fn is_page(&self) -> bool {
        self.configured_now(|config| config.mode == Mode::Page)
    }

    /// True if answers are asked for as JSON documents.
    pub fn answers_in_json(&self) -> bool {
        self.configured_now(|config| {
            let format = config.params.get("response_format").and_then(|format| format.get("type")?.as_str());
            format.is_some_and(|format| format != "text")
        })
    }

    /// True if bursts of an answer are to be spread.
    pub fn is_smooth(&self) -> bool {
        self.configured_now(|config| config.smooth)
    }

    /// True if the beginning of an answer is to stay in view.
    pub fn keeps_start(&self) -> bool {
        self.configured_now(|config| config.follow == FollowMode::Start)
    }

    /// True if nothing has been said.
    pub fn is_empty(&self) -> bool {
        self.entries.with(Vec::is_empty)
    }

    /// True if there is an address to send to.
    pub fn has_endpoint(&self) -> bool {
        self.configured(|config| config.endpoint.is_some()) || self.has_handler()
    }

    /// Says something in the status region.
    pub fn say(&self, text: String) {
        self.status.try_set(text);
    }

    /// Says how an answer ended, once all of it is drawn: what is read aloud of it comes first.
    pub fn say_drawn(&self, ending: String) {
        // In a hidden tab nothing is drawn.
        if dom::is_hidden() {
            return self.say(ending);
        }
        let (chat, before) = (*self, self.status.try_get_untracked());
        frame::on_next_frame(move || match chat.unfinished.try_get_untracked() {
            // What was said since then is newer.
            _ if chat.status.try_get_untracked() != before => {}
            Some(0) => chat.say(ending),
            // The widget has gone.
            None => {}
            _ => chat.say_drawn(ending),
        });
    }

    /// Has finished blocks of an answer read aloud: those that were finished together as one. The last few stay, so that
    /// none is cut off.
    pub fn speak(&self, blocks: &[String]) {
        const KEPT: usize = 8;
        if blocks.is_empty() {
            return;
        }
        self.spoken.try_update(|spoken| {
            let id = spoken.last().map_or(0, |(id, _)| id + 1);
            spoken.push((id, blocks.iter().map(String::as_str).collect()));
            let extra = spoken.len().saturating_sub(KEPT);
            spoken.drain(..extra);
        });
    }

    /// Takes the blocks away once they were read, so that nobody meets them twice.
    pub fn hush(&self) {
        /// Long enough for what is still waiting to be read.
        const READ_BY: i32 = 8_000;
        let (chat, last) = (*self, self.spoken.try_with_untracked(|spoken| spoken.last().cloned()));
        frame::after(READ_BY, move || {
            if chat.spoken.try_with_untracked(|spoken| spoken.last().cloned()) == last {
                chat.spoken.try_set(Vec::new());
            }
        });
    }

    /// What is said after copying.
    pub fn copy_outcome(&self, done: bool) -> String {
        self.text_now(if done { Label::Copied } else { Label::NotCopied })
    }
}

/// What a visitor is told about a failure.
pub fn error_label(kind: ErrorKind) -> Label {
    match kind {
        ErrorKind::Auth => Label::Auth,
        ErrorKind::Permission => Label::Permission,
        ErrorKind::Quota => Label::Quota,
        ErrorKind::RateLimit => Label::RateLimit,
        ErrorKind::ModelNotFound => Label::ModelNotFound,
        ErrorKind::EndpointNotFound => Label::EndpointNotFound,
        ErrorKind::UnsupportedParam => Label::UnsupportedParam,
        ErrorKind::Roles => Label::Roles,
        ErrorKind::ContextLength => Label::ContextLength,
        ErrorKind::ContentFilter => Label::ContentFilter,
        ErrorKind::BadRequest => Label::BadRequest,
        ErrorKind::PayloadTooLarge => Label::PayloadTooLarge,
        ErrorKind::Timeout => Label::Timeout,
        ErrorKind::Overloaded => Label::Overloaded,
        ErrorKind::Server => Label::Server,
        ErrorKind::Truncated => Label::Truncated,
        ErrorKind::Network => Label::Network,
        ErrorKind::Cors => Label::Cors,
        ErrorKind::Offline => Label::Offline,
        ErrorKind::Aborted => Label::Stopped,
        ErrorKind::Refused => Label::Refused,
        ErrorKind::BadResponse => Label::BadResponse,
    }
}

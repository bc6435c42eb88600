//! What is shown and said around the messages: labels, the opening, the status.
//!
//! **Invariant:** texts come from the configuration at the moment they are shown, so that an update changes them.

use reactive_graph::prelude::*;

use super::{Chat, Entry};
use crate::browser::frame;
use crate::config::{Labels, Mode};
use crate::protocol::Role;

impl Chat {
    /// A label, as a closure for a view.
    pub fn label(self, pick: fn(&Labels) -> &str) -> impl Fn() -> String + Copy + 'static {
        move || self.text(pick)
    }

    /// A label's text, followed.
    pub fn text(&self, pick: fn(&Labels) -> &str) -> String {
        self.config.with(|config| pick(&config.labels).to_owned())
    }

    /// A label's text now.
    pub fn text_now(&self, pick: fn(&Labels) -> &str) -> String {
        self.config.try_with_untracked(|config| pick(&config.labels).to_owned()).unwrap_or_default()
    }

    /// The panel's title, as a closure for a view.
    pub fn heading(self) -> impl Fn() -> String + Copy + 'static {
        move || self.config.with(|config| config.heading.clone())
    }

    /// What stands before the first message: the greeting, or what is missing.
    pub fn opening(&self) -> String {
        self.config.with(|config| match config.endpoint {
            Some(_) => config.greeting.clone(),
            None => config.labels.no_endpoint.to_string(),
        })
    }

    /// The suggestions, while they are of use.
    pub fn suggestions(&self) -> Vec<String> {
        if self.is_empty() && self.has_endpoint() {
            self.config.with(|config| config.suggestions.clone())
        } else {
            Vec::new()
        }
    }

    /// True if the chat is the whole page.
    pub fn is_page(&self) -> bool {
        self.config.with_untracked(|config| config.mode == Mode::Page)
    }

    /// True if nothing has been said.
    pub fn is_empty(&self) -> bool {
        self.entries.with(Vec::is_empty)
    }

    /// The messages that are shown, with their keys: instructions are not.
    pub fn shown_entries(&self) -> Vec<(u64, Entry)> {
        let is_shown = |entry: &&Entry| entry.message.with_untracked(|message| message.role != Role::System);
        let keyed = |entry: &Entry| (entry.id, entry.clone());
        self.entries.with(|entries| entries.iter().filter(is_shown).map(keyed).collect())
    }

    /// True while the message is the last one, which is the one that can be asked for again.
    pub fn is_last(&self, id: u64) -> bool {
        self.entries.with(|entries| entries.last().is_some_and(|last| last.id == id))
    }

    /// True if there is an address to send to.
    pub fn has_endpoint(&self) -> bool {
        self.config.with(|config| config.endpoint.is_some())
    }

    /// Says something in the status region.
    pub fn say(&self, text: String) {
        self.status.try_set(text);
    }

    /// Has finished blocks of an answer read aloud. The last few stay, so that none is cut off.
    pub fn speak(&self, blocks: Vec<String>) {
        const KEPT: usize = 8;
        if blocks.is_empty() {
            return;
        }
        self.spoken.try_update(|spoken| {
            for text in blocks {
                let id = spoken.last().map_or(0, |(id, _)| id + 1);
                spoken.push((id, text));
            }
            let extra = spoken.len().saturating_sub(KEPT);
            spoken.drain(..extra);
        });
    }

    /// Takes the blocks away once they were read, so that nobody meets them twice.
    pub(super) fn hush(&self) {
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
        self.text_now(if done { |l| &l.copied } else { |l| &l.not_copied })
    }
}

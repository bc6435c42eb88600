//! What drawn markdown needs to know of the widget: its words, and two settings.
//!
//! **Invariant:** read once for each text that is drawn, not for each of its blocks.

use std::cell::OnceCell;

use crate::browser::dom;
use crate::chat::Chat;
use crate::config::{Label, Labels};

/// The labels that stand inside drawn markdown, and what decides how it is drawn.
#[derive(Clone)]
pub struct Words {
    labels: Labels,
    /// Where images may come from at once.
    image_origins: Vec<String>,
    /// The level of an answer's largest headings, 2 or 3.
    pub top_heading: usize,
    /// There, if the page's own code decides where links lead.
    pub(super) decides_links: Option<Chat>,
    /// What is the same in all blocks of a kind. The browser copies it much faster than we build it call by call.
    shells: [OnceCell<dom::Element>; 3],
}

/// The kinds that there are copies of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shell {
    Code,
    Table,
    Link,
}

impl Words {
    /// As the widget's options say now.
    pub fn of(chat: Chat) -> Self {
        let (labels, image_origins) =
            chat.config.with_untracked(|config| (config.labels.clone(), config.image_origins.clone()));
        let top_heading = if chat.is_page() { 2 } else { 3 };
        let decides_links = chat.decides_links().then_some(chat);
        Self { labels, image_origins, top_heading, decides_links, shells: Default::default() }
    }

    /// The text of a label.
    pub(super) fn get(&self, label: Label) -> &str {
        self.labels.get(label)
    }

    /// A copy of what `make` made the first time.
    pub(super) fn shell(&self, kind: Shell, make: impl FnOnce() -> dom::Element) -> dom::Element {
        dom::copy(self.shells[kind as usize].get_or_init(make))
    }

    /// True if images of this origin need no leave of the reader.
    pub(super) fn trusts(&self, origin: &str) -> bool {
        self.image_origins.iter().any(|trusted| trusted == origin)
    }
}

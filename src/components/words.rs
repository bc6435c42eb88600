//! What drawn markdown needs to know of the widget: its words, and two settings.
//!
//! **Invariant:** read once for each text that is drawn, not for each of its blocks.

use crate::chat::Chat;
use crate::config::{Label, Labels};

/// The labels that stand inside drawn markdown, and what decides how it is drawn.
#[derive(Clone, Debug)]
pub struct Words {
    labels: Labels,
    /// Where images may come from at once.
    image_origins: Vec<String>,
    /// The level of an answer's largest headings, 2 or 3.
    pub top_heading: usize,
}

impl Words {
    /// As the widget's options say now.
    pub fn of(chat: Chat) -> Self {
        let (labels, image_origins) =
            chat.config.with_untracked(|config| (config.labels.clone(), config.image_origins.clone()));
        Self { labels, image_origins, top_heading: if chat.is_page() { 2 } else { 3 } }
    }

    /// The text of a label.
    pub(super) fn get(&self, label: Label) -> &str {
        self.labels.get(label)
    }

    /// True if images of this origin need no leave of the reader.
    pub(super) fn trusts(&self, origin: &str) -> bool {
        self.image_origins.iter().any(|trusted| trusted == origin)
    }
}

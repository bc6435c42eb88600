//! What drawn markdown needs to know of the widget: its words, and two settings.
//!
//! **Invariant:** read once for each text that is drawn, not for each of its blocks.

use reactive_graph::prelude::*;

use crate::chat::Chat;
use crate::config::Label;

/// The labels that stand inside drawn markdown, and what decides how it is drawn.
#[derive(Clone, Debug)]
pub struct Words {
    pub code: String,
    pub copy: String,
    pub copy_code: String,
    pub wrap: String,
    pub copy_table: String,
    pub as_markdown: String,
    pub as_csv: String,
    pub as_tsv: String,
    pub show_image: String,
    pub image_failed: String,
    pub footnote: String,
    pub footnote_back: String,
    pub task_done: String,
    pub task_open: String,
    /// The level of an answer's largest headings, 2 or 3.
    pub top_heading: usize,
    /// Where images may come from at once.
    pub image_origins: Vec<String>,
}

impl Words {
    /// As the widget's labels say now.
    pub fn of(chat: Chat) -> Self {
        let text = |label| chat.text_now(label);
        Self {
            code: text(Label::Code),
            copy: text(Label::Copy),
            copy_code: text(Label::CopyCode),
            wrap: text(Label::WrapLines),
            copy_table: text(Label::CopyTable),
            as_markdown: text(Label::AsMarkdown),
            as_csv: text(Label::AsCsv),
            as_tsv: text(Label::AsTsv),
            show_image: text(Label::ShowImage),
            image_failed: text(Label::ImageFailed),
            footnote: text(Label::Footnote),
            footnote_back: text(Label::FootnoteBack),
            task_done: text(Label::TaskDone),
            task_open: text(Label::TaskOpen),
            top_heading: if chat.is_page() { 2 } else { 3 },
            image_origins: chat.config.with_untracked(|config| config.image_origins.clone()),
        }
    }
}

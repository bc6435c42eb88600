//! The widget's own words, so that a site can speak another language or another tone.
//!
//! **Invariant:** every text that a visitor sees or a screen reader says, and that is not part of a
//! conversation or an option, stands in `english`; no component holds one.

use std::cell::Cell;

use super::read::same_name;
use crate::text::replaced;

macro_rules! labels {
    (
        $( $(#[doc = $doc:literal])+ $name:ident $variant:ident = $text:literal; )+
        later: $( $(#[doc = $late_doc:literal])+ $late_name:ident $late_variant:ident = $late_text:literal; )+
    ) => {
        /// One of the widget's words, by what it is for. Defaults are English.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Label { $( $(#[doc = $doc])+ $variant, )+ $( $(#[doc = $late_doc])+ $late_variant, )+ }

        impl Label {
            /// All labels.
            pub const ALL: &[Self] = &[$( Self::$variant, )+ $( Self::$late_variant, )+];
            pub(super) const NAMES: &[&str] = &[$( stringify!($name), )+ $( stringify!($late_name), )+];
            pub(super) const TEXTS: &[&str] = &[$( $text, )+];
            /// Behind those.
            pub(super) const LATER: &[&str] = &[$( $late_text, )+];
        }
    };
}

// Behind the macro, for the table to see it.
mod english;

pub use english::Label;

thread_local! {
    /// Gives the texts that come later, by their places. A browser has none before they are there.
    static LATER: Cell<fn(usize) -> &'static str> =
        const { Cell::new(if cfg!(target_arch = "wasm32") { |_| "" } else { later_text }) };
}

/// A text of those that come later: a door to them (`src/browser/later.rs`), which [`Label::complete`] is to be given.
pub fn later_text(place: usize) -> &'static str {
    Label::LATER.get(place).copied().unwrap_or_default()
}

impl Label {
    /// From now on there are all texts.
    pub fn complete(texts: fn(usize) -> &'static str) {
        LATER.set(texts);
    }

    /// What it says in English.
    fn english(self) -> &'static str {
        let place = self as usize;
        let text = Self::TEXTS.get(place).copied();
        text.unwrap_or_else(|| LATER.get()(place - Self::TEXTS.len()))
    }

    /// Its name in options.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The label of a name, however it is written.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::NAMES.iter().position(|there| same_name(name, there));
        found.map(|index| Self::ALL[index])
    }
}

/// The widget's words: the defaults, and what a site says in place of some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(Vec<(Label, String)>);

impl Labels {
    /// The text of a label.
    pub fn get(&self, label: Label) -> &str {
        let own = self.0.iter().rev().find(|(there, _)| *there == label);
        own.map_or_else(|| label.english(), |(_, text)| text)
    }

    /// The text of a label with its places (`{time}`) filled in.
    pub fn filled(&self, label: Label, values: &[(&str, &str)]) -> String {
        let text = self.get(label).to_owned();
        values.iter().fold(text, |text, (name, value)| replaced(&text, &["{", name, "}"].concat(), value))
    }

    /// Sets one label.
    pub fn set(&mut self, label: Label, text: impl Into<String>) {
        self.0.push((label, text.into()));
    }

    /// The same with another text for one label.
    pub fn with(mut self, label: Label, text: impl Into<String>) -> Self {
        self.set(label, text);
        self
    }
}

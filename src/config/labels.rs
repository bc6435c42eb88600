//! The widget's own words, so that a site can speak another language or another tone.
//!
//! **Invariant:** every text that a visitor sees or a screen reader says, and that is not part of a
//! conversation or an option, stands in `english`; no component holds one.

use super::read::same_name;
use crate::text::replaced;

macro_rules! labels {
    ($( $(#[doc = $doc:literal])+ $name:ident $variant:ident = $text:literal; )+) => {
        /// One of the widget's words, by what it is for. Defaults are English.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Label { $( $(#[doc = $doc])+ $variant, )+ }

        impl Label {
            /// All labels.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];
            pub(super) const NAMES: &[&str] = &[$( stringify!($name), )+];
            pub(super) const TEXTS: &[&str] = &[$( $text, )+];
        }
    };
}

// Behind the macro, for the table to see it.
mod english;

pub use english::Label;

impl Label {
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
        own.map_or(Label::TEXTS[label as usize], |(_, text)| text)
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

//! What is defined once and referred to from elsewhere: link addresses and footnotes.
//!
//! **Invariant:** the first definition of a label counts; labels match by Unicode case folding.

use std::collections::{BTreeMap, BTreeSet};

/// A label as it is compared: blanks collapsed, letters folded; a footnote's begins with `^`.
pub type Label = String;

/// Where a label leads to.
#[derive(Debug)]
pub struct Target {
    pub url: String,
    pub title: String,
}

/// All definitions so far.
#[derive(Debug, Default)]
pub struct References {
    links: BTreeMap<Label, Target>,
    footnotes: BTreeSet<Label>,
    /// Labels that were defined since they were last asked for.
    fresh: Vec<Label>,
}

/// The form in which labels are compared.
pub fn normalised(label: &str) -> Label {
    let words: Vec<&str> = label.split_whitespace().collect();
    let label = words.join(" ");
    if label.is_ascii() {
        return label.to_ascii_lowercase();
    }
    // Folding by way of the capitals makes one of `ß`, `ẞ` and `SS`.
    label.to_lowercase().to_uppercase().to_lowercase()
}

impl References {
    pub fn link(&self, label: &str) -> Option<&Target> {
        self.links.get(label)
    }

    pub fn has_footnote(&self, label: &str) -> bool {
        self.footnotes.contains(label)
    }

    pub fn define(&mut self, label: Label, target: Target) {
        if !self.links.contains_key(&label) {
            self.fresh.push(label.clone());
            self.links.insert(label, target);
        }
    }

    pub fn define_footnote(&mut self, label: Label) {
        if self.footnotes.insert(label.clone()) {
            self.fresh.push(label);
        }
    }

    /// What was defined since the last call.
    pub fn take_fresh(&mut self) -> Vec<Label> {
        std::mem::take(&mut self.fresh)
    }
}

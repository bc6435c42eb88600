//! What is defined once and referred to from elsewhere: link addresses and footnotes.
//!
//! **Invariant:** the first definition of a label counts; labels match whatever the case of their letters.

mod table;

use crate::text::folded;
use table::Table;

/// A label as it is compared: blanks collapsed, letters folded; a footnote's begins with `^`.
pub type Label = String;

/// Where a label leads to; a footnote's leads nowhere.
#[derive(Debug, Default)]
pub struct Target {
    pub url: String,
    pub title: String,
}

#[derive(Debug, Default)]
struct Entry {
    target: Option<Target>,
    /// Stretches that refer to the label without a definition.
    waiting: Vec<u32>,
}

/// All labels so far.
#[derive(Debug, Default)]
pub struct References {
    entries: Table,
    /// Stretches whose labels were defined and that were not asked for since, each once, the first one last.
    fresh: Vec<u32>,
}

impl References {
    /// What a label leads to.
    pub fn target(&self, label: &str) -> Option<&Target> {
        self.entries.get(label)?.target.as_ref()
    }

    /// Defines a label, unless it is defined.
    pub fn define(&mut self, label: Label, target: Target) {
        let entry = self.entries.entry(label);
        if entry.target.is_none() {
            entry.target = Some(target);
            // Read again, a stretch waits anew for what is still undefined: it may stand there several times.
            for segment in std::mem::take(&mut entry.waiting).into_iter().rev() {
                if let Err(place) = self.fresh.binary_search_by(|other| segment.cmp(other)) {
                    self.fresh.insert(place, segment);
                }
            }
        }
    }

    /// A stretch waits for a definition.
    pub fn wait(&mut self, label: Label, segment: u32) {
        let waiting = &mut self.entries.entry(label).waiting;
        if waiting.last() != Some(&segment) {
            waiting.push(segment);
        }
    }

    /// The first stretch that definitions changed and that was not asked for.
    pub fn take_fresh(&mut self) -> Option<u32> {
        self.fresh.pop()
    }

    /// True if there are more of them.
    pub fn has_fresh(&self) -> bool {
        !self.fresh.is_empty()
    }
}

/// The form in which labels are compared.
pub fn normalised(label: &str) -> Label {
    let mut out = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        word.chars().for_each(|c| fold(c, &mut out));
    }
    out
}

/// As [`folded`], but that one letter is two.
fn fold(c: char, out: &mut String) {
    match c {
        'ß' | 'ẞ' => out.push_str("ss"),
        c => out.push(folded(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn labels_match_whatever_their_case_and_blanks() {
        for (one, other) in [
            ("Foo \n  bar", "fOO BAR"),
            ("ẞ", "SS"),
            ("ΑΓΩς", "αγωσ"),
            ("ТОЛПОЙ", "Толпой"),
            ("Čeština Ž", "čEŠTINA ž"),
            ("Łódź Ĺ", "łÓDŹ ĺ"),
        ] {
            assert_eq!(normalised(one), normalised(other));
        }
        assert_ne!(normalised("a"), normalised("b"));
    }
}

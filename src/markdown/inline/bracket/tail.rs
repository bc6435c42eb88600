//! What follows a closing bracket: the address of a link, or a label that leads to one.
//!
//! **Invariant:** a label without a definition is noted, so that a later one can change what it is.

use super::Bracket;
use crate::markdown::inline::scan::{self, Scan};
use crate::markdown::inline::{Parser, Unresolved, unescape};
use crate::markdown::reference::{Label, normalised};

/// What follows a closing bracket.
pub enum Tail {
    Target {
        url: String,
        title: String,
        end: usize,
    },
    /// The text ended in the middle of it.
    Cut,
    No,
}

impl Parser<'_> {
    /// The address of a link, from `(…)`, `[label]`, `[]` or the words themselves.
    pub(super) fn tail(&mut self, bracket: &Bracket, behind: usize) -> Tail {
        let mut is_cut = behind == self.text.len();
        if self.text.as_bytes().get(behind) == Some(&b'(') {
            match inline_target(self.text, behind + 1) {
                Tail::No => {}
                Tail::Cut => is_cut = true,
                found => return found,
            }
        }
        self.reference_target(bracket, behind, is_cut)
    }

    /// The address that a label leads to: a full, collapsed or shortcut reference.
    fn reference_target(&mut self, bracket: &Bracket, behind: usize, mut is_cut: bool) -> Tail {
        let (words, mut end) = (bracket.inside..self.at, behind);
        let mut label = words.clone();
        if self.text.as_bytes().get(behind) == Some(&b'[') {
            match scan::label(self.text, behind) {
                Scan::Found((from, to, next)) => (label, end) = (from..to, next),
                Scan::Cut => is_cut = true,
                Scan::No if self.text[behind..].starts_with("[]") => end = behind + 2,
                Scan::No => {}
            }
        }
        if is_cut {
            // What comes tells whether it is a link, and with it whether one around it may be.
            let start = self.brackets.first().unwrap_or(bracket).start;
            self.block(start);
        }
        let is_too_long = label.len() > 999;
        let text = self.text;
        if (label == words && bracket.has_bracket_inside)
            || is_too_long
            || text[label.clone()].trim().is_empty()
        {
            return if is_cut { Tail::Cut } else { Tail::No };
        }
        let normal: Label = normalised(&text[label]);
        if let Some(target) = self.references.target(&normal).filter(|_| !normal.starts_with('^')) {
            return Tail::Target { url: target.url.clone(), title: target.title.clone(), end };
        }
        self.unresolved.push(Unresolved { label: normal, start: bracket.start, end });
        if is_cut { Tail::Cut } else { Tail::No }
    }
}

/// `(destination "title")`, from behind the parenthesis.
pub fn inline_target(text: &str, at: usize) -> Tail {
    let bytes = text.as_bytes();
    let start = scan::skip_space(text, at);
    if bytes.get(start) == Some(&b')') {
        return Tail::Target { url: String::new(), title: String::new(), end: start + 1 };
    }
    let (from, to, next) = match scan::destination(text, start) {
        Scan::Found(found) => found,
        Scan::Cut => return Tail::Cut,
        Scan::No => return Tail::No,
    };
    let url = unescape(&text[from..to]);
    let mut behind = scan::skip_space(text, next);
    let mut title = String::new();
    if behind > next {
        match scan::title(text, behind) {
            Scan::Found((from, to, next)) => {
                title = unescape(&text[from..to]);
                behind = scan::skip_space(text, next);
            }
            Scan::Cut => return Tail::Cut,
            Scan::No => {}
        }
    }
    match bytes.get(behind) {
        Some(b')') => Tail::Target { url, title, end: behind + 1 },
        Some(_) => Tail::No,
        None => Tail::Cut,
    }
}

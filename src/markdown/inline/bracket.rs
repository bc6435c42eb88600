//! Links, images and marks of footnotes: what stands in brackets.
//!
//! **Invariant:** a link holds no link; an address whose scheme is not allowed leaves its words as text.

mod tail;

use tail::{Tail, inline_target};

use super::arena::{Id, What};
use super::scan::{self, Scan};
use super::{Kind, Parser, Unresolved};
use crate::markdown::reference::normalised;
use crate::markdown::safe_link;

/// A bracket that waits for its end.
#[derive(Debug)]
pub struct Bracket {
    pub piece: Id,
    /// Where it begins in the source, and where what is in it begins.
    pub start: usize,
    pub inside: usize,
    delimiters: usize,
    pub is_image: bool,
    has_bracket_inside: bool,
}

impl Parser<'_> {
    pub(super) fn open_bracket(&mut self, is_image: bool) -> bool {
        if !is_image && self.byte(1) == Some(b'^') && self.footnote_mark() {
            return true;
        }
        if let Some(outer) = self.brackets.last_mut() {
            outer.has_bracket_inside = true;
        }
        let (start, inside) = (self.at, self.at + 1 + usize::from(is_image));
        self.flush(start);
        let piece = self.arena.push(What::Source, start, inside);
        let delimiters = self.delimiters.len();
        let bracket = Bracket { piece, start, inside, delimiters, is_image, has_bracket_inside: false };
        self.brackets.push(bracket);
        self.go_on(inside)
    }

    /// `[^label]`, if there is such a footnote; if there is none so far, it is text.
    fn footnote_mark(&mut self) -> bool {
        let (start, end, next) = match scan::label(self.text, self.at) {
            Scan::Found(found) => found,
            Scan::Cut => {
                self.block(self.at);
                return self.is_open && self.text.len() - self.at < 60 && self.hide_rest();
            }
            Scan::No => return false,
        };
        let label = &self.text[start..end];
        if label.len() < 2 || label.contains(char::is_whitespace) {
            return false;
        }
        let behind = match self.text.as_bytes().get(next) {
            Some(b'(') => inline_target(self.text, next + 1),
            Some(_) => Tail::No,
            None => Tail::Cut,
        };
        match behind {
            Tail::Target { .. } => return false,
            Tail::Cut => self.block(self.at),
            Tail::No => {}
        }
        let normal = normalised(label);
        if self.references.target(&normal).is_some() {
            return self.leaf(Kind::FootnoteReference(label[1..].to_owned()), String::new(), next);
        }
        self.unresolved.push(Unresolved { label: normal, start: self.at, end: next });
        self.at = next;
        true
    }

    /// True if the bracket of this place in the stack may become a link or an image: links do not nest.
    pub(super) fn is_active(&self, place: usize, bracket: &Bracket) -> bool {
        bracket.is_image || place >= self.inactive
    }

    pub(super) fn close_bracket(&mut self) -> bool {
        let Some(bracket) = self.brackets.pop() else { return false };
        // It may turn out to stand in a formula, and then it closes nothing, and forbids no link around it.
        if self.blocked <= self.at {
            let outer = self.brackets.get(self.inactive);
            self.block(outer.unwrap_or(&bracket).start);
        }
        let is_active = self.is_active(self.brackets.len(), &bracket);
        self.inactive = self.inactive.min(self.brackets.len());
        if !is_active {
            return false;
        }
        let behind = self.at + 1;
        match self.tail(&bracket, behind) {
            Tail::Target { url, title, end } => {
                self.make_link(&bracket, safe_link(&url), title, end);
                self.go_on(end)
            }
            Tail::Cut if self.is_open => self.half_open_link(&bracket),
            Tail::Cut | Tail::No => false,
        }
    }

    /// Puts what stands behind the bracket under a link or an image, if the address may be one.
    fn make_link(&mut self, bracket: &Bracket, url: Option<String>, title: String, end: usize) {
        self.flush(self.at);
        self.close_emphasis_in(bracket.delimiters);
        let what = match (url, bracket.is_image) {
            (Some(url), true) => What::Element(Kind::Image { url, title }),
            (Some(url), false) => What::Element(Kind::Link { url, title }),
            (None, _) => What::Group,
        };
        let link = self.arena.wrap(bracket.piece, 0, what);
        (self.arena.at_mut(link).start, self.arena.at_mut(link).end) = (bracket.start, end);
        self.arena.unlink(bracket.piece);
        if !bracket.is_image {
            self.inactive = self.brackets.len();
        }
    }

    /// A link whose address has not come looks like one already.
    fn half_open_link(&mut self, bracket: &Bracket) -> bool {
        let words = &self.text[bracket.inside..self.at];
        let looks = words.contains(|c: char| c.is_alphabetic()) && !bracket.is_image;
        if looks {
            // Nothing is known of the address yet.
            self.make_link(bracket, Some(String::new()), String::new(), self.text.len());
        } else {
            self.flush(self.at);
            self.close_emphasis_in(bracket.delimiters);
            self.arena.truncate_before(bracket.piece);
        }
        self.go_on(self.text.len())
    }
}

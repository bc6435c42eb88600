//! Emphasis and strikethrough: runs of `*`, `_` and `~`, matched by CommonMark's rules.
//!
//! **Invariant:** linear: where no opener was found for a kind of closer, none is looked for again.

use super::arena::{Id, What};
use super::scan::skip_while;
use super::{Kind, Parser};

const NONE: usize = usize::MAX;

/// A run that may open or close, linked to its neighbours that still count.
#[derive(Debug)]
pub struct Delimiter {
    pub piece: Id,
    byte: u8,
    count: usize,
    original: usize,
    can_open: bool,
    can_close: bool,
    previous: usize,
    next: usize,
}

/// The stack of runs; those above the last one that counts are linked.
#[derive(Debug)]
pub struct Delimiters {
    all: Vec<Delimiter>,
    last: usize,
}

impl Default for Delimiters {
    fn default() -> Self {
        Self { all: Vec::new(), last: NONE }
    }
}

impl Delimiters {
    pub fn len(&self) -> usize {
        self.all.len()
    }

    fn push(&mut self, mut delimiter: Delimiter) {
        delimiter.previous = self.last;
        let index = self.all.len();
        if let Some(previous) = self.all.get_mut(self.last) {
            previous.next = index;
        }
        self.last = index;
        self.all.push(delimiter);
    }

    /// Forgets the last run, if it is this piece.
    pub fn forget(&mut self, piece: Id) {
        if self.all.get(self.last).is_some_and(|run| run.piece == piece) {
            self.remove(self.last);
        }
    }

    fn remove(&mut self, index: usize) {
        let (previous, next) = (self.all[index].previous, self.all[index].next);
        self.link(previous, next);
    }

    fn link(&mut self, previous: usize, next: usize) {
        if let Some(before) = self.all.get_mut(previous) {
            before.next = next;
        }
        match self.all.get_mut(next) {
            Some(after) => after.previous = previous,
            None => self.last = previous,
        }
    }

    /// The nearest run before `closer` that it closes, above `floor`.
    fn opener(&self, closer: usize, bottom: usize, floor: usize) -> Option<usize> {
        let end = &self.all[closer];
        let mut at = end.previous;
        while at != NONE && at >= bottom && (floor == NONE || at > floor) {
            let start = &self.all[at];
            if start.byte == end.byte && start.can_open && start.fits(end) {
                return Some(at);
            }
            at = start.previous;
        }
        None
    }
}

impl Delimiter {
    fn fits(&self, closer: &Self) -> bool {
        let is_both = self.can_close || closer.can_open;
        let by_three = |count: usize| count.is_multiple_of(3);
        !is_both
            || !by_three(self.original + closer.original)
            || (by_three(self.original) && by_three(closer.original))
    }

    fn class(&self) -> usize {
        let byte = match self.byte {
            b'*' => 0,
            b'_' => 1,
            _ => 2,
        };
        (byte * 2 + usize::from(self.can_open)) * 3 + self.original % 3
    }
}

impl Parser<'_> {
    pub(super) fn delimiter_run(&mut self, byte: u8) -> bool {
        let start = self.at;
        let end = skip_while(self.text.as_bytes(), start, |other| other == byte);
        let count = end - start;
        if self.is_open && end == self.text.len() {
            // More of the same, or the next character, may make it something else.
            return self.hide_rest();
        }
        if byte == b'~' && count > 2 {
            self.at = end;
            return true;
        }
        let before = self.text[..start].chars().next_back().unwrap_or(' ');
        let after = self.text[end..].chars().next().unwrap_or(' ');
        let (after_blank, before_blank) = (after.is_whitespace(), before.is_whitespace());
        let (after_mark, before_mark) = (is_mark(after), is_mark(before));
        let left = !after_blank && (!after_mark || before_blank || before_mark);
        let right = !before_blank && (!before_mark || after_blank || after_mark);
        let (can_open, can_close) = match byte {
            b'_' => (left && (!right || before_mark), right && (!left || after_mark)),
            _ => (left, right),
        };
        self.flush(start);
        let piece = self.arena.push(What::Source, start, end);
        if can_open || can_close {
            let (previous, next, original) = (NONE, NONE, count);
            let run = Delimiter { piece, byte, count, original, can_open, can_close, previous, next };
            self.delimiters.push(run);
        }
        self.go_on(end)
    }

    /// Matches all runs that are left; gives the places of what was matched.
    pub(super) fn close_all_emphasis(&mut self) -> Vec<(usize, usize)> {
        let matched = self.close_emphasis(0);
        self.note_openers();
        matched
    }

    /// Matches the runs from `bottom` on; gives the places of what was matched.
    fn close_emphasis(&mut self, bottom: usize) -> Vec<(usize, usize)> {
        let mut matched = Vec::new();
        let mut floors = [NONE; 18];
        let mut closer = self.first_from(bottom);
        while closer != NONE {
            let run = &self.delimiters.all[closer];
            if !run.can_close {
                closer = run.next;
                continue;
            }
            let class = run.class();
            match self.delimiters.opener(closer, bottom, floors[class]) {
                Some(opener) if run.byte == b'~' && run.count != self.delimiters.all[opener].count => {
                    // Neither of them counts any more, as cmark-gfm has it.
                    let next = run.next;
                    self.delimiters.link(opener, closer);
                    self.delimiters.remove(closer);
                    self.delimiters.remove(opener);
                    closer = next;
                }
                Some(opener) => {
                    matched.push(self.join(opener, closer));
                    if self.delimiters.all[closer].count == 0 {
                        closer = self.delimiters.all[closer].next;
                    }
                }
                None => {
                    let (previous, next) = (run.previous, run.next);
                    // The run before, and none below it, can open for this class.
                    floors[class] = previous;
                    if !run.can_open {
                        self.delimiters.remove(closer);
                    }
                    closer = next;
                }
            }
        }
        matched
    }

    fn first_from(&self, bottom: usize) -> usize {
        let mut first = NONE;
        let mut at = self.delimiters.last;
        while at != NONE && at >= bottom {
            first = at;
            at = self.delimiters.all[at].previous;
        }
        first
    }

    /// Matches the runs inside a link and forgets them.
    pub(super) fn close_emphasis_in(&mut self, bottom: usize) {
        self.close_emphasis(bottom);
        while self.delimiters.last != NONE && self.delimiters.last >= bottom {
            self.delimiters.last = self.delimiters.all[self.delimiters.last].previous;
        }
        if let Some(last) = self.delimiters.all.get_mut(self.delimiters.last) {
            last.next = NONE;
        }
    }

    /// Puts what stands between two runs under an element.
    fn join(&mut self, opener: usize, closer: usize) -> (usize, usize) {
        let (start, end) = (&self.delimiters.all[opener], &self.delimiters.all[closer]);
        let (from, to) = (start.piece, end.piece);
        let (used, kind) = match end.byte {
            b'~' => (end.count, Kind::Strike),
            _ if start.count >= 2 && end.count >= 2 => (2, Kind::Strong),
            _ => (1, Kind::Emphasis),
        };
        self.arena.at_mut(from).end -= used;
        self.arena.at_mut(to).start += used;
        self.arena.wrap(from, to, What::Element(kind));
        let place = (self.arena.at(from).end, self.arena.at(to).start);
        self.delimiters.link(opener, closer);
        for (index, piece) in [(opener, from), (closer, to)] {
            self.delimiters.all[index].count -= used;
            if self.delimiters.all[index].count == 0 {
                self.arena.unlink(piece);
                self.delimiters.remove(index);
            }
        }
        place
    }

    /// Openers that nothing closed may be closed by what comes.
    fn note_openers(&mut self) {
        let mut at = self.delimiters.last;
        while at != NONE {
            let run = &self.delimiters.all[at];
            let (previous, piece) = (run.previous, run.piece);
            if run.can_open {
                self.half_open.push((piece, run.byte, run.count));
                let start = self.arena.at(piece).start;
                self.block(start);
            }
            at = previous;
        }
    }
}

/// Punctuation and symbols. The general categories P and S are told from the rest by what the standard library knows:
/// what is no letter, number, blank, control character or combining mark.
fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let is_combining = matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}');
    let is_format = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control() && !is_combining && !is_format
}

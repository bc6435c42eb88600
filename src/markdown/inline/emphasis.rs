//! Emphasis and strikethrough: runs of `*`, `_` and `~`, matched by CommonMark's rules.
//!
//! **Invariant:** linear: where no opener was found for a kind of closer, none is looked for again.

mod delimiters;
mod flanking;

pub use delimiters::Delimiters;
use delimiters::{Delimiter, NONE};
use flanking::flanking;

use super::arena::What;
use super::scan::skip_while;
use super::{Kind, Parser};

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
        let (can_open, can_close) = flanking(byte, &self.text[..start], &self.text[end..]);
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
        let mut closer = self.delimiters.first_from(bottom);
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
                    self.delimiters.discard(opener, closer);
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

    /// Matches the runs inside a link and forgets them.
    pub(super) fn close_emphasis_in(&mut self, bottom: usize) {
        self.close_emphasis(bottom);
        self.delimiters.truncate(bottom);
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

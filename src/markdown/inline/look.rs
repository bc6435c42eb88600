//! How a text that is still coming looks: what is half open looks as it will when it is closed.
//!
//! **Invariant:** only what stands behind the cut is touched, so that no guess is ever let go of; a guess reaches
//! so far and no further, because an asterisk may also be just an asterisk.

use super::arena::What;
use super::bracket::Bracket;
use super::{Kind, Parser};

/// How much text may stand behind a mark that is taken for an opened one, in bytes; a double one is more surely one.
const REACH: usize = 800;
const DOUBLE_REACH: usize = 4000;
/// How many marks may be open at once.
const MOST: usize = 4;

impl Parser<'_> {
    /// Shows nothing of what is left: it is too little to tell what it will be.
    pub(super) fn hide_rest(&mut self) -> bool {
        self.block(self.at);
        self.flush(self.at);
        self.go_on(self.text.len())
    }

    /// Closes what is open at the end of the text, innermost first.
    pub(super) fn close_half_open(&mut self) {
        let open = self.brackets.iter().enumerate().find(|(place, bracket)| self.is_active(*place, bracket));
        if let Some((_, bracket)) = open {
            self.blocked = self.blocked.min(bracket.start);
        }
        let mut brackets = std::mem::take(&mut self.brackets);
        let mut runs = std::mem::take(&mut self.half_open).into_iter().peekable();
        for _ in 0..MOST {
            let run_start = runs.peek().map(|run| self.arena.at(run.0).start);
            let bracket_start = brackets.last().map(|bracket| bracket.start);
            let is_double = run_start > bracket_start && runs.peek().is_some_and(|run| run.2 > 1);
            let near = self.text.len().saturating_sub(if is_double { DOUBLE_REACH } else { REACH });
            if run_start.max(bracket_start).is_none_or(|start| start < near) {
                break;
            }
            if run_start > bracket_start {
                if let Some((piece, byte, count)) = runs.next() {
                    self.close_run(piece, byte, count);
                }
            } else if let Some(bracket) = brackets.pop()
                && self.is_active(brackets.len(), &bracket)
                && self.arena.is_outermost(bracket.piece)
            {
                self.close_words(&bracket);
            }
        }
    }

    /// The words of a link look like one already; `![al` shows nothing, nor does `[1`.
    fn close_words(&mut self, bracket: &Bracket) {
        let words = &self.text[bracket.inside..];
        if !bracket.is_image && words.contains(char::is_alphabetic) {
            let kind = Kind::Link { url: String::new(), title: String::new() };
            self.arena.wrap(bracket.piece, 0, What::Element(kind));
            self.arena.unlink(bracket.piece);
        } else if words.len() < 60 {
            self.arena.truncate_before(bracket.piece);
        }
    }

    fn close_run(&mut self, piece: u32, byte: u8, count: usize) {
        let is_last = self.arena.last() == piece;
        let kind = match (byte, count) {
            (b'~', 1) if !is_last => return,
            (b'~', _) => Kind::Strike,
            (_, 1) => Kind::Emphasis,
            _ => Kind::Strong,
        };
        if !is_last {
            self.arena.wrap(piece, 0, What::Element(kind));
        }
        debug_assert!(matches!(self.arena.at(piece).what, What::Source));
        self.arena.unlink(piece);
    }
}

//! The cut: up to where a paragraph that still grows can let go of its text.
//!
//! **Invariant:** what stands before it comes out the same whatever text follows; it stands between two words, or, in
//! Chinese and Japanese, behind punctuation.

use super::Parser;
use super::arena::What;
use super::wide::{ends_address, is_cjk};

impl Parser<'_> {
    /// More text might change what there is from here on.
    pub(super) fn block(&mut self, at: usize) {
        self.blocked = self.blocked.min(at);
    }

    /// Nothing is let go of from the first bracket without a definition on that emphasis crosses: with a definition,
    /// the emphasis would end elsewhere.
    pub(super) fn block_at_crossings(&mut self, matched: &[(usize, usize)]) {
        let crosses = |start: usize, end: usize| {
            matched.iter().find(|(from, to)| {
                (*from < start && start < *to && *to < end) || (start < *from && *from < end && end <= *to)
            })
        };
        let crossing = self.unresolved.iter().find_map(|found| {
            crosses(found.start, found.end).map(|(from, _)| found.start.min(from.saturating_sub(2)))
        });
        if let Some(start) = crossing {
            self.block(start);
        }
    }

    /// The last place between two words where nothing is open and no reference is under way.
    pub(super) fn cut(&self, limit: usize) -> usize {
        let mut cut = self.last_gap(limit);
        for found in self.unresolved.iter().rev() {
            if found.start < cut && cut < found.end {
                cut = self.last_gap(found.start);
            }
        }
        cut
    }

    fn last_gap(&self, limit: usize) -> usize {
        let limit = limit.min(self.blocked).min(self.text.len());
        let bytes = self.text.as_bytes();
        let is_blank = |at: usize| matches!(bytes[at], b' ' | b'\n');
        let mut piece = self.arena.last();
        while piece != 0 {
            let (start, end) = (self.arena.at(piece).start, self.arena.at(piece).end.min(limit));
            // Inside plain text, or where any piece begins.
            let inside =
                if matches!(self.arena.at(piece).what, What::Source) { end } else { start.min(limit) };
            // Blanks and tabs go with the line end behind them, which may be still to come.
            let is_cut = |at: usize| {
                at > 0 && at < bytes.len() && !is_blank(at) && bytes[at] != b'\t' && is_blank(at - 1)
            };
            if start <= limit
                && let Some(cut) = (start..=inside).rev().find(|&at| is_cut(at) || self.is_behind_stop(at))
            {
                return cut;
            }
            piece = self.arena.at(piece).previous;
        }
        0
    }

    /// Between punctuation of full width, which no address crosses, and a character that is no mark.
    fn is_behind_stop(&self, at: usize) -> bool {
        self.text.is_char_boundary(at)
            && self.text[..at].ends_with(ends_address)
            && self.text[at..].starts_with(is_cjk)
    }
}

//! The stack of delimiter runs, and which of them fits which.
//!
//! **Invariant:** runs that still count are linked in the order of the text.

use crate::markdown::inline::arena::Id;

pub const NONE: usize = usize::MAX;

/// A run that may open or close, linked to its neighbours that still count.
#[derive(Debug)]
pub struct Delimiter {
    pub piece: Id,
    pub byte: u8,
    pub count: usize,
    pub original: usize,
    pub can_open: bool,
    pub can_close: bool,
    pub previous: usize,
    pub next: usize,
}

/// The stack of runs; those above the last one that counts are linked.
#[derive(Debug)]
pub struct Delimiters {
    pub all: Vec<Delimiter>,
    pub last: usize,
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

    pub fn push(&mut self, mut delimiter: Delimiter) {
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

    pub fn remove(&mut self, index: usize) {
        let (previous, next) = (self.all[index].previous, self.all[index].next);
        self.link(previous, next);
    }

    pub fn link(&mut self, previous: usize, next: usize) {
        if let Some(before) = self.all.get_mut(previous) {
            before.next = next;
        }
        match self.all.get_mut(next) {
            Some(after) => after.previous = previous,
            None => self.last = previous,
        }
    }

    /// The nearest run before `closer` that it closes, above `floor`.
    pub fn opener(&self, closer: usize, bottom: usize, floor: usize) -> Option<usize> {
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

    /// Forgets two runs and all between them.
    pub fn discard(&mut self, opener: usize, closer: usize) {
        self.link(opener, closer);
        self.remove(closer);
        self.remove(opener);
    }

    /// The first run that counts from `bottom` on.
    pub fn first_from(&self, bottom: usize) -> usize {
        let mut first = NONE;
        let mut at = self.last;
        while at != NONE && at >= bottom {
            first = at;
            at = self.all[at].previous;
        }
        first
    }

    /// Forgets the runs from `bottom` on.
    pub fn truncate(&mut self, bottom: usize) {
        while self.last != NONE && self.last >= bottom {
            self.last = self.all[self.last].previous;
        }
        if let Some(last) = self.all.get_mut(self.last) {
            last.next = NONE;
        }
    }
}

impl Delimiter {
    /// CommonMark's rule of three, for runs that may be both.
    fn fits(&self, closer: &Self) -> bool {
        let is_both = self.can_close || closer.can_open;
        let by_three = |count: usize| count.is_multiple_of(3);
        !is_both
            || !by_three(self.original + closer.original)
            || (by_three(self.original) && by_three(closer.original))
    }

    /// The kind of closer that it is: one of 18, for each of which the same openers fit.
    pub fn class(&self) -> usize {
        let byte = match self.byte {
            b'*' => 0,
            b'_' => 1,
            _ => 2,
        };
        (byte * 2 + usize::from(self.can_open)) * 3 + self.original % 3
    }
}

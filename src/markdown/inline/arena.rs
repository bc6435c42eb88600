//! The inline pieces of a text while they are being joined: a list of siblings, in which a stretch can be put under
//! a new parent in one step, however long it is.
//!
//! **Invariant:** a piece stands in one list; positions in the source grow along a list.

mod nodes;

use crate::markdown::Kind;

/// A piece's number; 0 is no piece.
pub type Id = u32;

/// What a piece is.
#[derive(Debug)]
pub enum What {
    /// The source between `start` and `end`, as it is.
    Source,
    Text(String),
    /// Takes the pieces below it.
    Element(Kind),
    /// What would be an element, and is just its pieces.
    Group,
    /// A link that nobody asked for: not one inside another link.
    Address(String),
}

#[derive(Debug)]
pub struct Piece {
    pub what: What,
    pub start: usize,
    pub end: usize,
    pub previous: Id,
    pub next: Id,
    pub first_child: Id,
}

/// All pieces of one text; piece 0 holds the outermost list.
#[derive(Debug)]
pub struct Arena {
    pieces: Vec<Piece>,
    last: Id,
}

impl Default for Arena {
    fn default() -> Self {
        let root = Piece { what: What::Source, start: 0, end: 0, previous: 0, next: 0, first_child: 0 };
        Self { pieces: vec![root], last: 0 }
    }
}

impl Arena {
    pub fn at(&self, id: Id) -> &Piece {
        &self.pieces[id as usize]
    }

    pub fn at_mut(&mut self, id: Id) -> &mut Piece {
        &mut self.pieces[id as usize]
    }

    pub fn last(&self) -> Id {
        self.last
    }

    /// Adds a piece at the end of the outermost list.
    pub fn push(&mut self, what: What, start: usize, end: usize) -> Id {
        let id = self.pieces.len() as Id;
        let previous = self.last;
        self.pieces.push(Piece { what, start, end, previous, next: 0, first_child: 0 });
        match previous {
            0 => self.at_mut(0).first_child = id,
            _ => self.at_mut(previous).next = id,
        }
        self.last = id;
        id
    }

    /// Adds an element that has just a text.
    pub fn push_leaf(&mut self, kind: Kind, text: String, start: usize, end: usize) -> Id {
        let id = self.push(What::Element(kind), start, end);
        let child = self.pieces.len() as Id;
        let what = What::Text(text);
        self.pieces.push(Piece { what, start, end, previous: 0, next: 0, first_child: 0 });
        self.at_mut(id).first_child = child;
        id
    }

    /// Puts all that stands behind `opener` and before `closer` (0: the end) under a new piece between them.
    pub fn wrap(&mut self, opener: Id, closer: Id, what: What) -> Id {
        let first = self.at(opener).next;
        let last = if closer == 0 { self.last } else { self.at(closer).previous };
        let (start, end) =
            (self.at(opener).end, if closer == 0 { self.at(last).end } else { self.at(closer).start });
        let first_child = if first == closer || last == opener { 0 } else { first };
        let id = self.pieces.len() as Id;
        self.pieces.push(Piece { what, start, end, previous: opener, next: closer, first_child });
        if first_child != 0 {
            self.at_mut(first_child).previous = 0;
            self.at_mut(last).next = 0;
        }
        self.at_mut(opener).next = id;
        match closer {
            0 => self.last = id,
            _ => self.at_mut(closer).previous = id,
        }
        id
    }

    /// True if the piece stands in the outermost list; reads back to it from the end.
    pub fn is_outermost(&self, id: Id) -> bool {
        let mut at = self.last;
        while at != 0 && at != id && self.at(at).end >= self.at(id).start {
            at = self.at(at).previous;
        }
        at == id
    }

    /// Takes a piece out of the outermost list.
    pub fn unlink(&mut self, id: Id) {
        let (previous, next) = (self.at(id).previous, self.at(id).next);
        match previous {
            0 => self.at_mut(0).first_child = next,
            _ => self.at_mut(previous).next = next,
        }
        match next {
            0 => self.last = previous,
            _ => self.at_mut(next).previous = previous,
        }
    }

    /// Takes out this piece and all behind it.
    pub fn truncate_before(&mut self, id: Id) {
        let previous = self.at(id).previous;
        match previous {
            0 => self.at_mut(0).first_child = 0,
            _ => self.at_mut(previous).next = 0,
        }
        self.last = previous;
    }
}

//! Inline text: emphasis, code, links, formulas, by CommonMark's algorithm (a list of pieces and a stack of
//! delimiters), in one pass and in linear time.
//!
//! **Invariant:** total. What stands before the place called the cut comes out the same whatever text follows, so
//! that a paragraph that still grows can let go of it: no delimiter, bracket, backtick or tag is open there.

mod address;
mod arena;
mod bracket;
mod code;
mod cut;
mod emphasis;
mod entity;
mod line_end;
mod look;
mod math;
mod pointed;
pub(super) mod scan;
mod wide;

pub(super) use entity::{entity, unescape};
pub(super) use math::{is_formula, opens_formula};

use self::arena::{Arena, Id, What};
use self::bracket::Bracket;
use self::code::Runs;
use self::emphasis::Delimiters;
use super::reference::{Label, References};
use super::{Kind, Node};

/// Inline text, parsed.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// What stands before the cut; all of a text that is closed.
    pub settled: Vec<Node>,
    /// References in it without a definition so far.
    pub unresolved: Vec<Label>,
    /// Where the cut is in the source.
    pub cut: usize,
    /// How what is behind the cut looks now: constructs that are half open look as if they were closed here.
    pub open: Vec<Node>,
}

/// Parses a text that is whole.
pub(super) fn closed(text: &str, references: &References) -> Inline {
    let mut parser = Parser::new(text, references, false);
    parser.run();
    let (settled, _) = parser.arena.nodes(text, usize::MAX);
    let unresolved = parser.unresolved.into_iter().map(|found| found.label).collect();
    Inline { settled, unresolved, cut: text.len(), open: Vec::new() }
}

/// Parses a text that may grow; nothing from `limit` on is let go.
pub(super) fn growing(text: &str, references: &References, limit: usize) -> Inline {
    let mut parser = Parser::new(text, references, true);
    parser.run();
    let cut = parser.cut(limit);
    let (settled, open) = parser.arena.nodes(text, cut);
    let before = parser.unresolved.into_iter().filter(|found| found.start < cut);
    Inline { settled, unresolved: before.map(|found| found.label).collect(), cut, open }
}

/// A reference that has no definition so far.
struct Unresolved {
    label: Label,
    start: usize,
    end: usize,
}

struct Parser<'a> {
    text: &'a str,
    references: &'a References,
    /// True while more text may come.
    is_open: bool,
    at: usize,
    /// Where the plain text begins that is not yet a piece.
    plain: usize,
    arena: Arena,
    delimiters: Delimiters,
    brackets: Vec<Bracket>,
    /// Runs that opened something which nothing closed, last first: their piece, byte and length.
    half_open: Vec<(Id, u8, usize)>,
    runs: Runs,
    unresolved: Vec<Unresolved>,
    /// From where on more text might change what there is.
    blocked: usize,
    /// Instructions, comments, CDATA and declarations (a bit each) that are not closed in the rest of the text: they
    /// are not looked for again.
    unclosed_html: u8,
    /// Nor are the ends of `\(` and `\[`.
    unclosed_formula: [bool; 2],
    /// `$$` began a formula that is not closed.
    opens_formula: bool,
    /// Brackets below this many open no link any more: there is one in them.
    inactive: usize,
}

fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b'\n'
            | b'\\'
            | b'`'
            | b'&'
            | b'<'
            | b'['
            | b']'
            | b'!'
            | b'*'
            | b'_'
            | b'~'
            | b'$'
            | b':'
            | b'.'
            | b'@'
    )
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, references: &'a References, is_open: bool) -> Self {
        Self {
            text,
            references,
            is_open,
            at: 0,
            plain: 0,
            arena: Arena::default(),
            delimiters: Delimiters::default(),
            brackets: Vec::new(),
            half_open: Vec::new(),
            runs: Runs::default(),
            unresolved: Vec::new(),
            blocked: usize::MAX,
            unclosed_html: 0,
            unclosed_formula: [false; 2],
            opens_formula: false,
            inactive: 0,
        }
    }

    fn run(&mut self) {
        while let Some(found) = self.text.as_bytes()[self.at..].iter().position(|&byte| is_special(byte)) {
            self.at += found;
            let start = self.at;
            if !self.special(self.text.as_bytes()[start]) {
                // Plain after all.
                self.at = start + 1;
            }
        }
        self.flush(self.text.len());
        let matched = self.close_all_emphasis();
        if self.is_open {
            self.block_at_crossings(&matched);
            self.close_half_open();
        }
    }

    /// Reads what begins here; false if it is just this character.
    fn special(&mut self, byte: u8) -> bool {
        match byte {
            b'\n' => self.line_end(),
            b'\\' => self.backslash(),
            b'`' => self.code_span(),
            b'&' => self.reference(),
            b'<' => self.pointed(),
            b'[' => self.open_bracket(false),
            b'!' if self.byte(1) == Some(b'[') && self.byte(2) != Some(b'^') => self.open_bracket(true),
            b'!' if self.is_open && self.byte(1).is_none() => self.hide_rest(),
            b']' => self.close_bracket(),
            b'*' | b'_' | b'~' => self.delimiter_run(byte),
            b'$' => self.dollars(),
            b':' | b'.' | b'@' => self.bare_address(byte),
            _ => false,
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Makes a piece of the plain text up to `end`.
    fn flush(&mut self, end: usize) {
        if self.plain < end {
            self.arena.push(What::Source, self.plain, end);
        }
        self.plain = end;
    }

    /// Goes on at `end`; what was there is a piece already.
    fn go_on(&mut self, end: usize) -> bool {
        self.at = end;
        self.plain = end;
        true
    }

    fn leaf(&mut self, kind: Kind, text: String, end: usize) -> bool {
        self.flush(self.at);
        self.arena.push_leaf(kind, text, self.at, end);
        self.go_on(end)
    }
}

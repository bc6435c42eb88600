//! Blocks that hold no blocks: how they are opened, how they go on and how they are closed.
//!
//! **Invariant:** what a leaf keeps is what is not settled: a paragraph's last words; everything else goes on at once.

use super::line::Line;
use super::paragraph::Paragraph;
use super::{Blocks, Output, formula, start};
use crate::markdown::{Align, Kind};

/// The block that is open below the containers.
#[derive(Clone, Debug, Default)]
pub enum Leaf {
    #[default]
    None,
    Paragraph(Paragraph),
    /// The fence's character and length, and the blanks before it.
    Fence(u8, usize, usize),
    /// Blank lines that belong to it if more code follows.
    Indented(String),
    /// The condition that it began by; true once it has a line.
    Html(u8),
    Table(Vec<Align>),
    /// What ends it; true once it has a line.
    Formula(&'static str, bool),
}

impl Blocks {
    pub(super) fn open_leaf(&mut self, kind: Kind, leaf: Leaf, out: &mut Output) {
        self.add_child(false, out);
        out.builder.open(kind);
        self.leaf = leaf;
    }

    pub(super) fn close_leaf(&mut self, out: &mut Output) {
        match std::mem::take(&mut self.leaf) {
            Leaf::None => {}
            Leaf::Paragraph(paragraph) => paragraph.close(out),
            _ => out.builder.close(),
        }
    }

    /// Gives a line to code, raw HTML or a formula that is open; false if it is not for it.
    pub(super) fn continue_leaf(&mut self, line: &Line, is_whole: bool, out: &mut Output) -> bool {
        let line_end = if is_whole { "\n" } else { "" };
        let is_last = match &mut self.leaf {
            Leaf::Fence(byte, length, indent) => {
                let closes =
                    is_whole && line.indent() < 4 && start::closes_fence(line.content(), *byte, *length);
                if !closes {
                    out.builder.text(&(line.rest_without(*indent) + line_end));
                }
                closes
            }
            Leaf::Formula(end, has_line) => formula::go_on(end, has_line, line, out),
            Leaf::Html(6..) if line.is_blank() => return false,
            Leaf::Html(condition) => {
                let rest = line.rest();
                out.builder.text(&("\n".to_owned() + &rest));
                start::ends_html(*condition, &rest)
            }
            Leaf::Indented(blanks) if line.is_blank() => {
                blanks.push_str(&line.rest_without(4));
                blanks.push('\n');
                self.note_blank();
                false
            }
            Leaf::Indented(blanks) if line.indent() >= 4 => {
                out.builder.text(&(std::mem::take(blanks) + &line.rest_without(4) + line_end));
                false
            }
            _ => return false,
        };
        if is_last {
            self.close_leaf(out);
        }
        true
    }
}

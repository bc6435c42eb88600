//! Blocks that hold no blocks.
//!
//! **Invariant:** what a leaf keeps is what is not settled: a paragraph's last words; everything else goes on at once.

use crate::markdown::Align;

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

/// The words of a paragraph that are not settled.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    pub text: String,
    /// True while nothing of the paragraph was settled.
    pub is_whole: bool,
    /// Bytes of its last line that were settled.
    pub line_settled: usize,
}

/// The head row of a table that does not begin with a pipe is no longer than this, in bytes.
const LONGEST_HEAD: usize = 1000;

impl Paragraph {
    pub fn add_line(&mut self, line: &str) {
        if !(self.text.is_empty() && self.is_whole) {
            self.text.push('\n');
        }
        self.text.push_str(line);
        self.line_settled = 0;
    }

    fn last_line_start(&self) -> usize {
        self.text.rfind('\n').map_or(0, |end| end + 1)
    }

    /// The last line, if a table may begin with it, and where it begins.
    pub fn head(&self) -> Option<(&str, usize)> {
        let start = self.last_line_start();
        let line = &self.text[start..];
        let may_be_one = self.line_settled == 0 && (line.len() <= LONGEST_HEAD || line.starts_with('|'));
        may_be_one.then_some((line, start))
    }

    /// Up to where it can be settled: the last line may become the head of a table.
    pub fn limit(&self) -> usize {
        match self.head() {
            Some((_, start)) => start.saturating_sub(1),
            None => self.text.len(),
        }
    }

    /// Takes out what was settled.
    pub fn settle(&mut self, cut: usize) {
        let start = self.last_line_start();
        if cut > start {
            self.line_settled += cut - start;
        }
        if cut > 0 {
            self.is_whole = false;
            self.text.drain(..cut);
        }
    }
}

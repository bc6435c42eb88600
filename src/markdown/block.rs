//! CommonMark's block phase, line by line, with GitHub's tables and footnotes and with display formulas.
//!
//! A line goes on with the open containers (`container`) and the open leaf (`leaf`), opens what it begins (`open`), and
//! what is left of it is text of a paragraph (`paragraph`). **Invariant:** total; a line costs as much as it is long
//! and as the containers are deep; what was said to the [`Builder`] is never taken back, except that an open paragraph
//! may become a heading or a table.

mod builder;
mod container;
mod definition;
mod formula;
mod leaf;
mod line;
mod open;
mod output;
mod paragraph;
mod partial;
mod start;
mod table;

pub(super) use builder::Builder;
pub(super) use output::Output;

use container::Container;
use leaf::Leaf;
use line::Line;

/// The blocks that are open.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    containers: Vec<Container>,
    leaf: Leaf,
}

/// How far a line was understood.
struct Progress {
    /// Containers that go on in this line.
    matched: usize,
    /// True as long as nothing was closed or opened by this line.
    is_untouched: bool,
}

impl Blocks {
    /// Takes a line. If it is not whole, [`Self::more`] adds to it.
    pub fn line(&mut self, text: &str, is_whole: bool, out: &mut Output) {
        let mut line = Line::new(text);
        let matched = self.match_containers(&mut line);
        let all = matched == self.containers.len();
        if all && self.continue_leaf(&line, is_whole, out) {
            return;
        }
        let is_blank = line.is_blank();
        let mut progress = Progress { matched, is_untouched: true };
        if !self.open_blocks(&mut line, &mut progress, is_whole, out) {
            self.rest_of_line(&line, progress, out);
        }
        if !is_blank {
            self.containers.iter_mut().for_each(|container| container.is_after_blank = false);
        }
    }

    /// True if more of the last line can just be added.
    pub fn takes_more(&self) -> bool {
        matches!(self.leaf, Leaf::Paragraph(_) | Leaf::Fence(..) | Leaf::Indented(_))
    }

    /// Adds to the last line.
    pub fn more(&mut self, text: &str, out: &mut Output) {
        match &mut self.leaf {
            Leaf::Paragraph(paragraph) => paragraph.text.push_str(text),
            _ => out.builder.text(text),
        }
    }

    /// Ends the line that was not whole.
    pub fn end_line(&mut self, out: &mut Output) {
        if !matches!(self.leaf, Leaf::Paragraph(_)) {
            out.builder.text("\n");
        }
    }

    /// True if lines count as they are, to their end.
    pub fn reads_whole_lines(&self) -> bool {
        matches!(self.leaf, Leaf::Html(_) | Leaf::Table(_) | Leaf::Formula(..))
    }

    /// How much text is kept because it is not settled.
    pub fn pending(&self) -> usize {
        match &self.leaf {
            Leaf::Paragraph(paragraph) => paragraph.text.len(),
            _ => 0,
        }
    }

    /// Opens what begins in the line; true if nothing of it is left.
    fn open_blocks(
        &mut self,
        line: &mut Line,
        progress: &mut Progress,
        is_whole: bool,
        out: &mut Output,
    ) -> bool {
        while !line.is_blank() {
            if line.indent() >= 4 {
                return self.open_indented(line, progress, is_whole, out);
            }
            let in_paragraph = self.goes_on(progress) && matches!(self.leaf, Leaf::Paragraph(_));
            if self.open_leaf_block(line, progress, in_paragraph, out) {
                return true;
            }
            if !self.open_container(line, progress, in_paragraph, out) {
                return false;
            }
        }
        false
    }

    /// True if all that was open before the line is open still.
    fn goes_on(&self, progress: &Progress) -> bool {
        progress.is_untouched && progress.matched == self.containers.len()
    }

    /// What is left of a line is text.
    fn rest_of_line(&mut self, line: &Line, mut progress: Progress, out: &mut Output) {
        let is_blank = line.is_blank();
        if !is_blank && self.continue_text(line.content(), &progress, out) {
            return;
        }
        let was_untouched = progress.is_untouched;
        self.close_to(&mut progress, out);
        if !is_blank {
            self.open_paragraph(line.content(), out);
        } else if was_untouched {
            self.note_blank();
        }
    }

    /// Adds text to the open paragraph or table; false if there is none that takes it.
    fn continue_text(&mut self, text: &str, progress: &Progress, out: &mut Output) -> bool {
        let goes_on = self.goes_on(progress);
        match &mut self.leaf {
            Leaf::Paragraph(paragraph) if progress.is_untouched => {
                // In a container that does not go on here, a paragraph may (CommonMark calls that lazy).
                out.define_before(text, paragraph);
                paragraph.add_line(text);
            }
            Leaf::Table(aligns) if goes_on => out.row(text, aligns, false),
            _ => return false,
        }
        true
    }

    /// Closes the leaf and the containers that do not go on.
    fn close_to(&mut self, progress: &mut Progress, out: &mut Output) {
        if progress.is_untouched {
            progress.is_untouched = false;
            self.close_leaf(out);
            while self.containers.len() > progress.matched {
                self.close_container(out);
            }
        }
        progress.matched = usize::MAX;
    }

    /// Closes everything.
    pub fn close_all(&mut self, out: &mut Output) {
        self.close_to(&mut Progress { matched: 0, is_untouched: true }, out);
    }
}

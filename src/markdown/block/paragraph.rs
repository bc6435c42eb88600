//! Paragraphs: how they begin, what else they may turn out to be, and which of their words are settled.
//!
//! **Invariant:** what a paragraph keeps is not settled; its last line may still become the head of a table.

use super::container::{Container, Holder};
use super::definition::definition;
use super::leaf::Leaf;
use super::{Blocks, Output, start, table};
use crate::markdown::inline::scan::Scan;
use crate::markdown::{Kind, Node, inline};

/// The words of a paragraph that are not settled.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    pub text: String,
    /// True while nothing of the paragraph was settled.
    pub is_whole: bool,
    /// Bytes of its last line that were settled.
    line_settled: usize,
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
    fn head(&self) -> Option<(&str, usize)> {
        let start = self.last_line_start();
        let line = &self.text[start..];
        let may_be_one = self.line_settled == 0 && (line.len() <= LONGEST_HEAD || line.starts_with('|'));
        may_be_one.then_some((line, start))
    }

    /// Up to where it can be settled: the last line may become the head of a table.
    fn limit(&self) -> usize {
        match self.head() {
            Some((_, start)) => start.saturating_sub(1),
            None => self.text.len(),
        }
    }

    /// Takes out what was settled.
    fn settle(&mut self, cut: usize) {
        let start = self.last_line_start();
        if cut > start {
            self.line_settled += cut - start;
        }
        if cut > 0 {
            self.is_whole = false;
            self.text.drain(..cut);
        }
    }

    /// Closes the paragraph; one of nothing but definitions was none.
    pub fn close(mut self, out: &mut Output) {
        out.define(&mut self);
        let text = self.text.trim_end_matches([' ', '\t', '\n']);
        if text.is_empty() && self.is_whole {
            out.builder.drop_top();
        } else {
            out.paragraph(text);
            out.builder.close();
        }
    }
}

impl Blocks {
    pub(super) fn open_paragraph(&mut self, text: &str, out: &mut Output) {
        let is_in_new_item = matches!(
            self.containers.last(),
            Some(Container { holder: Holder::Item(_), has_children: false, .. })
        );
        let task = is_in_new_item.then(|| task(text)).flatten();
        let text = if task.is_some() { text[3..].trim_start_matches([' ', '\t']) } else { text };
        let paragraph = Paragraph { text: text.to_owned(), is_whole: task.is_none(), line_settled: 0 };
        self.open_leaf(Kind::Paragraph, Leaf::Paragraph(paragraph), out);
        if let Some(is_ticked) = task {
            out.builder.open(Kind::Task(is_ticked));
            out.builder.close();
        }
    }

    /// The paragraph becomes a heading, if this line underlines it and it is more than definitions.
    pub(super) fn become_heading(&mut self, line: &str, out: &mut Output) -> bool {
        let Some(level) = start::underline(line) else { return false };
        let Leaf::Paragraph(paragraph) = &mut self.leaf else { return false };
        out.define(paragraph);
        if paragraph.is_whole && paragraph.text.is_empty() {
            return false;
        }
        let text = paragraph.text.trim_end_matches([' ', '\t', '\n']).to_owned();
        self.leaf = Leaf::None;
        out.builder.rename(Kind::Heading(level));
        out.inline(&text);
        out.builder.close();
        true
    }

    /// The last line of the paragraph becomes the head of a table, if this one gives its columns.
    pub(super) fn become_table(&mut self, line: &str, out: &mut Output) -> bool {
        let Leaf::Paragraph(paragraph) = &self.leaf else { return false };
        let Some((head, start)) = paragraph.head() else { return false };
        let Some(aligns) = table::columns_of(head, line) else { return false };
        let (head, is_all) = (head.to_owned(), start == 0 && paragraph.is_whole);
        if is_all {
            out.builder.rename(Kind::Table);
        } else {
            if let Leaf::Paragraph(paragraph) = &mut self.leaf {
                paragraph.text.truncate(start.saturating_sub(1));
            }
            self.close_leaf(out);
            self.add_child(false, out);
            out.builder.open(Kind::Table);
        }
        out.row(&head, &aligns, true);
        self.leaf = Leaf::Table(aligns);
        true
    }

    /// Lets go of the words of the open paragraph that nothing can change any more, and gives how the rest looks.
    pub fn settle(&mut self, out: &mut Output) -> Vec<Node> {
        let Leaf::Paragraph(paragraph) = &mut self.leaf else { return Vec::new() };
        if paragraph.is_whole && !matches!(definition(&paragraph.text), Scan::No) {
            return Vec::new();
        }
        let parsed = inline::growing(&paragraph.text, out.references, paragraph.limit());
        let source = &paragraph.text[..parsed.cut];
        let segment = out.segments.keep(source, parsed.unresolved, out.references);
        paragraph.settle(parsed.cut);
        out.builder.nodes(parsed.settled, segment);
        parsed.open
    }

    /// True if the open paragraph will look like a table's head, or may be a definition.
    pub fn needs_look(&self) -> bool {
        let Leaf::Paragraph(paragraph) = &self.leaf else { return false };
        let is_head = paragraph.head().is_some_and(|(line, _)| line.starts_with('|'));
        is_head || (paragraph.is_whole && paragraph.text.starts_with('['))
    }
}

/// Whether the box of a task list's item is ticked.
fn task(text: &str) -> Option<bool> {
    let is_ticked = match text.get(..3)? {
        "[ ]" => false,
        "[x]" | "[X]" => true,
        _ => return None,
    };
    let rest = &text[3..];
    (rest.starts_with([' ', '\t']) && !rest.trim_matches([' ', '\t']).is_empty()).then_some(is_ticked)
}

//! Where inline text, rows and definitions go.
//!
//! **Invariant:** a look defines nothing and keeps no stretch: it can be thrown away.

use super::definition::definition;
use super::paragraph::Paragraph;
use super::{Builder, table};
use crate::markdown::inline::scan::Scan;
use crate::markdown::reference::References;
use crate::markdown::segment::Segments;
use crate::markdown::{Align, Kind, inline};

/// Where things go.
pub struct Output<'a> {
    pub builder: &'a mut Builder,
    pub references: &'a mut References,
    pub segments: &'a mut Segments,
    /// True if this is only how the end looks: nothing is defined, and what is half open looks closed.
    pub is_look: bool,
}

impl Output<'_> {
    /// Takes the definitions off the beginning of a paragraph.
    pub(super) fn define(&mut self, paragraph: &mut Paragraph) {
        while paragraph.is_whole {
            match definition(&paragraph.text) {
                Scan::Found((label, target, end)) => {
                    if !self.is_look {
                        self.references.define(label, target);
                    }
                    paragraph.text.drain(..end);
                }
                // It is no definition, unless it goes on.
                Scan::Cut if self.is_look => paragraph.text.clear(),
                _ => break,
            }
        }
    }

    /// Takes a definition off that is all of a paragraph so far, if this line, which follows, is not its title.
    pub(super) fn define_before(&mut self, line: &str, paragraph: &mut Paragraph) {
        let is_definition =
            || matches!(definition(&paragraph.text), Scan::Found((.., end)) if end == paragraph.text.len());
        // A long one is hardly a definition: it is not read again with each line.
        let may_be_one = paragraph.is_whole && paragraph.text.len() < 2000;
        if may_be_one && !line.starts_with(['"', '\'', '(']) && is_definition() {
            self.define(paragraph);
        }
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        let start = text.rfind('\n').map_or(0, |end| end + 1);
        let head = &text[start..];
        if !self.is_look || !head.starts_with('|') || head.len() < 2 {
            self.inline(text);
            return;
        }
        // A line that begins with a pipe looks like the head of a table at once.
        let aligns = vec![Align::Start; table::cells(head).len()];
        if start == 0 {
            self.builder.rename(Kind::Table);
        } else {
            self.inline(text[..start].trim_end());
            self.builder.close();
            self.builder.open(Kind::Table);
        }
        self.row(head, &aligns, true);
    }

    /// A row of a table.
    pub(super) fn row(&mut self, line: &str, aligns: &[Align], is_head: bool) {
        self.builder.open(if is_head { Kind::TableHead } else { Kind::TableRow });
        let mut cells = table::cells(line).into_iter();
        for &align in aligns {
            self.builder.open(if is_head { Kind::HeaderCell(align) } else { Kind::Cell(align) });
            self.inline(&cells.next().unwrap_or_default());
            self.builder.close();
        }
        self.builder.close();
    }

    /// Inline text that is whole, or as it looks.
    pub(super) fn inline(&mut self, text: &str) {
        if self.is_look {
            self.builder.nodes(inline::growing(text, self.references, 0).open, 0);
        } else {
            let parsed = inline::closed(text, self.references);
            let segment = self.segments.keep(text, parsed.unresolved, self.references);
            self.builder.nodes(parsed.settled, segment);
        }
    }
}

//! How blocks are opened and closed, and where inline text goes.
//!
//! **Invariant:** the builder's open elements are the containers, and below them the leaf.

use super::definition::definition;
use super::leaf::{Leaf, Paragraph};
use super::{Blocks, Container, Holder, Output, Progress, start, table};
use crate::markdown::inline::scan::Scan;
use crate::markdown::{Align, Kind, Node, inline};

impl Blocks {
    /// Closes the leaf and the containers that do not go on.
    pub(super) fn close_to(&mut self, progress: &mut Progress, out: &mut Output) {
        if progress.is_untouched {
            progress.is_untouched = false;
            self.close_leaf(out);
            while self.containers.len() > progress.matched {
                self.close_container(out);
            }
        }
        progress.matched = usize::MAX;
    }

    fn close_container(&mut self, out: &mut Output) {
        self.containers.pop();
        out.builder.close();
    }

    /// Closes everything.
    pub fn close_all(&mut self, out: &mut Output) {
        self.close_to(&mut Progress { matched: 0, is_untouched: true }, out);
    }

    /// Makes room for a child of the innermost container, and sees whether it makes a list loose.
    pub(super) fn add_child(&mut self, is_item: bool, out: &mut Output) {
        if !is_item && matches!(self.containers.last(), Some(Container { holder: Holder::List(_), .. })) {
            self.close_container(out);
        }
        let depth = self.containers.len();
        let Some(parent) = self.containers.last_mut() else { return };
        let is_loose = parent.has_children && parent.is_after_blank;
        parent.has_children = true;
        // The builder's first level is the document.
        match parent.holder {
            Holder::List(_) if is_loose => out.builder.loosen(depth),
            Holder::Item(_) if is_loose => out.builder.loosen(depth - 1),
            _ => {}
        }
    }

    pub(super) fn open_holder(&mut self, holder: Holder, kind: Kind, out: &mut Output) {
        self.add_child(matches!(holder, Holder::Item(_)), out);
        self.containers.push(Container { holder, has_children: false, is_after_blank: false });
        out.builder.open(kind);
    }

    pub(super) fn open_leaf(&mut self, kind: Kind, leaf: Leaf, out: &mut Output) {
        self.add_child(false, out);
        out.builder.open(kind);
        self.leaf = leaf;
    }

    pub(super) fn close_leaf(&mut self, out: &mut Output) {
        match std::mem::take(&mut self.leaf) {
            Leaf::None => return,
            Leaf::Paragraph(mut paragraph) => {
                out.define(&mut paragraph);
                let text = paragraph.text.trim_end_matches([' ', '\t', '\n']);
                if text.is_empty() && paragraph.is_whole {
                    out.builder.drop_top();
                    return;
                }
                out.paragraph(text);
            }
            _ => {}
        }
        out.builder.close();
    }

    /// The paragraph becomes a heading, if this line underlines it and it is more than definitions.
    pub(super) fn close_as_heading(&mut self, line: &str, out: &mut Output) -> bool {
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

impl Output<'_> {
    /// Takes the definitions off the beginning of a paragraph.
    fn define(&mut self, paragraph: &mut Paragraph) {
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

    fn paragraph(&mut self, text: &str) {
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

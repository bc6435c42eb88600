//! CommonMark's block phase, line by line, with GitHub's tables and footnotes and with display formulas.
//!
//! **Invariant:** total; a line costs as much as it is long and as the containers are deep; what was said to the
//! [`Builder`] is never taken back, except that an open paragraph may become a heading or a table.

mod builder;
mod close;
mod definition;
mod leaf;
mod line;
mod partial;
mod start;
mod table;

pub(super) use builder::Builder;
use leaf::{Leaf, Paragraph};
use line::Line;
use start::Marker;

use super::reference::{References, Target, normalised};
use super::segment::Segments;
use super::{Kind, inline};

/// How deep containers stand in each other at most; the mark of a deeper one is text.
const DEEPEST: usize = 120;

#[derive(Clone, Copy, Debug)]
enum Holder {
    Quote,
    List(Marker),
    /// How far its content is indented.
    Item(usize),
    Footnote,
}

#[derive(Clone, Copy, Debug)]
struct Container {
    holder: Holder,
    has_children: bool,
    /// True if the line before was blank, here.
    is_after_blank: bool,
}

/// The blocks that are open.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    containers: Vec<Container>,
    leaf: Leaf,
}

/// Where things go.
pub(super) struct Output<'a> {
    pub builder: &'a mut Builder,
    pub references: &'a mut References,
    pub segments: &'a mut Segments,
    /// True if this is only how the end looks: nothing is defined, and what is half open looks closed.
    pub is_look: bool,
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
            self.rest_of_line(&line, &progress, out);
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

    fn match_containers(&self, line: &mut Line) -> usize {
        for (index, container) in self.containers.iter().enumerate() {
            let goes_on = match container.holder {
                Holder::List(_) => true,
                Holder::Quote => enter_quote(line),
                Holder::Item(offset) => enter_indented(line, offset, container.has_children),
                Holder::Footnote => enter_indented(line, 4, true),
            };
            if !goes_on {
                return index;
            }
        }
        self.containers.len()
    }

    /// Gives a line to code, raw HTML or a formula that is open; false if it is not for it.
    fn continue_leaf(&mut self, line: &Line, is_whole: bool, out: &mut Output) -> bool {
        let line_end = if is_whole { "\n" } else { "" };
        match &mut self.leaf {
            Leaf::Fence(byte, length, indent) => {
                if is_whole && line.indent() < 4 && start::closes_fence(line.content(), *byte, *length) {
                    self.close_leaf(out);
                } else {
                    out.builder.text(&(line.rest_without(*indent) + line_end));
                }
                true
            }
            Leaf::Formula(end, has_line) => {
                let end = *end;
                let content = line.content().trim_end_matches([' ', '\t']);
                let last = content.strip_suffix(end);
                let tex = last.unwrap_or(content).trim();
                if !tex.is_empty() {
                    out.builder.text(&(if *has_line { "\n" } else { "" }.to_owned() + tex));
                    *has_line = true;
                }
                if last.is_some() || content.is_empty() {
                    self.close_leaf(out);
                }
                true
            }
            Leaf::Html(6..) if line.is_blank() => false,
            Leaf::Html(condition) => {
                let condition = *condition;
                out.builder.text(&("\n".to_owned() + &line.rest()));
                if start::ends_html(condition, &line.rest()) {
                    self.close_leaf(out);
                }
                true
            }
            Leaf::Indented(blanks) if line.indent() >= 4 && !line.is_blank() => {
                out.builder.text(&(std::mem::take(blanks) + &line.rest_without(4) + line_end));
                true
            }
            Leaf::Indented(blanks) if line.is_blank() => {
                blanks.push_str(&line.rest_without(4));
                blanks.push('\n');
                self.note_blank();
                true
            }
            _ => false,
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
                if matches!(self.leaf, Leaf::Paragraph(_)) {
                    return false;
                }
                self.close_to(progress, out);
                self.open_leaf(Kind::CodeBlock(String::new()), Leaf::Indented(String::new()), out);
                out.builder.text(&(line.rest_without(4) + if is_whole { "\n" } else { "" }));
                return true;
            }
            let all = progress.matched == self.containers.len();
            let in_paragraph = all && progress.is_untouched && matches!(self.leaf, Leaf::Paragraph(_));
            if self.open_leaf_block(line, progress, in_paragraph, out) {
                return true;
            }
            if !self.open_container(line, progress, in_paragraph, out) {
                return false;
            }
        }
        false
    }

    fn open_container(
        &mut self,
        line: &mut Line,
        progress: &mut Progress,
        in_paragraph: bool,
        out: &mut Output,
    ) -> bool {
        let content = line.content();
        if self.containers.len() >= DEEPEST {
            return false;
        }
        if content.starts_with('>') {
            enter_quote(line);
            self.close_to(progress, out);
            self.open_holder(Holder::Quote, Kind::Quote, out);
            return true;
        }
        if let Some((label, length)) = start::footnote(content) {
            line.advance_to_content();
            line.advance(length);
            line.advance_to_content();
            self.close_to(progress, out);
            if !out.is_look {
                out.references.define(normalised(&["^", label].concat()), Target::default());
            }
            self.open_holder(Holder::Footnote, Kind::Footnote(label.to_owned()), out);
            return true;
        }
        let Some((marker, length)) = start::marker(content) else { return false };
        let is_empty = content[length..].trim_matches([' ', '\t']).is_empty();
        if in_paragraph && (is_empty || !matches!(marker.start(), None | Some(1))) {
            return false;
        }
        let offset = enter_item(line, length);
        self.close_to(progress, out);
        let is_same = matches!(self.containers.last(), Some(Container { holder: Holder::List(list), .. }) if list.matches(marker));
        if !is_same {
            self.open_holder(Holder::List(marker), Kind::List { start: marker.start(), is_tight: true }, out);
        }
        self.open_holder(Holder::Item(offset), Kind::Item, out);
        true
    }

    fn open_leaf_block(
        &mut self,
        line: &Line,
        progress: &mut Progress,
        in_paragraph: bool,
        out: &mut Output,
    ) -> bool {
        let content = line.content();
        match content.as_bytes()[0] {
            b'#' => {
                let Some((level, text)) = start::heading(content) else { return false };
                self.close_to(progress, out);
                self.add_child(false, out);
                out.builder.open(Kind::Heading(level));
                out.inline(text);
                out.builder.close();
            }
            b'`' | b'~' => {
                let Some((byte, length, info)) = start::fence(content) else { return false };
                self.close_to(progress, out);
                let info = inline::unescape(info);
                let language = info.split([' ', ',', '{', '\t']).next().unwrap_or_default().to_owned();
                self.open_leaf(Kind::CodeBlock(language), Leaf::Fence(byte, length, line.indent()), out);
            }
            b'<' => {
                let Some(condition) = start::html(content, matches!(self.leaf, Leaf::Paragraph(_))) else {
                    return false;
                };
                self.close_to(progress, out);
                self.open_leaf(Kind::Paragraph, Leaf::Html(condition), out);
                out.builder.text(&line.rest());
                if start::ends_html(condition, content) {
                    self.close_leaf(out);
                }
            }
            b'$' | b'\\' => {
                let Some((end, inside)) = start::formula(content) else { return false };
                self.close_to(progress, out);
                let whole = inside.strip_suffix(end);
                let mut tex = whole.unwrap_or(inside).trim();
                if out.is_look {
                    tex = tex.trim_end_matches('$');
                }
                self.open_leaf(Kind::Math { is_display: true }, Leaf::Formula(end, !tex.is_empty()), out);
                if !tex.is_empty() {
                    out.builder.text(tex);
                }
                if whole.is_some() {
                    self.close_leaf(out);
                }
            }
            _ if in_paragraph && self.close_as_heading(content, out) => {}
            _ if in_paragraph && self.become_table(content, out) => {}
            _ if start::is_rule(content) => {
                self.close_to(progress, out);
                self.add_child(false, out);
                out.builder.open(Kind::Rule);
                out.builder.close();
            }
            _ => return false,
        }
        true
    }

    /// What is left of a line is text.
    fn rest_of_line(&mut self, line: &Line, progress: &Progress, out: &mut Output) {
        let all = progress.matched == self.containers.len();
        let is_blank = line.is_blank();
        match &mut self.leaf {
            Leaf::Paragraph(paragraph) if progress.is_untouched && !is_blank => {
                // In a container that does not go on here, a paragraph may (CommonMark calls that lazy).
                out.define_before(line.content(), paragraph);
                paragraph.add_line(line.content());
                return;
            }
            Leaf::Table(aligns) if progress.is_untouched && all && !is_blank => {
                let aligns = aligns.clone();
                out.row(line.content(), &aligns, false);
                return;
            }
            _ => {}
        }
        let was_untouched = progress.is_untouched;
        self.close_to(&mut Progress { ..*progress }, out);
        if is_blank {
            if was_untouched {
                self.note_blank();
            }
            return;
        }
        self.open_paragraph(line.content(), out);
    }

    fn open_paragraph(&mut self, text: &str, out: &mut Output) {
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

    /// A blank line counts up to the nearest quote: inside it, it is the quote's own.
    fn note_blank(&mut self) {
        for container in self.containers.iter_mut().rev() {
            if matches!(container.holder, Holder::Quote | Holder::Footnote) {
                break;
            }
            container.is_after_blank = true;
        }
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

fn enter_quote(line: &mut Line) -> bool {
    let is_one = line.indent() < 4 && line.content().starts_with('>');
    if is_one {
        line.advance_to_content();
        line.advance(1);
        if line.indent() > 0 {
            line.advance_columns(1);
        }
    }
    is_one
}

fn enter_indented(line: &mut Line, columns: usize, with_blank: bool) -> bool {
    let is_in = line.indent() >= columns || (with_blank && line.is_blank());
    if is_in {
        line.advance_columns(columns);
    }
    is_in
}

/// Passes the mark of an item; gives how far its content is indented.
fn enter_item(line: &mut Line, length: usize) -> usize {
    let indent = line.indent();
    line.advance_to_content();
    line.advance(length);
    let blanks = line.indent();
    let taken = if line.is_blank() || blanks >= 5 { 1 } else { blanks };
    line.advance_columns(taken);
    indent + length + taken
}

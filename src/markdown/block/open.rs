//! Leaf blocks that begin in a line, and say so by its first character.
//!
//! **Invariant:** nothing is closed or opened unless the line begins a block.

use super::leaf::Leaf;
use super::line::Line;
use super::{Blocks, Output, Progress, formula, start};
use crate::markdown::{Kind, inline};

impl Blocks {
    /// Opens the leaf that the line begins, if it begins one.
    pub(super) fn open_leaf_block(
        &mut self,
        line: &Line,
        progress: &mut Progress,
        in_paragraph: bool,
        out: &mut Output,
    ) -> bool {
        let content = line.content();
        match content.as_bytes()[0] {
            b'#' => self.open_heading(content, progress, out),
            b'`' | b'~' => self.open_fence(line, progress, out),
            b'<' => self.open_html(line, progress, out),
            b'$' | b'\\' => self.open_formula(content, progress, out),
            _ if in_paragraph && self.become_heading(content, out) => true,
            _ if in_paragraph && self.become_table(content, out) => true,
            _ => self.open_rule(content, progress, out),
        }
    }

    /// A line that is indented is code, but not behind a paragraph, which goes on with it.
    pub(super) fn open_indented(
        &mut self,
        line: &Line,
        progress: &mut Progress,
        is_whole: bool,
        out: &mut Output,
    ) -> bool {
        if matches!(self.leaf, Leaf::Paragraph(_)) {
            return false;
        }
        self.close_to(progress, out);
        self.open_leaf(Kind::CodeBlock(String::new()), Leaf::Indented(String::new()), out);
        out.builder.text(&(line.rest_without(4) + if is_whole { "\n" } else { "" }));
        true
    }

    fn open_heading(&mut self, content: &str, progress: &mut Progress, out: &mut Output) -> bool {
        let Some((level, text)) = start::heading(content) else { return false };
        self.close_to(progress, out);
        self.add_child(false, out);
        out.builder.open(Kind::Heading(level));
        out.inline(text);
        out.builder.close();
        true
    }

    fn open_fence(&mut self, line: &Line, progress: &mut Progress, out: &mut Output) -> bool {
        let Some((byte, length, info)) = start::fence(line.content()) else { return false };
        self.close_to(progress, out);
        let info = inline::unescape(info);
        let language = info.split([' ', ',', '{', '\t']).next().unwrap_or_default().to_owned();
        // As GitHub and GitLab have it.
        let kind = match language == "math" {
            true => Kind::Math { is_display: true },
            false => Kind::CodeBlock(language),
        };
        self.open_leaf(kind, Leaf::Fence(byte, length, line.indent()), out);
        true
    }

    /// Raw HTML is a paragraph in which nothing is markdown.
    fn open_html(&mut self, line: &Line, progress: &mut Progress, out: &mut Output) -> bool {
        let content = line.content();
        let Some(condition) = start::html(content, matches!(self.leaf, Leaf::Paragraph(_))) else {
            return false;
        };
        self.close_to(progress, out);
        self.open_leaf(Kind::Paragraph, Leaf::Html(condition), out);
        out.builder.text(&line.rest());
        if start::ends_html(condition, content) {
            self.close_leaf(out);
        }
        true
    }

    fn open_formula(&mut self, content: &str, progress: &mut Progress, out: &mut Output) -> bool {
        let Some((end, inside)) = formula::begin(content) else { return false };
        if let Leaf::Paragraph(paragraph) = &self.leaf
            && self.goes_on(progress)
            && end == "$$"
            && inline::opens_formula(&paragraph.text, out.references)
        {
            // It ends the one that the paragraph's words began.
            return false;
        }
        self.close_to(progress, out);
        let whole = formula::last(inside, end);
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
        true
    }

    fn open_rule(&mut self, content: &str, progress: &mut Progress, out: &mut Output) -> bool {
        if !start::is_rule(content) {
            return false;
        }
        self.close_to(progress, out);
        self.add_child(false, out);
        out.builder.open(Kind::Rule);
        out.builder.close();
        true
    }
}

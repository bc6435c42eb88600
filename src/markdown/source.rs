//! Words of an answer as the markdown that they are read from: for a cell of a table that is copied.
//!
//! **Invariant:** what is written is read back as the same nodes, by this parser and by others that know formulas. A
//! mark that has no partner in its cell, as the dollar of a price, means nothing and gets no backslash.

mod address;
mod text;

use super::inline::is_formula;
use super::{Kind, Node};
use crate::text::{contains, digits};
use address::{autolink, target};

/// The markdown of what stands in a cell.
pub fn cell_source(nodes: &[Node]) -> String {
    // Written twice: the draft tells which marks have partners.
    let draft = Writer::default().written(nodes);
    let is_paired = |mark: &char| match mark {
        '[' => draft.contains(']'),
        mark => draft.chars().filter(|c| c == mark).nth(1).is_some(),
    };
    let paired = "[`~$*_".chars().filter(is_paired).collect();
    let writer = Writer { paired, has_formula_end: draft.contains("\\]"), ..Writer::default() };
    // A row is cut into cells before anything else is read, so a pipe is the same everywhere.
    writer.written(nodes).replace('|', "\\|")
}

/// The words alone: a formula is its TeX, an image its alternative text, a footnote's mark stays apart from the words.
pub fn plain_text(nodes: &[Node]) -> String {
    let text = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(Kind::Break, _) => "\n".to_owned(),
        Node::Element(Kind::FootnoteReference(label), _) => ["[", label, "]"].concat(),
        Node::Element(_, children) => plain_text(children),
    };
    nodes.iter().map(text).collect()
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The marks that have partners.
    paired: String,
    /// True if `\]` stands somewhere in the cell.
    has_formula_end: bool,
    /// In the words of a link or an image, which a bracket would end.
    is_in_brackets: bool,
    /// In emphasis that is marked by asterisks.
    is_in_stars: bool,
}

impl Writer {
    fn written(mut self, nodes: &[Node]) -> String {
        self.all(nodes);
        self.out
    }

    fn all(&mut self, nodes: &[Node]) {
        let mut is_first = true;
        for (index, node) in nodes.iter().enumerate() {
            let next = nodes.get(index + 1);
            match node {
                Node::Text(text) => self.text(text, is_first, next.is_none()),
                Node::Element(kind, children) => self.element(kind, children, next),
            }
            is_first = matches!(node, Node::Element(Kind::Break, _));
        }
    }

    fn element(&mut self, kind: &Kind, children: &[Node], next: Option<&Node>) {
        match kind {
            Kind::Strong => self.emphasis(2, children, next),
            Kind::Emphasis => self.emphasis(1, children, next),
            Kind::Strike => self.marked("~~", children),
            Kind::Code => self.code(&plain_text(children)),
            Kind::Break => self.out.push_str("<br>"),
            Kind::Math { is_display } => self.formula(&plain_text(children), *is_display, next),
            Kind::FootnoteReference(label) => self.put(&["[^", label, "]"]),
            Kind::Image { url, title } => self.bracketed("![", children, &target(url, title)),
            Kind::Link { url, title } => match autolink(children, url, title) {
                Some(words) => self.put(&["<", words, ">"]),
                None => self.bracketed("[", children, &target(url, title)),
            },
            _ => self.all(children),
        }
    }

    fn put(&mut self, parts: &[&str]) {
        parts.iter().for_each(|part| self.out.push_str(part));
    }

    fn between(&mut self, before: &str, children: &[Node], after: &str) {
        self.out.push_str(before);
        self.all(children);
        self.out.push_str(after);
    }

    /// Marks open nothing between a letter and a sign. As a number the letter is none.
    fn marked(&mut self, marks: &str, children: &[Node]) {
        let start = self.out.len();
        self.between(marks, children, marks);
        let opens = begins_word(&self.out[start + marks.len()..]);
        let before = self.out[..start].chars().next_back().filter(|&before| is_word(before) && !opens);
        if let Some(before) = before {
            self.out.replace_range(start - before.len_utf8()..start, &number(before));
        }
    }

    fn bracketed(&mut self, before: &str, words: &[Node], target: &str) {
        let was_in_brackets = std::mem::replace(&mut self.is_in_brackets, true);
        self.between(before, words, target);
        self.is_in_brackets = was_in_brackets;
    }

    /// With underscores where asterisks would run together or close what they stand in, unless they would stand within a word.
    fn emphasis(&mut self, count: usize, children: &[Node], next: Option<&Node>) {
        let touches = self.out.ends_with('*') || self.is_in_stars;
        let is_in_word = self.out.ends_with(is_word) || first_of(next).is_some_and(is_word);
        let is_star = !touches || is_in_word;
        let was_in_stars = std::mem::replace(&mut self.is_in_stars, is_star);
        self.marked(&(if is_star { "*" } else { "_" }).repeat(count), children);
        self.is_in_stars = was_in_stars;
    }

    /// Between more backticks than there are in it.
    fn code(&mut self, code: &str) {
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest + 1);
        let has_mark = code.starts_with('`') || code.ends_with('`');
        let would_lose = code.starts_with(' ') && code.ends_with(' ') && !code.trim_matches(' ').is_empty();
        let pad = if has_mark || would_lose { " " } else { "" };
        self.put(&[&fence, pad, code, pad, &fence]);
    }

    /// Between dollars, unless they would not be read as the marks of a formula.
    fn formula(&mut self, tex: &str, is_display: bool, next: Option<&Node>) {
        let is_next_to_mark = matches!(next, Some(Node::Element(Kind::Math { .. }, _)))
            || first_of(next).is_some_and(|c| c.is_ascii_digit());
        let has_dollar = match is_display {
            true => contains(tex, "$$") || tex.ends_with('$'),
            false => tex.replace("\\$", "").contains(['$', '`']) || is_next_to_mark,
        };
        let (before, after) =
            match (has_dollar || tex.ends_with('\\') || !is_formula(tex, is_display), is_display) {
                (false, true) => ("$$", "$$"),
                (false, false) => ("$", "$"),
                (true, true) => ("\\[", "\\]"),
                (true, false) => ("\\(", "\\)"),
            };
        self.put(&[before, tex, after]);
    }
}

/// A character as a reference to its number.
fn number(c: char) -> String {
    ["&#", &digits(u32::from(c).into()), ";"].concat()
}

/// Not by patterns: those that are used once are shorter in the first half of the module.
fn begins_word(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphanumeric)
}

fn ends_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphanumeric)
}

/// True for what is neither a sign nor a blank. Of other signs than those of ASCII it is not asked.
fn is_word(c: char) -> bool {
    !c.is_ascii_punctuation() && !c.is_whitespace()
}

/// The first character of a text.
fn first_of(node: Option<&Node>) -> Option<char> {
    match node {
        Some(Node::Text(text)) => text.chars().next(),
        _ => None,
    }
}

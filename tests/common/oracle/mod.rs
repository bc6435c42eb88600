//! Two other parsers, to hold ours against: pulldown-cmark, and comrak, which follows cmark-gfm. Where they disagree
//! with each other, ours may be with either.
//!
//! **Invariant:** what is intended to differ is made the same in `tree`, or named in `excused`, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod comrak;
mod excused;
mod pulldown;
mod tree;

use causerie::markdown::html::to_html;
use causerie::markdown::{Kind, Node, Streamed};

pub use comrak::comrak;
use excused::{excused, squeezed};
pub use pulldown::pulldown;
use tree::{add, add_text};

/// How ours differs from both others, if it does.
pub fn difference(text: &str) -> Option<String> {
    // What every line end and zero byte is in CommonMark; and a last line without an end is one with it.
    let text = &(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}") + "\n");
    let nodes = plain(Streamed::of([text.as_str()]).nodes());
    let ours = to_html(&nodes);
    let pulldown = to_html(&pulldown(text));
    if ours == pulldown {
        return None;
    }
    // It moves footnotes to the end, or leaves them out.
    let comrak = to_html(&without_notes(comrak(text)));
    if to_html(&without_notes(nodes)) == comrak || excused(text) {
        return None;
    }
    // The others keep the blanks before a line within a code span where that line goes on with a paragraph lazily.
    let is_indented = |line: &str| line.starts_with([' ', '\t']);
    if text.contains('`') && text.lines().any(is_indented) && squeezed(&ours) == squeezed(&pulldown) {
        return None;
    }
    let other = if pulldown == comrak { String::new() } else { format!("comrak:\n{comrak}") };
    Some(format!("{text:?}\nours:\n{ours}pulldown-cmark:\n{pulldown}{other}"))
}

/// Ours, with bare addresses as text: neither of the others has them.
fn plain(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Text(text) => add_text(&mut out, &text),
            Node::Element(kind, children) => {
                add(&mut out, Some(kind), plain(children));
            }
        }
    }
    out
}

fn without_notes(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Element(Kind::Footnote(_), _) => {}
            Node::Element(kind, children) => out.push(Node::Element(kind, without_notes(children))),
            text => out.push(text),
        }
    }
    out
}

//! Nodes from pieces.
//!
//! **Invariant:** neighbouring texts are one; elements stand in each other no deeper than `DEEPEST`; an address that
//! nobody asked for is no link within a link.

use super::{Arena, Id, What};
use crate::markdown::{Kind, Node, safe_link};

/// How deep elements stand in each other at most; what is deeper stands in the deepest.
const DEEPEST: usize = 60;

impl Arena {
    /// The nodes before and after a place in the source; the place is inside no element.
    pub fn nodes(&self, source: &str, cut: usize) -> (Vec<Node>, Vec<Node>) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut at = self.at(0).first_child;
        while at != 0 {
            let piece = self.at(at);
            match piece.what {
                What::Source if piece.start < cut && cut < piece.end => {
                    add_text(&mut before, &source[piece.start..cut]);
                    add_text(&mut after, &source[cut..piece.end]);
                }
                _ => {
                    let out = if piece.start < cut { &mut before } else { &mut after };
                    self.convert(at, source, out, 0, false);
                }
            }
            at = piece.next;
        }
        (before, after)
    }

    fn convert(&self, id: Id, source: &str, out: &mut Vec<Node>, depth: usize, in_link: bool) {
        let piece = self.at(id);
        match &piece.what {
            What::Source => add_text(out, &source[piece.start..piece.end]),
            What::Text(text) => add_text(out, text),
            What::Address(url) => match (in_link, safe_link(url)) {
                (false, Some(url)) => {
                    let mut inner = Vec::new();
                    add_text(&mut inner, &source[piece.start..piece.end]);
                    out.push(Node::Element(Kind::Link { url, title: String::new() }, inner));
                }
                _ => add_text(out, &source[piece.start..piece.end]),
            },
            What::Element(kind) if depth < DEEPEST => {
                let mut inner = Vec::new();
                let in_link = in_link || matches!(kind, Kind::Link { .. });
                self.convert_children(piece.first_child, source, &mut inner, depth + 1, in_link);
                out.push(Node::Element(kind.clone(), inner));
            }
            What::Group if depth < DEEPEST => {
                self.convert_children(piece.first_child, source, out, depth + 1, in_link);
            }
            What::Element(_) | What::Group => add_text(out, &source[piece.start..piece.end]),
        }
    }

    fn convert_children(&self, first: Id, source: &str, out: &mut Vec<Node>, depth: usize, in_link: bool) {
        let mut at = first;
        while at != 0 {
            self.convert(at, source, out, depth, in_link);
            at = self.at(at).next;
        }
    }
}

/// Joins neighbouring texts, so that a text node can grow in place.
fn add_text(out: &mut Vec<Node>, text: &str) {
    match out.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => out.push(Node::Text(text.to_owned())),
    }
}

//! Sees to it that what is done stays.
//!
//! **Invariant:** an operation on something that was said to be done is noted, except while a definition changes it;
//! that may turn text into links and marks of footnotes, and nothing else.

use super::Tree;
use crate::markdown::{Kind, Node};

impl Tree {
    fn violation(&mut self, what: &str, node: usize) {
        if !self.is_fixing {
            self.violations.push(format!("{what} ({node})"));
        }
    }

    /// True if the node or what it stands in is done.
    fn is_done(&self, node: usize) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if self.places[node].settled == u32::MAX {
                return true;
            }
            at = self.places[node].parent;
        }
        false
    }

    /// True if something of the node or in it is done.
    fn has_done(&self, node: usize) -> bool {
        let place = &self.places[node];
        place.settled > 0 || place.children.iter().any(|child| self.has_done(*child))
    }

    pub(super) fn watch_insert(&mut self, parent: usize, index: usize) {
        if self.is_done(parent) {
            self.violation("a child of what is done", parent);
        }
        if self.places[parent].children.get(index).is_some_and(|behind| self.has_done(*behind)) {
            self.violation("a child before what is done", parent);
        }
    }

    pub(super) fn watch_text(&mut self, node: usize, start: u32) {
        if self.is_done(node) || start < self.places[node].settled {
            self.violation("a text that is done", node);
        }
    }

    pub(super) fn watch_element(&mut self, node: usize) {
        if self.is_done(node) {
            self.violation("an element that is done", node);
        }
    }

    pub(super) fn watch_removal(&mut self, node: usize) {
        if self.is_done(node) || self.has_done(node) {
            self.violation("taken away although done", node);
        }
    }
}

/// What a definition changed beyond its references.
pub(super) fn fix_violation(before: &[Node], after: &[Node]) -> Option<String> {
    let (mut old, mut new) = (Words::default(), Words::default());
    old.add(before);
    new.add(after);
    let mut rest = old.all.chars();
    if !new.outside.chars().all(|c| rest.any(|other| other == c)) {
        return Some(format!("a definition changed words: {} became {}", old.all, new.all));
    }
    (new.blocks != old.blocks).then(|| "a definition changed a block".to_owned())
}

/// The letters and digits of some nodes: those that are no part of a reference, and all with the addresses, which
/// become words if `[a][b](c)` turns out to be the link `[a][b]`. And how many blocks there are.
#[derive(Default)]
struct Words {
    outside: String,
    all: String,
    blocks: usize,
    /// How many brackets and references are open.
    depth: usize,
}

impl Words {
    fn say(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '[' => self.depth += 1,
                ']' => self.depth = self.depth.saturating_sub(1),
                _ if !c.is_alphanumeric() => {}
                _ => {
                    self.all.push(c);
                    self.outside.extend(Some(c).filter(|_| self.depth == 0));
                }
            }
        }
    }

    fn add(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => self.say(text),
                Node::Element(Kind::Link { url, title } | Kind::Image { url, title }, children) => {
                    let depth = std::mem::replace(&mut self.depth, usize::MAX / 2);
                    self.add(children);
                    self.say(url);
                    self.say(title);
                    self.depth = depth;
                }
                Node::Element(Kind::FootnoteReference(_), _) => {}
                Node::Element(kind, children) => {
                    let is_inline = matches!(
                        kind,
                        Kind::Emphasis
                            | Kind::Strong
                            | Kind::Strike
                            | Kind::Code
                            | Kind::Math { .. }
                            | Kind::Break
                    );
                    self.blocks += usize::from(!is_inline);
                    self.add(children);
                }
            }
        }
    }
}

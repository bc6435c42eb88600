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
    let (mut words, mut left) = (Words::default(), Words::default());
    words.add(before, true);
    left.add(after, false);
    let mut rest = words.text.chars();
    // Labels go, nothing comes.
    if !left.text.chars().all(|c| rest.any(|other| other == c)) {
        return Some(format!("a definition changed words: {} became {}", words.text, left.text));
    }
    (left.elements > words.elements).then(|| "a definition made an element that is no reference".to_owned())
}

/// The letters and digits of some nodes, and how many of their elements are no references.
#[derive(Default)]
struct Words {
    text: String,
    elements: usize,
}

impl Words {
    fn say(&mut self, text: &str) {
        self.text.extend(text.chars().filter(|c| c.is_alphanumeric()));
    }

    /// With the addresses of links, which become words if `[a][b](c)` turns out to be the link `[a][b]`.
    fn add(&mut self, nodes: &[Node], with_addresses: bool) {
        for node in nodes {
            match node {
                Node::Text(text) => self.say(text),
                Node::Element(kind, children) => {
                    self.add(children, with_addresses);
                    match kind {
                        Kind::Link { url, title } | Kind::Image { url, title } if with_addresses => {
                            self.say(url);
                            self.say(title);
                        }
                        Kind::Link { .. } | Kind::Image { .. } | Kind::FootnoteReference(_) => {}
                        _ => self.elements += 1,
                    }
                }
            }
        }
    }
}

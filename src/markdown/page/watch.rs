//! Sees to it that what is done stays.
//!
//! **Invariant:** an operation on something that was said to be done is noted, except while a definition changes it;
//! that leaves the blocks as they are.

use super::Tree;
use crate::markdown::Kind;

impl Tree {
    fn violation(&mut self, what: &'static str) {
        if !self.is_fixing {
            self.violations.push(what);
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

    /// A definition may bring and take away what stands within lines.
    fn watch_fix(&mut self, node: usize) {
        if self.is_fixing && self.has_block(node) {
            self.violations.push("a block that a definition changed");
        }
    }

    fn has_block(&self, node: usize) -> bool {
        let place = &self.places[node];
        let is_block = place.what.as_ref().is_ok_and(|kind| !is_inline(kind));
        is_block || place.children.iter().any(|child| self.has_block(*child))
    }

    /// True if something of the node or in it is done.
    fn has_done(&self, node: usize) -> bool {
        let place = &self.places[node];
        place.settled > 0 || place.children.iter().any(|child| self.has_done(*child))
    }

    pub(super) fn watch_insert(&mut self, parent: usize, index: usize, node: usize) {
        self.watch_fix(node);
        if self.is_done(parent) {
            self.violation("a child of what is done");
        }
        if self.places[parent].children.get(index).is_some_and(|behind| self.has_done(*behind)) {
            self.violation("a child before what is done");
        }
    }

    pub(super) fn watch_text(&mut self, node: usize, start: u32) {
        if self.is_done(node) || start < self.places[node].settled {
            self.violation("a text that is done");
        }
    }

    pub(super) fn watch_element(&mut self, node: usize) {
        if self.is_done(node) {
            self.violation("an element that is done");
        }
    }

    pub(super) fn watch_removal(&mut self, node: usize) {
        self.watch_fix(node);
        if self.is_done(node) || self.has_done(node) {
            self.violation("taken away although done");
        }
    }
}

fn is_inline(kind: &Kind) -> bool {
    use Kind::{Break, Code, Emphasis, FootnoteReference, Image, Link, Math, Strike, Strong};
    matches!(
        kind,
        Emphasis
            | Strong
            | Strike
            | Code
            | Break
            | Math { .. }
            | FootnoteReference(_)
            | Link { .. }
            | Image { .. }
    )
}

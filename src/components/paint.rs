//! Draws a growing markdown text into an element.
//!
//! **Invariant:** each call draws what is new; what is drawn and done is not touched again.

use super::blocks;
use super::code::Words;
use crate::browser::dom;
use crate::markdown::{Document, Drawing, Kind, Surface};

/// Draws one growing markdown text.
pub struct Painter {
    document: Document,
    drawing: Drawing<Page>,
    /// Bytes of the text that were read.
    read: usize,
}

impl Painter {
    /// A painter for an empty element.
    pub fn new(container: dom::Node, words: Words) -> Self {
        Self { document: Document::default(), drawing: Drawing::new(Page { words }, container), read: 0 }
    }

    /// Draws what `text` has more than at the last call; gives the blocks that are finished now, as plain text.
    pub fn grow(&mut self, text: &str) -> Vec<String> {
        let Some(new) = text.get(self.read..).filter(|new| !new.is_empty()) else { return Vec::new() };
        self.read = text.len();
        self.add(new)
    }

    /// Draws a text behind what is drawn; gives the blocks that are finished now.
    pub fn add(&mut self, new: &str) -> Vec<String> {
        self.drawing.draw(self.document.push(new))
    }

    /// Draws of what definitions changed that came later as much as is done at a time; false, if that was all.
    pub fn catch_up(&mut self) -> bool {
        self.drawing.draw_fixes(self.document.fixes());
        self.document.has_fixes()
    }

    /// Draws the end of the text; gives the last blocks as plain text.
    pub fn finish(&mut self) -> Vec<String> {
        self.drawing.draw(self.document.finish())
    }
}

/// The DOM, as markdown is drawn on it.
struct Page {
    words: Words,
}

impl Surface for Page {
    type Node = dom::Node;

    fn text(&mut self, text: &str) -> dom::Node {
        dom::text(text).into()
    }

    fn element(&mut self, kind: &Kind) -> (dom::Node, dom::Node) {
        blocks::elements(kind, &self.words)
    }

    fn append(&mut self, parent: &dom::Node, child: &dom::Node) {
        dom::append(parent, child);
    }

    fn insert_behind(&mut self, place: &dom::Node, node: &dom::Node) {
        dom::insert_behind(place, node);
    }

    fn remove(&mut self, node: &dom::Node) {
        dom::remove(node);
    }

    fn replace(&mut self, old: &dom::Node, new: &dom::Node) {
        dom::replace(old, new);
    }

    fn append_text(&mut self, node: &dom::Node, more: &str) {
        dom::append_text(node, more);
    }

    fn replace_text(&mut self, node: &dom::Node, start: u32, text: &str) {
        dom::replace_text(node, start, text);
    }

    fn split_text(&mut self, node: &dom::Node, at: u32) -> dom::Node {
        dom::split_text(node, at)
    }

    fn move_children(&mut self, from: &dom::Node, to: &dom::Node) {
        dom::move_children(from, to);
    }

    fn retune(&mut self, old: &Kind, new: &Kind, outer: &dom::Node) -> bool {
        blocks::retune(old, new, outer, &self.words)
    }

    fn finished(&mut self, kind: &Kind, outer: &dom::Node, inner: &dom::Node) {
        blocks::finished(kind, outer, inner);
    }
}

//! Draws markdown nodes as DOM nodes and patches the open tail in place.
//!
//! **Invariant:** a node that stays what it is keeps its DOM node, so that a selection, an open `<details>` or a
//! focused link in it survives; text that only grows is appended to its text node. What is finished is
//! forgotten here and never touched again.

use super::blocks::{elements, finished, retune};
use super::code::Words;
use crate::browser::dom;
use crate::markdown::{Document, Kind, Node};

/// Draws one growing markdown text into an element.
pub struct Painter {
    container: dom::Node,
    words: Words,
    document: Document,
    /// Bytes of the text that were read.
    read: usize,
    open: Vec<Painted>,
}

/// A node that may still change, and where it stands in the DOM.
struct Painted {
    node: PaintedNode,
    /// What stands in the parent.
    outer: dom::Node,
}

enum PaintedNode {
    Text(String),
    /// The kind, where its children go, and the children.
    Element(Kind, dom::Node, Vec<Painted>),
}

impl Painter {
    /// A painter for an empty element.
    pub fn new(container: dom::Node, words: Words) -> Self {
        Self { container, words, document: Document::default(), read: 0, open: Vec::new() }
    }

    /// Draws what `text` has more than at the last call; gives the blocks that are finished now, as plain text.
    pub fn grow(&mut self, text: &str) -> Vec<String> {
        let Some(new) = text.get(self.read..).filter(|new| !new.is_empty()) else { return Vec::new() };
        self.read = text.len();
        let step = self.document.push(new);
        let spoken = step.finished.iter().map(Node::plain_text).collect();
        let over = step.finished.len();
        let nodes = step.finished.into_iter().chain(step.open).collect();
        patch(&self.container, &mut self.open, nodes, &self.words);
        self.open.drain(..over).for_each(|painted| painted.is_whole());
        spoken
    }

    /// Draws the end of `text`; gives the last blocks as plain text. A link whose definition came last is one
    /// only now, and then everything is drawn once more.
    pub fn finish(&mut self, text: &str) -> Vec<String> {
        let nodes = self.document.finish();
        let spoken = nodes.iter().map(Node::plain_text).collect();
        patch(&self.container, &mut self.open, nodes, &self.words);
        self.open.drain(..).for_each(|painted| painted.is_whole());
        if self.document.has_late_definition() {
            dom::empty(&self.container);
            let mut again = Self::new(self.container.clone(), self.words.clone());
            again.grow(text);
            again.finish(text);
        }
        spoken
    }
}

/// Makes `painted`, the last children of `parent`, look like `nodes`.
fn patch(parent: &dom::Node, painted: &mut Vec<Painted>, nodes: Vec<Node>, words: &Words) {
    while painted.len() > nodes.len() {
        if let Some(gone) = painted.pop() {
            dom::remove(&gone.outer);
        }
    }
    for (index, node) in nodes.into_iter().enumerate() {
        match painted.get_mut(index) {
            Some(there) => {
                if let Err(node) = there.become_node(node, words) {
                    let new = paint(node, words);
                    dom::replace(&there.outer, &new.outer);
                    *there = new;
                }
            }
            None => {
                let new = paint(node, words);
                dom::append(parent, &new.outer);
                painted.push(new);
            }
        }
    }
}

impl Painted {
    fn is_whole(&self) {
        if let PaintedNode::Element(kind, inner, children) = &self.node {
            children.iter().for_each(Self::is_whole);
            finished(kind, &self.outer, inner);
        }
    }

    /// Changes in place, or gives the node back if it is another kind of thing.
    fn become_node(&mut self, node: Node, words: &Words) -> Result<(), Node> {
        match (&mut self.node, node) {
            (PaintedNode::Text(old), Node::Text(new)) => {
                if *old != new {
                    change_text(&self.outer, old, &new);
                    *old = new;
                }
                Ok(())
            }
            (PaintedNode::Element(old, inner, painted), Node::Element(kind, children))
                if *old == kind || retune(old, &kind, &self.outer) =>
            {
                *old = kind;
                patch(inner, painted, children, words);
                Ok(())
            }
            (_, node) => Err(node),
        }
    }
}

fn change_text(at: &dom::Node, old: &str, new: &str) {
    match new.strip_prefix(old) {
        Some(more) => dom::append_text(at, more),
        None => dom::set_text(at, new),
    }
}

fn paint(node: Node, words: &Words) -> Painted {
    match node {
        Node::Text(text) => Painted { outer: dom::text(&text).into(), node: PaintedNode::Text(text) },
        Node::Element(kind, children) => {
            let (outer, inner) = elements(&kind, words);
            let mut painted = Vec::with_capacity(children.len());
            patch(&inner, &mut painted, children, words);
            Painted { outer, node: PaintedNode::Element(kind, inner, painted) }
        }
    }
}

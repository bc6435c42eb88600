//! A surface in memory: keeps what is drawn on it as a tree, and counts the operations as the DOM would do them.
//!
//! For tests and tools; the widget's linker drops it. **Invariant:** what it shows is what the DOM would show, and an
//! operation on what was said to be done is noted (`watch`).

mod streamed;
mod surface;
mod watch;

pub use streamed::Streamed;

use std::cell::RefCell;
use std::rc::Rc;

use super::surface::units;
use super::{Kind, Node};

/// A node of the page.
#[derive(Debug)]
struct Place {
    /// An element's kind, or a text.
    what: Result<Kind, String>,
    parent: Option<usize>,
    children: Vec<usize>,
    /// How long a text is, and how much of it may not change any more, in UTF-16 units; all of it if this is the
    /// greatest number. An element has no length, and is done as a whole.
    length: u32,
    settled: u32,
}

#[derive(Debug, Default)]
struct Tree {
    places: Vec<Place>,
    operations: usize,
    /// Elements that took the place of others.
    replaced: usize,
    /// True while a definition changes what is done.
    is_fixing: bool,
    /// Operations that changed what is done.
    violations: Vec<&'static str>,
}

/// The page; a clone is the same page.
#[derive(Clone, Debug, Default)]
pub struct Page(Rc<RefCell<Tree>>);

impl Page {
    fn add(&self, what: Result<Kind, String>) -> usize {
        let mut tree = self.0.borrow_mut();
        let length = what.as_ref().err().map_or(0, |text| units(text));
        tree.places.push(Place { what, parent: None, children: Vec::new(), length, settled: 0 });
        tree.operations += 1;
        tree.places.len() - 1
    }

    fn detach(&self, node: usize) -> Option<(usize, usize)> {
        let mut tree = self.0.borrow_mut();
        tree.operations += 1;
        let parent = tree.places[node].parent.take()?;
        let children = &mut tree.places[parent].children;
        let index = children.iter().rposition(|child| *child == node)?;
        children.remove(index);
        Some((parent, index))
    }

    fn attach(&self, parent: usize, index: usize, node: usize) {
        let mut tree = self.0.borrow_mut();
        tree.operations += 1;
        tree.watch_insert(parent, index, node);
        tree.places[parent].children.insert(index, node);
        tree.places[node].parent = Some(parent);
    }

    fn place(&self, node: usize) -> Option<(usize, usize)> {
        let tree = self.0.borrow();
        let parent = tree.places[node].parent?;
        Some((parent, tree.places[parent].children.iter().rposition(|child| *child == node)?))
    }

    /// Puts another text in the place of what a text has from `start` on; gives what was there.
    fn change(&self, node: usize, start: u32, new: &str) -> String {
        let mut tree = self.0.borrow_mut();
        tree.operations += 1;
        tree.watch_text(node, start);
        let place = &mut tree.places[node];
        let Err(text) = &mut place.what else { return String::new() };
        let mut at = text.len();
        // From the end: a long text mostly changes there.
        while place.length > start {
            let Some(last) = text[..at].chars().next_back() else { break };
            at -= last.len_utf8();
            place.length -= last.len_utf16() as u32;
        }
        let old = text.split_off(at);
        text.push_str(new);
        place.length += units(new);
        old
    }

    /// What stands below a node.
    fn nodes(&self, parent: usize) -> Vec<Node> {
        let children = self.0.borrow().places[parent].children.clone();
        let mut nodes: Vec<Node> = Vec::new();
        for child in children {
            let what = self.0.borrow().places[child].what.clone();
            match (what, nodes.last_mut()) {
                (Err(text), _) if text.is_empty() => {}
                (Err(text), Some(Node::Text(last))) => last.push_str(&text),
                (Err(text), _) => nodes.push(Node::Text(text)),
                (Ok(kind), _) => nodes.push(Node::Element(kind, self.nodes(child))),
            }
        }
        nodes
    }

    fn text_below(&self, parent: usize, out: &mut String) {
        let tree = self.0.borrow();
        match &tree.places[parent].what {
            Err(text) => out.push_str(text),
            Ok(_) => tree.places[parent].children.iter().for_each(|child| self.text_below(*child, out)),
        }
    }
}

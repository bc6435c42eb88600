//! A surface in memory: keeps what is drawn on it as a tree, and counts the operations as the DOM would do them.
//!
//! For tests and tools; the widget's linker drops it. **Invariant:** what it shows is what the DOM would show.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Document, Drawing, Kind, Node, Step, Surface};

/// A node of the page.
#[derive(Debug)]
struct Place {
    /// An element's kind, or a text.
    what: Result<Kind, String>,
    parent: Option<usize>,
    children: Vec<usize>,
}

#[derive(Debug, Default)]
struct Tree {
    places: Vec<Place>,
    operations: usize,
}

/// The page; a clone is the same page.
#[derive(Clone, Debug, Default)]
pub struct Page(Rc<RefCell<Tree>>);

impl Page {
    fn add(&self, what: Result<Kind, String>) -> usize {
        let mut tree = self.0.borrow_mut();
        tree.places.push(Place { what, parent: None, children: Vec::new() });
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
        tree.places[parent].children.insert(index, node);
        tree.places[node].parent = Some(parent);
    }

    fn place(&self, node: usize) -> Option<(usize, usize)> {
        let tree = self.0.borrow();
        let parent = tree.places[node].parent?;
        Some((parent, tree.places[parent].children.iter().rposition(|child| *child == node)?))
    }

    fn change(&self, node: usize, change: impl FnOnce(&mut String)) {
        let mut tree = self.0.borrow_mut();
        tree.operations += 1;
        if let Err(text) = &mut tree.places[node].what {
            change(text);
        }
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

impl Surface for Page {
    type Node = usize;

    fn text(&mut self, text: &str) -> usize {
        self.add(Err(text.to_owned()))
    }

    fn element(&mut self, kind: &Kind) -> (usize, usize) {
        let element = self.add(Ok(kind.clone()));
        (element, element)
    }

    fn append(&mut self, parent: &usize, child: &usize) {
        let end = self.0.borrow().places[*parent].children.len();
        self.attach(*parent, end, *child);
    }

    fn insert_behind(&mut self, place: &usize, node: &usize) {
        if let Some((parent, index)) = self.place(*place) {
            self.attach(parent, index + 1, *node);
        }
    }

    fn remove(&mut self, node: &usize) {
        self.detach(*node);
    }

    fn replace(&mut self, old: &usize, new: &usize) {
        if let Some((parent, index)) = self.detach(*old) {
            self.attach(parent, index, *new);
        }
    }

    fn append_text(&mut self, node: &usize, more: &str) {
        self.change(*node, |text| text.push_str(more));
    }

    fn replace_text(&mut self, node: &usize, start: u32, new: &str) {
        self.change(*node, |text| {
            let units: Vec<u16> = text.encode_utf16().take(start as usize).collect();
            *text = String::from_utf16_lossy(&units) + new;
        });
    }

    fn split_text(&mut self, node: &usize, at: u32) -> usize {
        let mut rest = String::new();
        self.change(*node, |text| {
            let units: Vec<u16> = text.encode_utf16().collect();
            rest = String::from_utf16_lossy(&units[at as usize..]);
            *text = String::from_utf16_lossy(&units[..at as usize]);
        });
        let new = self.add(Err(rest));
        self.insert_behind(node, &new);
        new
    }

    fn move_children(&mut self, from: &usize, to: &usize) {
        let children = self.0.borrow().places[*from].children.clone();
        for child in children {
            self.detach(child);
            self.append(to, &child);
        }
    }

    fn retune(&mut self, old: &Kind, new: &Kind, outer: &usize) -> bool {
        let is_detail = matches!(
            (old, new),
            (Kind::List { start: None, .. }, Kind::List { start: None, .. })
                | (Kind::Link { .. }, Kind::Link { .. })
        );
        if is_detail {
            let mut tree = self.0.borrow_mut();
            tree.operations += 1;
            tree.places[*outer].what = Ok(new.clone());
        }
        is_detail
    }

    fn finished(&mut self, _: &Kind, _: &usize, _: &usize) {}
}

/// A text that is streamed onto a page.
pub struct Streamed {
    document: Document,
    drawing: Drawing<Page>,
    page: Page,
    root: usize,
    /// The blocks that are done, as a listener hears them.
    pub spoken: Vec<String>,
}

impl Default for Streamed {
    fn default() -> Self {
        Self::new()
    }
}

impl Streamed {
    fn new() -> Self {
        let mut page = Page::default();
        let (root, _) = page.element(&Kind::Paragraph);
        let drawing = Drawing::new(page.clone(), root);
        Self { document: Document::default(), drawing, page, root, spoken: Vec::new() }
    }

    /// A text that came in these pieces, and has ended.
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Self {
        let mut streamed = Self::new();
        pieces.into_iter().for_each(|piece| streamed.push(piece));
        streamed.finish();
        streamed
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) {
        let step = self.document.push(text);
        self.draw(step);
    }

    /// Ends the text.
    pub fn finish(&mut self) {
        let step = self.document.finish();
        self.draw(step);
    }

    fn draw(&mut self, step: Step) {
        self.spoken.extend(self.drawing.draw(step));
    }

    /// What is to be seen.
    pub fn nodes(&self) -> Vec<Node> {
        self.page.nodes(self.root)
    }

    /// The text that is to be seen.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.page.text_below(self.root, &mut out);
        out
    }

    /// Bytes that were read so far, those that were read again included.
    pub fn bytes_read(&self) -> usize {
        self.document.bytes_read()
    }

    /// Operations on the page so far.
    pub fn operations(&self) -> usize {
        self.page.0.borrow().operations
    }
}

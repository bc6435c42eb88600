//! A surface in memory: keeps what is drawn on it as a tree, and counts the operations as the DOM would do them.
//!
//! For tests and tools; the widget's linker drops it. **Invariant:** what it shows is what the DOM would show, and an
//! operation on what was said to be done is noted (`watch`).

mod watch;

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
        self.0.borrow_mut().watch_removal(*node);
        self.detach(*node);
    }

    fn replace(&mut self, old: &usize, new: &usize) {
        self.0.borrow_mut().watch_removal(*old);
        self.0.borrow_mut().replaced += 1;
        if let Some((parent, index)) = self.detach(*old) {
            self.attach(parent, index, *new);
        }
    }

    fn append_text(&mut self, node: &usize, more: &str) {
        let end = self.0.borrow().places[*node].length;
        self.change(*node, end, more);
    }

    fn replace_text(&mut self, node: &usize, start: u32, new: &str) {
        self.change(*node, start, new);
    }

    fn split_text(&mut self, node: &usize, at: u32) -> usize {
        let rest = self.change(*node, at, "");
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
        let is_detail = match (old, new) {
            (Kind::List { start: before, .. }, Kind::List { start, .. }) => before == start,
            (Kind::CodeBlock(_), Kind::CodeBlock(language)) => !language.is_empty(),
            (Kind::Link { .. }, Kind::Link { .. }) => true,
            _ => false,
        };
        if is_detail {
            let mut tree = self.0.borrow_mut();
            tree.operations += 1;
            tree.watch_element(*outer);
            tree.places[*outer].what = Ok(new.clone());
        }
        is_detail
    }

    fn finished(&mut self, _: &Kind, outer: &usize, _: &usize) {
        self.0.borrow_mut().places[*outer].settled = u32::MAX;
    }

    fn settled(&mut self, node: &usize, units: u32) {
        self.0.borrow_mut().places[*node].settled = units;
    }
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

    fn draw(&mut self, mut step: Step) {
        let fixes = std::mem::take(&mut step.fixes);
        self.spoken.extend(self.drawing.draw(step));
        if !fixes.is_empty() {
            self.page.0.borrow_mut().is_fixing = true;
            self.drawing.draw_fixes(fixes);
            self.page.0.borrow_mut().is_fixing = false;
        }
    }

    /// What was changed although it was done; nothing, if all is well.
    pub fn violations(&self) -> Vec<&'static str> {
        self.page.0.borrow().violations.clone()
    }

    /// How many elements or texts gave their place to another one so far.
    pub fn replaced(&self) -> usize {
        self.page.0.borrow().replaced
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

fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

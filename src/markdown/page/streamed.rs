//! A whole way from text to nodes, in memory: what tests and tools stream a text onto.
//!
//! **Invariant:** late definitions are drawn last, and they alone may change what is done.

use super::Page;
use crate::markdown::{Document, Drawing, Kind, Node, Surface};

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
        self.spoken.extend(self.drawing.draw(step));
        self.catch_up();
    }

    /// Ends the text.
    pub fn finish(&mut self) {
        let step = self.document.finish();
        self.spoken.extend(self.drawing.draw(step));
        while self.document.has_fixes() {
            self.catch_up();
        }
    }

    /// Draws of what definitions changed that came later as much as is done at a time.
    pub fn catch_up(&mut self) {
        self.page.0.borrow_mut().is_fixing = true;
        self.drawing.draw_fixes(self.document.fixes());
        self.page.0.borrow_mut().is_fixing = false;
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

    /// The numbers of the nodes that are to be seen, from which can be told which stayed.
    pub fn numbers(&self) -> Vec<usize> {
        let tree = self.page.0.borrow();
        let mut numbers = vec![self.root];
        let mut at = 0;
        while let Some(node) = numbers.get(at) {
            numbers.extend(&tree.places[*node].children);
            at += 1;
        }
        numbers
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

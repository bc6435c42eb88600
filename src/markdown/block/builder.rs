//! Where the blocks go: the elements that are open, and what is new in each since the last step.
//!
//! There are two of them: one takes what is settled; the other begins where that stands, takes what the end of the
//! text looks like for now, and is thrown away. **Invariant:** both have the same open elements at the beginning.

use crate::markdown::change::{Change, What};
use crate::markdown::{Kind, Node};

#[derive(Clone, Debug)]
struct Level {
    kind: Kind,
    children: Vec<Change>,
    /// True if the last thing given was a text that may go on.
    has_running_text: bool,
    /// True if it turned out to be nothing.
    is_dropped: bool,
}

impl Level {
    fn of(kind: Kind) -> Self {
        Self { kind, children: Vec::new(), has_running_text: false, is_dropped: false }
    }

    /// Ends the text that may go on, if there is one.
    fn end_text(&mut self) {
        if self.children.is_empty() && self.has_running_text {
            self.children.push(Change::text(String::new(), true));
        }
        self.has_running_text = false;
        if let Some(last) = self.children.last_mut() {
            last.is_done = true;
        }
    }
}

/// The open elements, outermost first; the first stands for the document.
#[derive(Debug)]
pub struct Builder {
    levels: Vec<Level>,
    is_settled: bool,
    /// How many of the levels were open at the beginning, and those of them that were closed, innermost first.
    shared: usize,
    closed: Vec<Level>,
    has_changes: bool,
}

impl Default for Builder {
    fn default() -> Self {
        let levels = vec![Level::of(Kind::Paragraph)];
        Self { levels, is_settled: true, shared: 0, closed: Vec::new(), has_changes: false }
    }
}

impl Builder {
    /// One for what the end looks like.
    pub fn for_look(&self) -> Self {
        let levels: Vec<Level> = self.levels.iter().map(|level| Level::of(level.kind.clone())).collect();
        Self { shared: levels.len(), levels, is_settled: false, closed: Vec::new(), has_changes: false }
    }

    /// True if something is new since the last step.
    pub fn has_changes(&self) -> bool {
        self.has_changes
    }

    fn top(&mut self) -> &mut Level {
        self.has_changes = true;
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    pub fn open(&mut self, kind: Kind) {
        if self.is_settled {
            self.top().end_text();
        }
        self.levels.push(Level::of(kind));
    }

    pub fn close(&mut self) {
        self.has_changes = true;
        if self.levels.len() == self.shared {
            self.shared -= 1;
            self.closed.extend(self.levels.pop());
        } else if let Some(mut level) = self.levels.pop() {
            if self.is_settled {
                level.end_text();
            }
            let element = Change::element(level.kind, level.children, self.is_settled);
            self.top().children.push(element);
        }
    }

    /// Closes an element that turned out to be nothing.
    pub fn drop_top(&mut self) {
        if self.levels.len() == self.shared {
            self.top().is_dropped = true;
            self.close();
        } else {
            self.levels.pop();
        }
    }

    /// The innermost element is another kind of thing than it seemed.
    pub fn rename(&mut self, kind: Kind) {
        self.top().kind = kind;
    }

    /// A list turns out to have blank lines in it.
    pub fn loosen(&mut self, level: usize) {
        if let Some(Kind::List { is_tight, .. }) = self.levels.get_mut(level).map(|level| &mut level.kind) {
            *is_tight = false;
        }
    }

    pub fn text(&mut self, text: &str) {
        let is_settled = self.is_settled;
        let level = self.top();
        match level.children.last_mut().and_then(Change::as_running_text) {
            Some(last) => last.push_str(text),
            None => level.children.push(Change::text(text.to_owned(), false)),
        }
        debug_assert!(is_settled || !level.has_running_text);
    }

    pub fn nodes(&mut self, nodes: Vec<Node>, segment: u32) {
        for node in nodes {
            match node {
                Node::Text(text) if segment == 0 => self.text(&text),
                node => {
                    if self.is_settled {
                        self.top().end_text();
                    }
                    let change = Change::of(node, self.is_settled, segment);
                    self.top().children.push(change);
                }
            }
        }
    }

    /// What is settled since the last call, with what the end looks like behind it.
    pub fn take(&mut self, mut look: Self) -> Vec<Change> {
        self.has_changes = false;
        while !look.levels.is_empty() {
            look.close();
        }
        let mut inner: Option<Change> = None;
        for (level, look) in self.levels.iter_mut().rev().zip(look.closed) {
            let children = level.take(inner.take(), look.children);
            let is_there = !(look.is_dropped && children.is_empty());
            inner = is_there.then(|| Change::element(look.kind, children, false));
        }
        match inner.map(|root| root.what) {
            Some(What::Element(_, children)) => children,
            _ => Vec::new(),
        }
    }

    /// What is settled since the last call, if everything is closed.
    pub fn take_all(&mut self) -> Vec<Change> {
        self.top().end_text();
        std::mem::take(&mut self.top().children)
    }
}

impl Level {
    fn take(&mut self, inner: Option<Change>, look: Vec<Change>) -> Vec<Change> {
        let mut children = std::mem::take(&mut self.children);
        if children.is_empty() && self.has_running_text {
            children.push(Change::text(String::new(), false));
        }
        self.has_running_text = false;
        let mut look = look.into_iter().peekable();
        if inner.is_none()
            && let Some(Change { what: What::Text { text, settled }, is_done: false, .. }) =
                children.last_mut()
        {
            *settled = text.len();
            self.has_running_text = true;
            if let Some(more) = look.peek_mut().and_then(Change::as_running_text) {
                text.push_str(more);
                look.next();
            }
        }
        children.into_iter().chain(inner).chain(look).collect()
    }
}

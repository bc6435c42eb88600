//! Carries changes to a surface (the DOM, or a tree in tests), with as few operations as there are differences.
//!
//! **Invariant:** a node that stays what it is keeps its place on the surface, so that a selection, an open
//! `<details>` or a focused link in it survives; text that only grows is appended to. What is done is forgotten
//! here and never touched again, unless a definition that comes later changes it.

mod late;
mod update;

use super::change::{Change, Fix, Step, What};
use super::speech::Speech;
use super::{Kind, Surface};

/// A node that may still change, and where it stands.
struct Drawn<N> {
    what: DrawnWhat<N>,
    /// What stands in the parent.
    outer: N,
}

enum DrawnWhat<N> {
    /// How much of the text is settled, in UTF-16 units, and the rest.
    Text(u32, String),
    Element {
        kind: Kind,
        inner: N,
        children: Vec<Drawn<N>>,
        /// True if there is something in it that is done and forgotten.
        has_settled: bool,
    },
}

impl<N> Drawn<N> {
    fn has_settled(&self) -> bool {
        match &self.what {
            DrawnWhat::Text(settled, _) => *settled > 0,
            DrawnWhat::Element { has_settled, .. } => *has_settled,
        }
    }
}

/// One growing text on a surface.
pub struct Drawing<S: Surface> {
    pen: Pen<S>,
    container: S::Node,
    open: Vec<Drawn<S::Node>>,
}

struct Pen<S: Surface> {
    surface: S,
    /// What is drawn of the stretches that may change once more, by their number.
    segments: Vec<Vec<Drawn<S::Node>>>,
    speech: Speech,
}

impl<S: Surface> Drawing<S> {
    /// A drawing in an empty container.
    pub fn new(surface: S, container: S::Node) -> Self {
        let pen = Pen { surface, segments: Vec::new(), speech: Speech::default() };
        Self { pen, container, open: Vec::new() }
    }

    /// Draws what changed; gives the blocks that are done now as plain text, as a listener would hear them.
    pub fn draw(&mut self, step: Step) -> Vec<String> {
        if !step.appended.is_empty() {
            self.pen.append_at_end(&self.container, &mut self.open, &step.appended);
            return Vec::new();
        }
        self.pen.patch(&self.container, &mut self.open, step.changes, true);
        self.pen.speech.take()
    }

    /// Draws what definitions changed that came later.
    pub fn draw_fixes(&mut self, fixes: Vec<Fix>) {
        for fix in fixes {
            self.pen.fix(fix);
        }
    }

    /// The surface.
    pub fn surface(&self) -> &S {
        &self.pen.surface
    }
}

impl<S: Surface> Pen<S> {
    /// Makes `drawn` look like `changes`, and forgets what is done. True if something in it is forgotten.
    fn patch(
        &mut self,
        parent: &S::Node,
        drawn: &mut Vec<Drawn<S::Node>>,
        changes: Vec<Change>,
        is_top: bool,
    ) -> bool {
        let count = changes.len();
        self.shorten(drawn, count);
        let (mut done, mut segments) = (0, Vec::new());
        let mut changes = changes.into_iter().peekable();
        for index in 0..count {
            let Some(change) = changes.next() else { break };
            let before_text = matches!(changes.peek(), Some(Change { what: What::Text { .. }, .. }));
            let is_done = change.is_done;
            if is_done {
                done = index + 1;
                segments.push(change.segment);
            }
            if index < drawn.len() {
                self.update(drawn, index, change, before_text);
            } else {
                let new = self.create(change);
                self.surface.append(parent, &new.outer);
                drawn.push(new);
            }
            if is_top && is_done {
                self.speech.end_block();
            }
        }
        // A split may have made one more.
        self.shorten(drawn, count);
        self.forget(drawn, done, segments);
        done > 0 || drawn.iter().any(Drawn::has_settled)
    }

    fn shorten(&mut self, drawn: &mut Vec<Drawn<S::Node>>, count: usize) {
        while drawn.len() > count {
            if let Some(gone) = drawn.pop() {
                self.surface.remove(&gone.outer);
            }
        }
    }

    fn create(&mut self, change: Change) -> Drawn<S::Node> {
        match change.what {
            What::Text { text, settled } => {
                let outer = self.surface.text(&text);
                let mut drawn = Drawn { what: DrawnWhat::Text(0, text), outer };
                self.settle(&mut drawn, settled, change.is_done);
                drawn
            }
            What::Element(kind, children) => {
                let (outer, inner) = self.surface.element(&kind);
                let what = DrawnWhat::Element { kind, inner, children: Vec::new(), has_settled: false };
                let mut drawn = Drawn { what, outer };
                self.fill(&mut drawn, children, change.is_done, change.segment);
                drawn
            }
        }
    }

    /// Draws the children of an element.
    fn fill(&mut self, drawn: &mut Drawn<S::Node>, changes: Vec<Change>, is_done: bool, segment: u32) {
        let DrawnWhat::Element { kind, inner, children, has_settled } = &mut drawn.what else { return };
        if segment == 0 {
            *has_settled |= self.patch(inner, children, changes, false);
        } else {
            if is_done {
                self.say_all(&changes);
            }
            self.patch_whole(inner, children, changes);
        }
        if is_done {
            self.speech.end(kind);
            self.surface.finished(kind, &drawn.outer, inner);
        }
    }

    fn append_at_end(&mut self, parent: &S::Node, drawn: &mut Vec<Drawn<S::Node>>, text: &str) {
        match drawn.last_mut() {
            Some(Drawn { what: DrawnWhat::Text(_, open), outer }) => {
                self.surface.append_text(outer, text);
                open.push_str(text);
            }
            Some(Drawn { what: DrawnWhat::Element { inner, children, .. }, .. }) => {
                let inner = inner.clone();
                self.append_at_end(&inner, children, text);
            }
            None => {
                let outer = self.surface.text(text);
                self.surface.append(parent, &outer);
                drawn.push(Drawn { what: DrawnWhat::Text(0, text.to_owned()), outer });
            }
        }
    }
}

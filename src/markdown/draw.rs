//! Carries changes to a surface (the DOM, or a tree in tests), with as few operations as there are differences.
//!
//! **Invariant:** a node that stays what it is keeps its place on the surface, so that a selection, an open
//! `<details>` or a focused link in it survives; text that only grows is appended to. What is done is forgotten
//! here and never touched again, unless a definition that comes later changes it.

use super::change::{Change, Fix, Step, What};
use super::speech::Speech;
use super::{Kind, Node};

/// Where nodes are drawn. Offsets are in UTF-16 units, as the DOM has them.
pub trait Surface {
    /// A node of the surface; a clone is the same node.
    type Node: Clone;

    /// A new text node.
    fn text(&mut self, text: &str) -> Self::Node;
    /// A new element: what stands in its parent, and what takes its children.
    fn element(&mut self, kind: &Kind) -> (Self::Node, Self::Node);
    fn append(&mut self, parent: &Self::Node, child: &Self::Node);
    /// Puts a node behind one that has a place.
    fn insert_behind(&mut self, place: &Self::Node, node: &Self::Node);
    fn remove(&mut self, node: &Self::Node);
    fn replace(&mut self, old: &Self::Node, new: &Self::Node);
    fn append_text(&mut self, node: &Self::Node, more: &str);
    /// Replaces what stands from `start` to the end of a text node.
    fn replace_text(&mut self, node: &Self::Node, start: u32, text: &str);
    /// Makes two of a text node; gives the second one, which stands behind the first.
    fn split_text(&mut self, node: &Self::Node, at: u32) -> Self::Node;
    /// Moves all children.
    fn move_children(&mut self, from: &Self::Node, to: &Self::Node);
    /// Makes an element another kind in place; false if it cannot, and is to be replaced.
    fn retune(&mut self, old: &Kind, new: &Kind, outer: &Self::Node) -> bool;
    /// Hears of an element that is done.
    fn finished(&mut self, kind: &Kind, outer: &Self::Node, inner: &Self::Node);
    /// Hears how much of a text is settled.
    fn settled(&mut self, _node: &Self::Node, _units: u32) {}
}

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
        self.pen.patch(Some(&self.container), &mut self.open, step.changes, true);
        self.draw_fixes(step.fixes);
        self.pen.speech.take()
    }

    /// Draws what definitions changed that came later.
    pub(super) fn draw_fixes(&mut self, fixes: Vec<Fix>) {
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
    /// Makes `drawn` look like `changes`, and forgets what is done. Without a parent, new nodes stand behind the
    /// ones before them. True if something in it is forgotten.
    fn patch(
        &mut self,
        parent: Option<&S::Node>,
        drawn: &mut Vec<Drawn<S::Node>>,
        changes: Vec<Change>,
        is_top: bool,
    ) -> bool {
        self.shorten(drawn, changes.len());
        let mut done = 0;
        let mut segments = Vec::new();
        let count = changes.len();
        let mut changes = changes.into_iter().peekable();
        for index in 0..count {
            let Some(change) = changes.next() else { break };
            let before_text = matches!(changes.peek(), Some(Change { what: What::Text { .. }, .. }));
            if change.is_done {
                done = index + 1;
                segments.push(change.segment);
            }
            let is_done = change.is_done;
            if index < drawn.len() {
                self.update(drawn, index, change, before_text);
            } else {
                let new = self.create(change);
                match (parent, index.checked_sub(1).and_then(|before| drawn.get(before))) {
                    (Some(parent), _) => self.surface.append(parent, &new.outer),
                    (None, Some(before)) => self.surface.insert_behind(&before.outer, &new.outer),
                    (None, None) => {}
                }
                drawn.push(new);
            }
            if is_top && is_done {
                self.speech.end_block();
            }
        }
        // A split may have made one more.
        self.shorten(drawn, count);
        let mut segments = segments.into_iter();
        for drawn in drawn.drain(..done) {
            if let Some(segment) = segments.next().filter(|&segment| segment > 0) {
                let index = segment as usize;
                while self.segments.len() <= index {
                    self.segments.push(Vec::new());
                }
                self.segments[index].push(drawn);
            }
        }
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
            *has_settled |= self.patch(Some(&*inner), children, changes, false);
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

    /// Like [`Self::patch`], but forgets nothing: it may change once more.
    fn patch_whole(&mut self, parent: &S::Node, drawn: &mut Vec<Drawn<S::Node>>, changes: Vec<Change>) {
        let mut changes = changes;
        for change in &mut changes {
            change.is_done = false;
        }
        self.patch(Some(parent), drawn, changes, false);
    }

    fn say_all(&mut self, changes: &[Change]) {
        for change in changes {
            match &change.what {
                What::Text { text, .. } => self.speech.say(text),
                What::Element(kind, children) => {
                    self.say_all(children);
                    self.speech.end(kind);
                }
            }
        }
    }

    fn update(&mut self, all: &mut Vec<Drawn<S::Node>>, index: usize, change: Change, before_text: bool) {
        let drawn = &mut all[index];
        match (&mut drawn.what, change.what) {
            (DrawnWhat::Text(..), What::Text { text, settled }) => {
                if let Some(rest) = self.update_text(drawn, text, change.segment > 0 && before_text) {
                    all.insert(index + 1, rest);
                }
                self.settle(&mut all[index], settled, change.is_done);
            }
            (DrawnWhat::Element { kind: old, inner, has_settled, .. }, What::Element(kind, children)) => {
                if *old != kind && !self.surface.retune(old, &kind, &drawn.outer) {
                    if !(*has_settled || old.is_line() && kind.is_line()) {
                        let new = self.create(Change { what: What::Element(kind, children), ..change });
                        self.surface.replace(&drawn.outer, &new.outer);
                        *drawn = new;
                        return;
                    }
                    let (new_outer, new_inner) = self.surface.element(&kind);
                    self.surface.move_children(inner, &new_inner);
                    self.surface.replace(&drawn.outer, &new_outer);
                    (*inner, drawn.outer) = (new_inner, new_outer);
                }
                *old = kind;
                self.fill(drawn, children, change.is_done, change.segment);
            }
            (_, what) => {
                let new = self.create(Change { what, ..change });
                self.surface.replace(&drawn.outer, &new.outer);
                *drawn = new;
            }
        }
    }

    /// Makes a text node say `text` behind what is settled of it. If it only loses its end to a node of its own, it
    /// is split, and the second one is given back.
    fn update_text(
        &mut self,
        drawn: &mut Drawn<S::Node>,
        text: String,
        may_split: bool,
    ) -> Option<Drawn<S::Node>> {
        let DrawnWhat::Text(settled, open) = &mut drawn.what else { return None };
        if let Some(more) = text.strip_prefix(open.as_str()) {
            if !more.is_empty() {
                self.surface.append_text(&drawn.outer, more);
            }
        } else if let Some(rest) = open.strip_prefix(text.as_str()).filter(|_| may_split && !text.is_empty())
        {
            let outer = self.surface.split_text(&drawn.outer, *settled + units(&text));
            let rest = Drawn { what: DrawnWhat::Text(0, rest.to_owned()), outer };
            *open = text;
            return Some(rest);
        } else {
            let same = open.char_indices().zip(text.chars()).find(|((_, old), new)| old != new);
            let same = same.map_or(open.len().min(text.len()), |((at, _), _)| at);
            self.surface.replace_text(&drawn.outer, *settled + units(&text[..same]), &text[same..]);
        }
        *open = text;
        None
    }

    /// Forgets what is settled of a text.
    fn settle(&mut self, drawn: &mut Drawn<S::Node>, bytes: usize, is_done: bool) {
        let DrawnWhat::Text(settled, open) = &mut drawn.what else { return };
        if is_done {
            self.speech.say(open);
            self.surface.settled(&drawn.outer, u32::MAX);
        } else if bytes > 0 {
            self.speech.say(&open[..bytes]);
            *settled += units(&open[..bytes]);
            open.drain(..bytes);
            self.surface.settled(&drawn.outer, *settled);
        }
    }

    /// A definition came that changes a stretch.
    fn fix(&mut self, fix: Fix) {
        let index = fix.segment as usize;
        let Some(mut drawn) = self.segments.get_mut(index).map(std::mem::take) else { return };
        let changes = fix.nodes.into_iter().map(|node: Node| Change::of(node, false, fix.segment)).collect();
        self.patch(None, &mut drawn, changes, false);
        self.finish_all(&drawn);
        self.segments[index] = drawn;
    }

    fn finish_all(&mut self, drawn: &[Drawn<S::Node>]) {
        for drawn in drawn {
            if let DrawnWhat::Element { kind, inner, children, .. } = &drawn.what {
                self.finish_all(children);
                self.surface.finished(kind, &drawn.outer, inner);
            }
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

fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

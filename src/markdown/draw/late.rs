//! What may change although it is done: stretches that refer to a label without a definition so far.
//!
//! **Invariant:** such a stretch is kept as it is drawn, and changed by a [`Fix`] alone, which leaves what stands before and
//! behind the reference as it is; a listener hears it once.

use super::{Drawn, DrawnWhat, Pen, Surface};
use crate::markdown::Node;
use crate::markdown::change::{Change, Fix, What};
use crate::markdown::surface::units;

impl<S: Surface> Pen<S> {
    /// Forgets the first of what is drawn, which are done, but for those of stretches (0 is none).
    pub(super) fn forget(&mut self, drawn: &mut Vec<Drawn<S::Node>>, done: usize, segments: Vec<u32>) {
        for (drawn, segment) in drawn.drain(..done).zip(segments) {
            let index = segment as usize;
            if index == 0 {
                continue;
            }
            while self.segments.len() <= index {
                self.segments.push(Vec::new());
            }
            self.segments[index].push(drawn);
        }
    }

    /// Like [`Self::patch`], but forgets nothing: it may change once more.
    pub(super) fn patch_whole(
        &mut self,
        parent: &S::Node,
        drawn: &mut Vec<Drawn<S::Node>>,
        changes: Vec<Change>,
    ) {
        let mut changes = changes;
        for change in &mut changes {
            change.is_done = false;
        }
        self.patch(parent, drawn, changes, false);
    }

    pub(super) fn say_all(&mut self, changes: &[Change]) {
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

    /// A definition came that changes a stretch.
    pub(super) fn fix(&mut self, mut fix: Fix) {
        let index = fix.segment as usize;
        let Some(mut drawn) = self.segments.get_mut(index).map(std::mem::take) else { return };
        self.align(&mut drawn, &mut fix.nodes);
        self.segments[index] = drawn;
    }

    /// Makes `drawn` these nodes, of which nothing is left. What is the same at either end stays.
    fn align(&mut self, drawn: &mut Vec<Drawn<S::Node>>, nodes: &mut [Node]) {
        let count = nodes.len();
        let mut behind = 0;
        while behind < drawn.len().min(count) {
            let last = drawn.len() - 1 - behind;
            if !self.keeps(drawn, last, &mut nodes[count - 1 - behind], true) {
                break;
            }
            behind += 1;
        }
        for index in 0..count - behind {
            let is_more = index + behind >= drawn.len();
            if !is_more && self.keeps(drawn, index, &mut nodes[index], false) {
                continue;
            }
            let node = std::mem::replace(&mut nodes[index], Node::Text(String::new()));
            let new = self.create(Change::of(node, false, 1));
            if !is_more {
                self.surface.replace(&drawn[index].outer, &new.outer);
                drawn[index] = new;
            } else {
                if index > 0 {
                    self.surface.insert_behind(&drawn[index - 1].outer, &new.outer);
                }
                drawn.insert(index, new);
            }
            self.finish_all(&drawn[index..=index]);
        }
        while drawn.len() > count {
            let gone = drawn.remove(count - behind);
            self.surface.remove(&gone.outer);
        }
    }

    /// True if what is drawn there is this node now: an element of the same kind, or a text that begins with it or ends
    /// so, which is made two.
    fn keeps(&mut self, drawn: &mut Vec<Drawn<S::Node>>, at: usize, node: &mut Node, is_end: bool) -> bool {
        let there = &mut drawn[at];
        match (&mut there.what, node) {
            (DrawnWhat::Element { kind, children, .. }, Node::Element(new, nodes)) if kind == new => {
                self.align(children, nodes);
            }
            (DrawnWhat::Text(settled, open), Node::Text(text)) if !text.is_empty() => {
                let cut = match is_end {
                    true => open.strip_suffix(text.as_str()).map(str::len),
                    false => open.starts_with(text.as_str()).then_some(text.len()),
                };
                let Some(cut) = cut else { return false };
                if open != text {
                    let rest = open.split_off(cut);
                    let outer = self.surface.split_text(&there.outer, *settled + units(open));
                    drawn.insert(at + 1, Drawn { what: DrawnWhat::Text(0, rest), outer });
                }
            }
            _ => return false,
        }
        true
    }

    fn finish_all(&mut self, drawn: &[Drawn<S::Node>]) {
        for drawn in drawn {
            if let DrawnWhat::Element { kind, inner, children, .. } = &drawn.what {
                self.finish_all(children);
                self.surface.finished(kind, &drawn.outer, inner);
            }
        }
    }
}

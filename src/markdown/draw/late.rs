//! What may change although it is done: stretches that refer to a label without a definition so far.
//!
//! **Invariant:** such a stretch is kept as it is drawn, and changed by a [`Fix`] alone; a listener hears it once.

use super::{Drawn, DrawnWhat, Pen, Surface};
use crate::markdown::change::{Change, Fix, What};

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
        self.patch(Some(parent), drawn, changes, false);
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
    pub(super) fn fix(&mut self, fix: Fix) {
        let index = fix.segment as usize;
        let Some(mut drawn) = self.segments.get_mut(index).map(std::mem::take) else { return };
        let changes = fix.nodes.into_iter().map(|node| Change::of(node, false, fix.segment)).collect();
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
}

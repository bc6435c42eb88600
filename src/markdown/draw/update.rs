//! What is drawn becomes what it is now, in place wherever that can be.
//!
//! **Invariant:** nothing that is settled is replaced: an element that holds something settled keeps it under its new
//! outer node, and a text is changed behind what is settled of it.

use super::{Drawn, DrawnWhat, Pen, Surface};
use crate::markdown::Kind;
use crate::markdown::change::{Change, What};
use crate::markdown::surface::units;

impl<S: Surface> Pen<S> {
    /// Makes the node at `index` what it is now; a text may leave one more behind it.
    pub(super) fn update(
        &mut self,
        all: &mut Vec<Drawn<S::Node>>,
        index: usize,
        change: Change,
        before_text: bool,
    ) {
        let drawn = &mut all[index];
        match (&drawn.what, change) {
            (DrawnWhat::Text(..), Change { what: What::Text { text, settled }, is_done, segment }) => {
                if let Some(rest) = self.update_text(drawn, text, segment > 0 && before_text) {
                    all.insert(index + 1, rest);
                }
                self.settle(&mut all[index], settled, is_done);
            }
            (DrawnWhat::Element { .. }, Change { what: What::Element(kind, children), is_done, segment }) => {
                self.update_element(drawn, kind, children, is_done, segment);
            }
            (_, change) => self.renew(drawn, change),
        }
    }

    /// Draws a node anew, in the place of the old one.
    fn renew(&mut self, drawn: &mut Drawn<S::Node>, change: Change) {
        let new = self.create(change);
        self.surface.replace(&drawn.outer, &new.outer);
        *drawn = new;
    }

    fn update_element(
        &mut self,
        drawn: &mut Drawn<S::Node>,
        kind: Kind,
        changes: Vec<Change>,
        is_done: bool,
        segment: u32,
    ) {
        let DrawnWhat::Element { kind: old, inner, has_settled, .. } = &mut drawn.what else { return };
        if *old != kind && !self.surface.retune(old, &kind, &drawn.outer) {
            let keeps_children = *has_settled || old.is_line() && kind.is_line();
            if !keeps_children {
                return self.renew(drawn, Change { what: What::Element(kind, changes), is_done, segment });
            }
            let (new_outer, new_inner) = self.surface.element(&kind);
            self.surface.move_children(inner, &new_inner);
            self.surface.replace(&drawn.outer, &new_outer);
            (*inner, drawn.outer) = (new_inner, new_outer);
        }
        *old = kind;
        self.fill(drawn, changes, is_done, segment);
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
    pub(super) fn settle(&mut self, drawn: &mut Drawn<S::Node>, bytes: usize, is_done: bool) {
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
}

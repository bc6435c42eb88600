//! Where each message stands and hangs, found anew after each change.
//!
//! Data from outside may lack a message, name one as its own parent, or come before its parent comes. Such an orphan
//! hangs below the message before it in time, where a conversation with one lost message reads on. It goes to its
//! place once its parent is there. **Invariant:** depends on nothing but the nodes, not on the order in which they
//! came; a message hangs below an earlier one; one that is alive hangs below nothing that is deleted.

use super::{Id, Item, Tree};

/// No message stands here.
const FREE: usize = usize::MAX;

impl<T> Tree<T> {
    /// Where an id stands.
    pub(super) fn find(&self, id: Id) -> Option<usize> {
        let at = *self.slots.get(self.slot(id))?;
        (at != FREE).then_some(at)
    }

    /// The slot of an id, or the free one where it belongs. More than half of them are free, so one is found.
    fn slot(&self, id: Id) -> usize {
        let last = self.slots.len().wrapping_sub(1);
        let mut slot = id.0 as usize & last;
        while self.slots.get(slot).is_some_and(|at| *at != FREE && self.items[*at].node.id != id) {
            slot = (slot + 1) & last;
        }
        slot
    }

    /// Does it all: places, then what hangs where. The items are in order.
    pub(super) fn place(&mut self) {
        self.index();
        let mut last = None;
        for at in 0..self.items.len() {
            self.hang(at, last);
            if self.items[at].is_alive() {
                last = Some(at);
            }
        }
    }

    /// Finds the place of each id. Of one id that came twice, the earlier place counts.
    fn index(&mut self) {
        let items = std::mem::take(&mut self.items);
        self.slots = vec![FREE; (2 * items.len() + 1).next_power_of_two()];
        for item in items {
            let slot = self.slot(item.node.id);
            match self.slots[slot] {
                FREE => {
                    self.slots[slot] = self.items.len();
                    self.items.push(item);
                }
                at => self.items[at].node.join(&item.node),
            }
        }
    }

    /// Hangs a message where it belongs, or else below the last one that is alive.
    fn hang(&mut self, at: usize, last: Option<usize>) {
        let node = self.items[at].node;
        let parent = node.parent.and_then(|parent| self.find(parent)).filter(|parent| *parent < at);
        let gone_with = parent.map_or(0, |parent| self.items[parent].gone);
        let own = if node.deleted.is { node.deleted.at.saturating_add(1) } else { 0 };
        let gone = own.max(gone_with);
        // What came after its branch was deleted, in another tab, was not deleted with it.
        let is_outliving = |parent: usize| gone <= node.created && !self.items[parent].is_alive();
        let above = match (node.parent, parent) {
            (None, _) => None,
            (_, Some(parent)) if !is_outliving(parent) => Some(parent),
            _ => last,
        };
        let item: &mut Item<T> = &mut self.items[at];
        (item.above, item.gone) = (above, gone);
    }
}

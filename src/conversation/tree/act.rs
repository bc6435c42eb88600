//! What can be done to a tree.
//!
//! **Invariant:** an action on a message that is not there, or that makes no sense, changes nothing.

use super::{Flag, Id, Item, Node, Tree};

impl<T> Tree<T> {
    /// A time later than all that this tree knows of. Two actions may come within a millisecond, and a clock may be
    /// set back.
    fn later(&self, now: u64) -> u64 {
        let latest = self.items.iter().map(|item| item.node.latest().saturating_add(1));
        latest.fold(now, u64::max)
    }

    /// Adds a message at the end of the path that is shown. False if the id is taken.
    pub fn append(&mut self, id: Id, message: T, now: u64) -> bool {
        let parent = self.shown().last().map(|last| last.id);
        self.add(id, parent, message, now)
    }

    /// Adds a message beside another one, as an alternative that is shown from now on: a question that was edited,
    /// an answer that is asked for again. False if the id is taken or the other one is not there.
    pub fn branch(&mut self, of: Id, id: Id, message: T, now: u64) -> bool {
        self.is_alive(of) && self.add(id, self.above(of), message, now)
    }

    fn add(&mut self, id: Id, parent: Option<Id>, message: T, now: u64) -> bool {
        let is_new = self.find(id).is_none();
        if is_new {
            let node = Node::new(id, parent, self.later(now));
            self.merge(vec![(node, message)]);
        }
        is_new
    }

    /// Shows the alternative after a message, or the one before it, with what was last shown below that. False if
    /// there is none.
    pub fn step(&mut self, id: Id, is_forward: bool, now: u64) -> bool {
        let all = self.alternatives(id);
        let Some(at) = all.iter().position(|there| *there == id) else { return false };
        let to = if is_forward { all.get(at + 1) } else { all[..at].last() };
        to.is_some_and(|to| self.show(*to, now))
    }

    /// Shows a message among its alternatives. False if it is not there.
    pub fn show(&mut self, id: Id, now: u64) -> bool {
        self.is_alive(id) && self.change(id, now, &|node, at| node.shown = at)
    }

    /// Deletes a message with all that is below it. It can be restored until it is purged.
    pub fn delete(&mut self, id: Id, now: u64) -> bool {
        self.is_alive(id) && self.change(id, now, &|node, at| node.deleted = Flag { at, is: true })
    }

    /// Takes the deletion of this message back: what was shown before it is shown again.
    pub fn restore(&mut self, id: Id, now: u64) -> bool {
        let is_deleted = self.item(id).is_some_and(|item| item.node.deleted.is);
        is_deleted && self.change(id, now, &|node, at| node.deleted = Flag { at, is: false })
    }

    /// Pins a message, or takes the pin away.
    pub fn pin(&mut self, id: Id, is: bool, now: u64) -> bool {
        self.is_alive(id) && self.change(id, now, &|node, at| node.pinned = Flag { at, is })
    }

    fn change(&mut self, id: Id, now: u64, change: &dyn Fn(&mut Node, u64)) -> bool {
        let (found, later) = (self.find(id), self.later(now));
        if let Some(at) = found {
            change(&mut self.items[at].node, later);
            self.place();
        }
        found.is_some()
    }

    /// Drops what is deleted, for good, and says what that was. Another tab that has not heard of the deletion
    /// would bring it back, so it is told first.
    pub fn purge(&mut self) -> Vec<Id> {
        let mut gone = Vec::new();
        self.items.retain(|item| {
            if !item.is_alive() {
                gone.push(item.node.id);
            }
            item.is_alive()
        });
        self.place();
        gone
    }

    /// Takes over what others know of this conversation: messages that are new, and what was changed later. What a
    /// message says stays, where it is there. Quick for messages in order of time.
    pub fn merge(&mut self, others: Vec<(Node, T)>) {
        for (node, message) in others {
            let key = (node.created, node.id);
            let at = self.items.partition_point(|item| (item.node.created, item.node.id) < key);
            match self.items.get_mut(at) {
                Some(item) if item.node.id == node.id => item.node.join(&node),
                _ => self.items.insert(at, Item { node, message, above: None, gone: 0 }),
            }
        }
        self.place();
    }
}

//! One message in the list.
//!
//! **Invariant:** an id is never used twice in a widget, and is greater than those of all messages above it.

use std::cell::Cell;
use std::rc::Rc;

use crate::browser::signal::Followed;
use crate::conversation::{Id, Message};

/// One message in the list: its identity, and the signal that its view listens to.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique within the widget.
    pub id: u64,
    /// Its name in the tree.
    pub node: Id,
    /// How many messages stand at its place, with this one, as far as it is shown.
    pub total: usize,
    pub message: Rc<Followed<Message>>,
    /// When what it says was last changed, in Unix milliseconds.
    pub(super) changed: Rc<Cell<u64>>,
    /// How often it was drawn anew because another tab changed what nothing listens to.
    pub(super) redrawn: u64,
}

impl Entry {
    pub(super) fn new(id: u64, node: Id, message: Message, changed: u64) -> Self {
        Self {
            id,
            node,
            total: 1,
            message: Rc::new(Followed::new(message)),
            changed: Rc::new(Cell::new(changed)),
            redrawn: 0,
        }
    }

    /// What it is drawn under: with another one it is drawn anew.
    pub(super) fn key(&self) -> u64 {
        self.id | (self.total as u64) << 44 | self.redrawn << 54
    }
}

//! The conversation as a tree: each message stands below the one that it answers or follows, and alternatives
//! stand beside each other. One path through it is shown.
//!
//! Nothing but a message's place is known here; what it says is `T`. **Invariant:** a message stands below an
//! earlier one, so there is no circle, whatever the data. Times come from the callers' clocks, but what is done here
//! is always later than all that the tree knows of, so that it counts. Nothing goes but by [`Tree::purge`].

mod act;
mod node;
mod place;

pub use node::{Flag, Id, Node};

/// A tree of messages.
#[derive(Clone, Debug)]
pub struct Tree<T> {
    /// In order of time, and of ids where the time is the same.
    items: Vec<Item<T>>,
    /// Where each id stands; see [`place`].
    slots: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Item<T> {
    node: Node,
    message: T,
    /// Where it hangs.
    above: Option<usize>,
    /// It and what is above it was deleted before this time; 0 if it was not.
    gone: u64,
}

/// A message on the path that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub id: Id,
    /// Which of the alternatives, from 1.
    pub number: usize,
    /// How many there are, with this one.
    pub total: usize,
}

/// The alternatives below one message, while they are counted.
#[derive(Clone, Copy, Default)]
struct Below {
    /// The one that is shown, and its number.
    shown: Option<(usize, usize)>,
    total: usize,
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self { items: Vec::new(), slots: Vec::new() }
    }
}

impl<T> Item<T> {
    fn is_alive(&self) -> bool {
        self.gone <= self.node.created
    }
}

impl<T> Tree<T> {
    /// The path that is shown, from a first message to a last one.
    pub fn shown(&self) -> Vec<Shown> {
        let below = self.below();
        let mut path = Vec::new();
        let mut above = 0;
        while let Below { shown: Some((at, number)), total } = below[above] {
            path.push(Shown { id: self.items[at].node.id, number, total });
            above = at + 1;
        }
        path
    }

    /// What is below each message; below none comes first.
    fn below(&self) -> Vec<Below> {
        let mut below = vec![Below::default(); self.items.len() + 1];
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| item.is_alive()) {
            let below = &mut below[item.above.map_or(0, |above| above + 1)];
            below.total += 1;
            if below.shown.is_none_or(|(there, _)| self.items[there].node.rank() < item.node.rank()) {
                below.shown = Some((at, below.total));
            }
        }
        below
    }

    /// A message with its alternatives, in order of time; none, if it is not there or deleted.
    pub fn alternatives(&self, id: Id) -> Vec<Id> {
        let Some(item) = self.item(id).filter(|item| item.is_alive()) else { return Vec::new() };
        let beside = self.items.iter().filter(|other| other.is_alive() && other.above == item.above);
        beside.map(|other| other.node.id).collect()
    }

    /// A message, if it is there, deleted or not.
    pub fn get(&self, id: Id) -> Option<(&Node, &T)> {
        self.item(id).map(|item| (&item.node, &item.message))
    }

    /// What a message says, to be changed.
    pub fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        let at = self.find(id)?;
        Some(&mut self.items[at].message)
    }

    /// True if it is there and neither deleted itself nor with what is above it.
    pub fn is_alive(&self, id: Id) -> bool {
        self.item(id).is_some_and(Item::is_alive)
    }

    /// The message above, where this one hangs now.
    pub fn above(&self, id: Id) -> Option<Id> {
        let above = self.item(id)?.above?;
        Some(self.items[above].node.id)
    }

    /// All messages, also deleted ones, in order of time.
    pub fn all(&self) -> impl Iterator<Item = (&Node, &T)> {
        self.items.iter().map(|item| (&item.node, &item.message))
    }

    fn item(&self, id: Id) -> Option<&Item<T>> {
        self.find(id).map(|at| &self.items[at])
    }
}

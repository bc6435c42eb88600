//! Owners: what goes together.
//!
//! **Invariant:** what an owner has is taken away once: the youngest owners below it first, each in the order in which it
//! was given.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

thread_local! {
    static CURRENT: RefCell<Option<Owner>> = const { RefCell::new(None) };
}

/// A part that can go. A clone is the same part; the last one takes everything along.
#[derive(Clone, Default)]
pub struct Owner(Rc<Owned>);

#[derive(Default)]
struct Owned {
    below: RefCell<Vec<Weak<Self>>>,
    cleanups: RefCell<Vec<Box<dyn FnOnce()>>>,
}

impl Owner {
    /// One below the current one, if there is one.
    pub fn new() -> Self {
        Self::current().map_or_else(Self::default, |current| current.child())
    }

    /// The one in which the caller runs.
    pub fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// One below this one.
    pub fn child(&self) -> Self {
        let child = Self::default();
        let mut below = self.0.below.borrow_mut();
        if below.len() == below.capacity() {
            below.retain(|owner| owner.strong_count() > 0);
        }
        below.push(Rc::downgrade(&child.0));
        child
    }

    /// Runs `work` in it.
    pub fn with<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = CURRENT.replace(Some(self.clone()));
        let result = work();
        drop(CURRENT.replace(before));
        result
    }

    /// Takes away what it has; it can be given more.
    pub fn cleanup(&self) {
        self.0.cleanup();
    }
}

impl Owned {
    fn cleanup(&self) {
        for owner in self.below.take().iter().filter_map(Weak::upgrade) {
            owner.cleanup();
        }
        for cleanup in self.cleanups.take() {
            cleanup();
        }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.cleanup();
    }
}

/// Has the current owner do something when it goes; without one it is never done.
pub fn on_cleanup(cleanup: impl FnOnce() + 'static) {
    if let Some(Owner(owned)) = Owner::current() {
        owned.cleanups.borrow_mut().push(Box::new(cleanup));
    }
}

//! Values that views follow.
//!
//! The machinery of following is compiled once for all types of values. **Invariant:** a value goes with the reactive owner in which
//! it was made; after that `try_…` finds nothing. Nothing is borrowed while those who follow are told, or while
//! what was replaced is dropped.

use std::cell::RefCell;
use std::fmt::{self, Debug, Formatter};
use std::marker::PhantomData;
use std::rc::Rc;

use wasm_bindgen::UnwrapThrowExt;

use super::kept::{self, Key};
use crate::reactive::Trigger;

/// A value that views follow, as long as somebody holds it.
#[derive(Debug, Default)]
pub struct Followed<T> {
    followers: Trigger,
    value: RefCell<T>,
}

impl<T> Followed<T> {
    pub fn new(value: T) -> Self {
        Self { followers: Trigger::default(), value: RefCell::new(value) }
    }

    /// Follows the value.
    pub fn track(&self) {
        self.followers.track();
    }

    /// Tells those who follow that the value has changed.
    pub fn notify(&self) {
        self.followers.notify();
    }

    /// Reads and follows.
    pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(read)
    }

    /// Reads without following.
    pub fn with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        read(&self.value.borrow())
    }

    /// A copy, without following.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.value.borrow().clone()
    }

    /// Replaces the value.
    pub fn set(&self, value: T) {
        drop(self.value.replace(value));
        self.notify();
    }

    /// Changes the value.
    pub fn update<U>(&self, change: impl FnOnce(&mut T) -> U) -> U {
        let result = self.update_untracked(change);
        self.notify();
        result
    }

    /// Changes the value; nobody is told.
    pub fn update_untracked<U>(&self, change: impl FnOnce(&mut T) -> U) -> U {
        change(&mut self.value.borrow_mut())
    }
}

/// A handle of a value that views follow. Copies share the value, which goes with the owner.
pub struct Signal<T> {
    key: Key,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Debug for Signal<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}

impl<T: Default + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// Without `try_`, a value that has gone is a mistake of the caller's and ends the program.
impl<T: 'static> Signal<T> {
    /// Owned by the current reactive owner.
    pub fn new(value: T) -> Self {
        Self { key: kept::keep(Rc::new(Followed::new(value))), value: PhantomData }
    }

    /// Once for each type, not for each use: six kilobytes less of the module, before it is compressed.
    #[inline(never)]
    fn there(&self) -> Option<Rc<Followed<T>>> {
        kept::find(self.key)?.downcast().ok()
    }

    fn reach<U>(&self, work: impl FnOnce(&Followed<T>) -> U) -> Option<U> {
        // Held, not borrowed from where it is kept: the work may take it from there.
        self.there().map(|there| work(&there))
    }

    /// Follows the value.
    pub fn track(&self) {
        self.reach(Followed::track);
    }

    /// Tells those who follow that the value has changed.
    pub fn notify(&self) {
        self.reach(Followed::notify);
    }

    /// Reads and follows.
    pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        self.reach(|there| there.with(read)).unwrap_throw()
    }

    /// Reads without following.
    pub fn with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        self.try_with_untracked(read).unwrap_throw()
    }

    /// The same, if the value is still there.
    pub fn try_with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.reach(|there| there.with_untracked(read))
    }

    /// Replaces the value; one that has gone stays so.
    pub fn set(&self, value: T) {
        self.try_set(value);
    }

    /// Replaces the value; gives the new one back if there is nothing to replace.
    pub fn try_set(&self, value: T) -> Option<T> {
        let mut value = Some(value);
        self.reach(|there| value.take().map(|value| there.set(value)));
        value
    }

    /// Changes the value.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// The same; nothing, if the value has gone.
    pub fn try_update<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.reach(|there| there.update(change))
    }
}

impl<T: Clone + 'static> Signal<T> {
    /// A copy, followed.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// A copy, without following.
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }

    /// The same, if the value is still there.
    pub fn try_get_untracked(&self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

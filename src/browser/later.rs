//! The half of the module that is loaded later: what is not needed until the first answer is drawn.
//!
//! A function whose name begins with `later_` is a door to it: the build cuts there (xtask/src/embed/split.rs). Where
//! nothing was cut, as in a Leptos app, all doors are open from the beginning. **Invariant:** a door is gone through by
//! [`open`] or [`try_open`] alone. A direct call would bring what is behind it into the first half.

use std::cell::{Cell, RefCell};
use std::hint::black_box;

use super::{extras, frame, style};
use crate::reactive::Owner;

/// In milliseconds: an answer that has come is drawn and coloured then, and is being read.
const REST: i32 = 2500;

thread_local! {
    static IS_MISSING: Cell<bool> = const { Cell::new(false) };
    /// What is to be done when it comes.
    static WAITING: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Has this done when the half is there, or at once. It is not loaded for that.
pub fn when_here(work: Box<dyn FnOnce()>) {
    match is_here() {
        true => work(),
        false => WAITING.with_borrow_mut(|waiting| waiting.push(owned(work))),
    }
}

/// The same work for later, when it may be another owner's turn: what follows signals in it goes with the one of now.
pub fn owned(work: Box<dyn FnOnce()>) -> Box<dyn FnOnce()> {
    match Owner::current() {
        Some(owner) => Box::new(move || owner.with(work)),
        None => work,
    }
}

/// Says that the half is loaded when it is first needed, by the extras. To be called before anything else of the module.
pub fn expect() {
    thread_local! {
        static HAS_BEGUN: Cell<bool> = const { Cell::new(false) };
    }
    if !HAS_BEGUN.replace(true) {
        IS_MISSING.set(true);
    }
}

/// The door, if the half is there already.
pub fn try_open<F>(door: F) -> Option<F> {
    // The optimiser must not see through it.
    is_here().then(|| black_box(door))
}

/// True if the half is there.
pub fn is_here() -> bool {
    !IS_MISSING.get()
}

/// Loads the half, if it is not there; false, if that failed.
pub async fn load() -> bool {
    // Whoever else waited may have been first.
    if !is_here() && extras::load_rest().await && IS_MISSING.replace(false) {
        style::complete_all();
        WAITING.take().into_iter().for_each(|work| work());
    }
    is_here()
}

/// The door, once the half is there; nothing, if it did not load.
pub async fn open<F>(door: F) -> Option<F> {
    load().await;
    try_open(door)
}

/// Loads the half when the page has had nothing better to do for a while, so that no door has to be waited for.
pub fn prepare() {
    if IS_MISSING.get() {
        frame::after(REST, || {
            frame::when_idle(|| {
                frame::spawn(async {
                    load().await;
                });
            });
        });
    }
}

//! Effects, and what makes them run again.
//!
//! **Invariant:** an effect follows what its last run read and nothing else; those that wait run in the order in which
//! they were told.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use super::owner::Owner;

thread_local! {
    /// The effect that is running, which follows what is read.
    static RUNNING: RefCell<Option<Weak<Body>>> = const { RefCell::new(None) };
    static WAITING: RefCell<VecDeque<Weak<Body>>> = const { RefCell::new(VecDeque::new()) };
    /// Whom to tell that something waits.
    static ON_WORK: Cell<fn()> = const { Cell::new(|| ()) };
}

/// Work that is done again when something changed that it read. It ends when this is dropped.
pub struct Effect {
    _body: Rc<Body>,
}

struct Body {
    work: RefCell<Box<dyn FnMut()>>,
    owner: Owner,
    /// How often it has run: who knows another number is not followed any more.
    turn: Cell<u32>,
    is_waiting: Cell<bool>,
}

impl Effect {
    /// Does the work now, and again at a [`flush`] behind a change. What the work makes goes before it is done again.
    pub fn new(work: Box<dyn FnMut()>) -> Self {
        let body = Rc::new(Body {
            work: RefCell::new(work),
            owner: Owner::new(),
            turn: Cell::default(),
            is_waiting: Cell::default(),
        });
        body.run();
        Self { _body: body }
    }
}

impl Body {
    fn run(self: &Rc<Self>) {
        let Ok(mut work) = self.work.try_borrow_mut() else { return };
        self.is_waiting.set(false);
        self.turn.set(self.turn.get().wrapping_add(1));
        self.owner.cleanup();
        let before = RUNNING.replace(Some(Rc::downgrade(self)));
        self.owner.with(&mut *work);
        drop(RUNNING.replace(before));
    }
}

/// Something that changes. Nothing follows it at first.
#[derive(Debug, Default)]
pub struct Trigger(RefCell<Vec<(Weak<Body>, u32)>>);

impl Trigger {
    /// Has the effect that is running follow this.
    pub fn track(&self) {
        let Some(body) = RUNNING.with_borrow(Clone::clone) else { return };
        let Some(turn) = body.upgrade().map(|body| body.turn.get()) else { return };
        let mut followers = self.0.borrow_mut();
        if followers.last().is_some_and(|(last, there)| *there == turn && last.ptr_eq(&body)) {
            return;
        }
        if followers.len() == followers.capacity() {
            followers.retain(|(body, turn)| body.upgrade().is_some_and(|body| body.turn.get() == *turn));
        }
        followers.push((body, turn));
    }

    /// Has all that follow this run at the next [`flush`].
    pub fn notify(&self) {
        for (follower, turn) in self.0.take() {
            let is_new = |body: &Rc<Body>| body.turn.get() == turn && !body.is_waiting.replace(true);
            if follower.upgrade().as_ref().is_some_and(is_new) {
                let was_empty = WAITING.with_borrow_mut(|waiting| {
                    waiting.push_back(follower);
                    waiting.len() == 1
                });
                if was_empty {
                    ON_WORK.get()();
                }
            }
        }
    }
}

/// Says what is to be called when the first effect waits: it is to arrange for a [`flush`], soon.
pub fn on_work(wake: fn()) {
    ON_WORK.set(wake);
}

/// Runs all effects that wait, also those that are told meanwhile.
pub fn flush() {
    while let Some(next) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        if let Some(body) = next.upgrade() {
            body.run();
        }
    }
}

/// Reads without following.
pub fn untrack<T>(read: impl FnOnce() -> T) -> T {
    let before = RUNNING.take();
    let result = read();
    drop(RUNNING.replace(before));
    result
}

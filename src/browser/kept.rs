//! What lives as long as a reactive owner: signals, effects, listeners.
//!
//! **Invariant:** a key finds what it was given for or nothing, also after its place was taken by
//! something else; nothing is borrowed while something is dropped.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::reactive::on_cleanup;

/// Leads to something that is kept.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    place: usize,
    /// How many the place has had before.
    turn: u32,
}

#[derive(Default)]
struct Kept {
    places: Vec<(u32, Option<Rc<dyn Any>>)>,
    free: Vec<usize>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// Keeps something until the current owner goes.
pub fn keep(value: Rc<dyn Any>) -> Key {
    let key = KEPT.with(|kept| kept.borrow_mut().put(value));
    on_cleanup(move || drop(KEPT.with(|kept| kept.borrow_mut().take(key))));
    key
}

/// What is kept under a key, if it still is.
pub fn find(key: Key) -> Option<Rc<dyn Any>> {
    KEPT.with(|kept| kept.borrow_mut().at(key)?.clone())
}

impl Kept {
    fn put(&mut self, value: Rc<dyn Any>) -> Key {
        let place = self.free.pop().unwrap_or(self.places.len());
        if place == self.places.len() {
            self.places.push((0, None));
        }
        let (turn, there) = &mut self.places[place];
        *there = Some(value);
        Key { place, turn: *turn }
    }

    fn at(&mut self, key: Key) -> Option<&mut Option<Rc<dyn Any>>> {
        let (turn, there) = self.places.get_mut(key.place)?;
        (*turn == key.turn).then_some(there)
    }

    fn take(&mut self, key: Key) -> Option<Rc<dyn Any>> {
        let taken = self.at(key)?.take();
        self.places[key.place].0 += 1;
        self.free.push(key.place);
        taken
    }
}

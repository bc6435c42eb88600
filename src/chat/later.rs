//! Doors to what is loaded later, as the chat goes through them.
//!
//! **Invariant:** what does not load is said; nothing else happens then, and it can be tried again.

use super::Chat;
use crate::browser::{frame, later};
use crate::config::Label;

impl Chat {
    /// Calls the function, now or once it is loaded. It takes time at most once a page.
    pub fn later<A: 'static>(self, door: fn(Self, A), with: A) {
        self.go_through(door, with, true);
    }

    /// The same for what nobody has asked for: if it does not load, nothing is said.
    pub fn later_unasked<A: 'static>(self, door: fn(Self, A), with: A) {
        self.go_through(door, with, false);
    }

    fn go_through<A: 'static>(self, door: fn(Self, A), with: A, is_asked: bool) {
        if let Some(door) = later::try_open(door) {
            return door(self, with);
        }
        frame::spawn(async move {
            match later::open(door).await {
                Some(door) => door(self, with),
                None if is_asked => self.show_toast(self.text_now(Label::NotThere)),
                None => {}
            }
        });
    }
}

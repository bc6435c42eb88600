//! Doors to what is loaded later, as the chat goes through them.
//!
//! **Invariant:** what does not load is said, unless nobody asked for it; nothing else happens then, and it can be tried again.
//! Nothing is done for a chat whose widget has gone.

use std::any::Any;
use std::rc::Rc;

use super::Chat;
use crate::browser::{console, frame, later};
use crate::config::{Label, Problem, later_text};
use crate::conversation::{Message, complete_turns, later_answered};
use crate::protocol::Turn;

impl Chat {
    /// Calls the function, now or once it is loaded. It takes time at most once a page.
    pub fn later<A: 'static>(self, door: fn(Self, A), with: A) {
        self.go_through(Box::new(move || call(door, self, with)));
    }

    /// The same for what nobody has asked for: if it does not load now, nothing is said, and it is done when it does.
    pub fn unasked_later<A: 'static>(self, door: fn(Self, A), with: A) {
        self.soon(Box::new(move || call(door, self, with)));
    }

    /// The same for what can wait until the half has come for something else.
    pub fn when_later<A: 'static>(self, door: fn(Self, A), with: A) {
        self.wait(Box::new(move || call(door, self, with)));
    }

    /// What is kept of this type; made when it is first asked for.
    pub fn own<T: Default + 'static>(&self) -> Rc<T> {
        let Some(inner) = self.inner() else { return Rc::default() };
        let mut all = inner.own.borrow_mut();
        if let Some(there) = all.iter().find_map(|there| Rc::clone(there).downcast().ok()) {
            return there;
        }
        let made = Rc::new(T::default());
        all.push(Rc::clone(&made) as Rc<dyn Any>);
        made
    }

    fn wait(self, go: Box<dyn FnOnce()>) {
        later::when_here(Box::new(move || {
            if self.inner().is_some() {
                go();
            }
        }));
    }

    fn soon(self, go: Box<dyn FnOnce()>) {
        self.wait(go);
        if !later::is_here() {
            frame::spawn(async {
                later::load().await;
            });
        }
    }

    fn go_through(self, go: Box<dyn FnOnce()>) {
        if later::is_here() {
            return go();
        }
        let go = later::owned(go);
        frame::spawn(async move {
            if later::load().await {
                if self.inner().is_some() {
                    go();
                }
            } else {
                self.show_toast(self.text_now(Label::NotThere));
            }
        });
    }
}

fn call<A>(door: fn(Chat, A), chat: Chat, with: A) {
    if let Some(door) = later::try_open(door) {
        door(chat, with);
    }
}

/// Says on the console what is wrong with options.
pub(super) fn warn(problems: Vec<Problem>) {
    if !problems.is_empty() {
        frame::spawn(async {
            if let Some(door) = later::open(later_warn as fn(Vec<Problem>)).await {
                door(problems);
            }
        });
    }
}

fn later_warn(problems: Vec<Problem>) {
    problems.iter().for_each(|problem| console::warn(&problem.text()));
}

pub(super) fn later_warn_about_key(_: Chat, (): ()) {
    console::warn(
        "causerie: api-key stands in the page, where every visitor can read it. Use an endpoint on your own site that \
         adds the key, or the getToken callback.",
    );
}

/// Has the words, and what is done with calls, when they are there.
pub(super) fn complete() {
    later::when_here(Box::new(|| {
        if let Some(texts) = later::try_open(later_text as fn(usize) -> &'static str) {
            Label::complete(texts);
        }
        if let Some(answering) = later::try_open(later_answered as fn(Vec<&Message>, bool) -> Vec<Turn>) {
            complete_turns(answering);
        }
    }));
}

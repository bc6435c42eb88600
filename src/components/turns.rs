//! The messages, in groups, and those in groups: a browser passes over a group that is out of view as a whole.
//!
//! **Invariant:** the newest messages are drawn at once, earlier ones when the page has time, the newest of them first:
//! a long conversation opens as fast as a short one. What stands in a group does not depend on how many there are. The
//! buttons of a message are half of its elements, and a browser's frame costs by how many there are in all, seen or not:
//! those of earlier messages are made when their group comes into view, is pointed at or gets the focus.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::actions;
use super::message::message;
use crate::browser::signal::Signal;
use crate::browser::view::{El, el};
use crate::browser::{clock, dom, frame};
use crate::chat::Chat;

/// Messages in a group. It is styled and laid out in one go when it comes into view.
const SIZE: u64 = 8;
/// Messages in a group of groups. Each frame asks all of them whether they are in view, and lays them out in a column.
const MANY: u64 = 16 * SIZE;
/// This many groups are drawn at once.
const FIRST: u64 = 3;
/// The class of a group in which buttons are still to be made.
const BARE: &str = "bare";
/// The events that say that a group is seen or used.
pub const SEEN: [&str; 3] = [dom::SKIPPED, "pointerover", "focusin"];

/// All messages.
pub fn turns(chat: Chat) -> El {
    let later = Rc::new(Later::default());
    let groups = move |&many: &u64| {
        let later = Rc::clone(&later);
        let groups = el("div", "groups");
        groups.list(move || chat.groups(many, MANY, SIZE), move |&number| group(chat, number, &later))
    };
    el("div", "turns").list(move || chat.groups(0, u64::MAX, MANY), groups)
}

fn group(chat: Chat, number: u64, later: &Rc<Later>) -> El {
    let last = chat.entries.with_untracked(|entries| entries.last().map_or(0, |last| last.id / SIZE));
    let is_new = number + FIRST > last;
    // An earlier page is drawn as a whole: groups that grow later would push what its reader looks at.
    let is_wanted = number == chat.chosen() / SIZE || chat.came_earlier(number * SIZE);
    let is_drawn = Signal::new(is_new || is_wanted);
    if !is_drawn.get_untracked() {
        later.put(is_drawn);
    }
    let shown = move || if is_drawn.get() { chat.in_group(number, SIZE) } else { Vec::new() };
    let group = el("div", if is_new || !dom::tells_skipped() { "group" } else { "group bare" });
    let node = group.node().clone();
    group.list(shown, move |entry| message(chat, entry, dom::closest(&node, BARE).is_some()))
}

/// Makes the buttons in a group of which one of the events says that it is seen or used.
pub fn seen(chat: Chat, event: &dom::Event) {
    let group = event.target().and_then(|target| dom::closest(&target, BARE));
    if let Some(group) = group.filter(|_| !dom::is_skipped(event)) {
        chat.unasked_later(later_complete, group);
    }
}

fn later_complete(chat: Chat, group: dom::Element) {
    // Messages that are drawn into it from now on have theirs.
    group.set_class_name("group");
    dom::all(&group, ".actions").for_each(|row| actions::complete(chat, row));
}

/// Own work in one go, in milliseconds.
const BUDGET: f64 = 8.0;

/// The groups that are still to be drawn.
#[derive(Default)]
struct Later {
    groups: RefCell<Vec<Signal<bool>>>,
    is_under_way: Cell<bool>,
}

impl Later {
    fn put(self: &Rc<Self>, group: Signal<bool>) {
        self.groups.borrow_mut().push(group);
        if !self.is_under_way.replace(true) {
            self.go_on();
        }
    }

    fn go_on(self: &Rc<Self>) {
        let later = Rc::clone(self);
        frame::when_idle(move || later.draw(clock::now()));
    }

    /// Draws one group after the other while there is time.
    fn draw(self: &Rc<Self>, begun: f64) {
        let Some(group) = self.groups.borrow_mut().pop() else { return self.is_under_way.set(false) };
        // Nothing happens if it is gone meanwhile.
        group.try_set(true);
        let later = Rc::clone(self);
        // The group is drawn when this task ends, and what is said here comes behind it.
        frame::soon(move || if clock::now() - begun < BUDGET { later.draw(begun) } else { later.go_on() });
    }
}

//! A scroll box that follows its end while the reader is there, or the beginning of a long answer.
//!
//! Sizes are watched (`sizes`), which is told of after layout: reading them and setting the position there costs
//! no second layout, whatever made the content grow. **Invariant:** a reader who scrolled up, or opened something, is
//! never moved; what they read stays where it is when something above it changes its height.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::Element;

use super::anchor::Anchor;
use super::sizes::Sizes;
use super::{dom, frame};

/// As near to the end as counts as being there, in CSS pixels.
const NEAR: i32 = 24;
/// By so much a list that becomes shorter takes its box up, in CSS pixels.
const TAKEN: i32 = 100;
/// What stays free above the beginning of an answer, in CSS pixels.
const ABOVE: f64 = 16.0;

/// So often it is looked whether the pointer has let go, in milliseconds.
const RELEASE: i32 = 200;

/// Keeps a scroll box at its end.
pub struct Follow {
    place: Rc<Place>,
    sizes: Sizes,
}

struct Place {
    scroller: Element,
    following: Cell<bool>,
    /// What `on_change` heard last.
    told: Cell<bool>,
    /// The class of what is not to leave by the top while the end is followed: the last one of it.
    kept: Cell<Option<&'static str>>,
    last_top: Cell<i32>,
    /// How high the content was when its size was last reported.
    last_height: Cell<i32>,
    /// For the pointer to let go.
    waits: Cell<bool>,
    anchor: Anchor,
    on_change: Box<dyn Fn(bool)>,
}

impl Follow {
    /// Watches `scroller` and its one child `content`. `on_change` hears whether the end is followed.
    pub fn new(scroller: Element, content: &Element, on_change: impl Fn(bool) + 'static) -> Self {
        let place = Rc::new(Place {
            scroller,
            following: Cell::new(true),
            told: Cell::new(true),
            kept: Cell::new(None),
            last_top: Cell::new(0),
            last_height: Cell::new(0),
            waits: Cell::new(false),
            anchor: Anchor::in_content(content.clone()),
            on_change: Box::new(on_change),
        });
        let watched = Rc::clone(&place);
        let follow = Self { place, sizes: Sizes::new(move || watched.resized()) };
        follow.sizes.observe(content);
        follow.look_again();
        follow
    }

    /// To be called on each `scroll` event of the box.
    pub fn scrolled(&self) {
        let place = &self.place;
        let top = place.scroller.scroll_top();
        let up = place.last_top.replace(top) - top;
        // What became shorter takes the box up with it by a line or two, and may have grown again before the event. The
        // report is still to come then. Who goes further up goes there: to what has the focus, or was searched for.
        let is_taken = || up < TAKEN && place.following.get() && place.height() != place.last_height.get();
        let went_up = up > 0 && !is_taken();
        let below = place.below();
        let follows = if went_up { below < 2 } else { place.following.get() || below < NEAR };
        place.set(follows);
        if !follows && !place.anchor.is_own(top) {
            place.anchor.remember(&place.scroller);
        }
    }

    /// True if the reader is near the start. What they look at stays where it is when something is put before it.
    pub fn comes_to_start(&self) -> bool {
        let place = &self.place;
        let is_near =
            !place.following.get() && place.scroller.scroll_top() < 2 * place.scroller.client_height();
        if is_near {
            place.anchor.take(&place.scroller);
        }
        is_near
    }

    /// To be called when the reader presses something that changes its height: they want to look at that.
    pub fn hold(&self) {
        self.place.following.set(false);
        self.place.anchor.remember(&self.place.scroller);
    }

    /// Goes to the end and stays there; but the last element of class `kept` keeps its beginning in view.
    pub fn to_end(&self, kept: Option<&'static str>) {
        self.place.kept.set(kept);
        self.place.set(true);
        self.look_again();
    }

    /// Goes back to where it was, after the box was out of the page for a moment.
    pub fn restore(&self) {
        if self.place.following.get() {
            // An event of before is still to come, and finds the box at its start: no reader has gone there.
            self.place.last_top.set(0);
            self.look_again();
        } else {
            self.place.scroller.set_scroll_top(self.place.last_top.get());
        }
    }

    /// An observer reports what it begins to observe, after the next layout.
    fn look_again(&self) {
        self.sizes.observe(&self.place.scroller);
    }
}

impl Place {
    fn below(&self) -> i32 {
        self.scroller.scroll_height() - self.scroller.client_height() - self.scroller.scroll_top()
    }

    /// How high the content is, whose changes are reported.
    fn height(&self) -> i32 {
        self.scroller.first_element_child().map_or(0, |content| content.client_height())
    }

    fn resized(self: &Rc<Self>) {
        self.last_height.set(self.height());
        if !self.following.get() {
            self.anchor.hold(&self.scroller);
            if self.below() >= NEAR {
                self.set(false);
            }
            return;
        }
        // What is pressed, or being selected, is not taken away from under the pointer, until that lets go of it.
        if self.scroller.matches(":active").unwrap_or_default() {
            if !self.waits.replace(true) {
                let place = Rc::clone(self);
                frame::after(RELEASE, move || {
                    place.waits.set(false);
                    place.resized();
                });
            }
            return;
        }
        let end = self.scroller.scroll_height() - self.scroller.client_height();
        let start = self.start().filter(|start| *start < end);
        self.scroller.set_scroll_top(start.unwrap_or(end));
        // The event comes later, and a reader who scrolls up before it is to be noticed.
        self.last_top.set(self.scroller.scroll_top());
        if start.is_some() {
            self.set(false);
        }
    }

    /// Where the box is scrolled to if the kept element is at its top.
    fn start(&self) -> Option<i32> {
        let kept = dom::last(&self.scroller, self.kept.get()?)?;
        let distance = kept.get_bounding_client_rect().top() - self.scroller.get_bounding_client_rect().top();
        Some(self.scroller.scroll_top() + (distance - ABOVE).round() as i32)
    }

    fn set(&self, follows: bool) {
        self.following.set(follows);
        if self.told.replace(follows) != follows {
            (self.on_change)(follows);
        }
    }
}

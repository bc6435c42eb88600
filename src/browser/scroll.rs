//! A scroll box that follows its end while the reader is there.
//!
//! The size is watched by a `ResizeObserver`, which runs after layout: setting the position there costs no
//! second layout, whatever made the content grow. **Invariant:** a reader who scrolled up is never moved.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// As near to the end as counts as being there, in CSS pixels.
const NEAR: i32 = 24;

/// Keeps a scroll box at its end.
pub struct Follow {
    scroller: Element,
    following: Rc<Cell<bool>>,
    last_top: Cell<i32>,
    on_change: Box<dyn Fn(bool)>,
    observer: Option<ResizeObserver>,
    _callback: Closure<dyn FnMut()>,
}

impl Follow {
    /// Watches `scroller` and its one child `content`. `on_change` hears whether the end is followed.
    pub fn new(scroller: Element, content: &Element, on_change: impl Fn(bool) + 'static) -> Self {
        let following = Rc::new(Cell::new(true));
        let callback = {
            let (scroller, following) = (scroller.clone(), Rc::clone(&following));
            Closure::<dyn FnMut()>::new(move || {
                if following.get() {
                    scroller.set_scroll_top(scroller.scroll_height());
                }
            })
        };
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(content);
            observer.observe(&scroller);
        }
        Self {
            scroller,
            following,
            last_top: Cell::new(0),
            on_change: Box::new(on_change),
            observer,
            _callback: callback,
        }
    }

    /// To be called on each `scroll` event of the box.
    pub fn scrolled(&self) {
        let top = self.scroller.scroll_top();
        let below = self.scroller.scroll_height() - self.scroller.client_height() - top;
        let went_up = top < self.last_top.replace(top);
        let follows = if went_up { below < 2 } else { self.following.get() || below < NEAR };
        self.set(follows);
    }

    /// Goes to the end and stays there.
    pub fn to_end(&self) {
        self.set(true);
        self.scroller.set_scroll_top(self.scroller.scroll_height());
    }

    /// Goes back to where it was, after the box was out of the page for a moment.
    pub fn restore(&self) {
        if self.following.get() {
            self.to_end();
        } else {
            self.scroller.set_scroll_top(self.last_top.get());
        }
    }

    fn set(&self, follows: bool) {
        if self.following.replace(follows) != follows {
            (self.on_change)(follows);
        }
    }
}

impl Drop for Follow {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

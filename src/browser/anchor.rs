//! Scroll anchoring by hand, for the browsers that have none of their own (Safari), and at the start of what is there, where
//! none anchors.
//!
//! **Invariant:** nothing is done, measured or kept where the browser does it. Elements are measured after layout only.

use std::cell::{Cell, RefCell};

use web_sys::Element;

use super::dom;

const PROPERTY: &str = "overflow-anchor";

/// The element that the reader has at the top of a scroll box.
pub(super) struct Anchor {
    content: Element,
    is_needed: bool,
    /// With its distance from the top of the window.
    at: RefCell<Option<(Element, f64)>>,
    /// Where the box was scrolled to by this, as long as nobody else has scrolled it.
    own_top: Cell<Option<i32>>,
}

impl Anchor {
    /// For a box whose one child is `content`.
    pub fn in_content(content: Element) -> Self {
        let is_native = web_sys::css::supports_with_value(PROPERTY, "auto").unwrap_or(true);
        Self { content, is_needed: !is_native, at: RefCell::default(), own_top: Cell::new(None) }
    }

    /// True if the box is where this has put it. What is held stays the same then.
    pub fn is_own(&self, top: i32) -> bool {
        self.own_top.get() == Some(top)
    }

    /// Takes what is at the top now, where the browser does not.
    pub fn remember(&self, scroller: &Element) {
        self.own_top.set(None);
        if self.is_needed {
            self.take(scroller);
        } else if self.at.take().is_some() {
            dom::set_property(scroller, PROPERTY, None);
        }
    }

    /// Takes what is at the top now. The browser leaves it alone until the reader scrolls on.
    pub fn take(&self, scroller: &Element) {
        if !self.is_needed {
            dom::set_property(scroller, PROPERTY, Some("none"));
        }
        let edge = top(scroller);
        let found = first_below(self.content.clone(), edge);
        self.at.replace(Some((found.clone(), top(&found))));
    }

    /// Puts it back to where it was seen.
    pub fn hold(&self, scroller: &Element) {
        let at = self.at.borrow();
        let Some((element, was)) = at.as_ref().filter(|(element, _)| element.is_connected()) else { return };
        let by = (top(element) - was).round() as i32;
        if by != 0 {
            scroller.set_scroll_top(scroller.scroll_top() + by);
            self.own_top.set(Some(scroller.scroll_top()));
        }
    }
}

fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// The innermost element that begins a column and ends below the edge: groups, a group, a message, its text, a block of it.
fn first_below(mut element: Element, edge: f64) -> Element {
    const DEEPEST: usize = 6;
    for _ in 0..DEEPEST {
        // A button stays where it is, whatever comes behind it.
        let is_below = |child: &Element| {
            child.get_bounding_client_rect().bottom() > edge && child.tag_name() != "BUTTON"
        };
        match dom::children(&element).find(is_below) {
            Some(child) => element = child,
            None => break,
        }
    }
    element
}

//! Scroll anchoring by hand, for the browsers that have none of their own (Safari) or not one that holds (Firefox), and at the
//! start of what is there, where none anchors.
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
    /// With its distance from the top of the box: the page may move the box.
    at: RefCell<Option<(Element, f64)>>,
    /// Where the box was scrolled to by this, as long as nobody else has scrolled it.
    own_top: Cell<Option<i32>>,
}

impl Anchor {
    /// For a box whose one child is `content`.
    pub fn in_content(content: Element) -> Self {
        let supports = |name, value| web_sys::css::supports_with_value(name, value).unwrap_or_default();
        // Firefox loses its anchor where a group that comes into view is of another height than was thought.
        let is_needed = !supports(PROPERTY, "auto") || supports("-moz-appearance", "none");
        Self { content, is_needed, at: RefCell::default(), own_top: Cell::new(None) }
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
        dom::set_property(scroller, PROPERTY, Some("none"));
        let found = first_below(self.content.clone(), scroller);
        self.at.replace(Some((found.clone(), top(&found) - top(scroller))));
    }

    /// Puts it back to where it was seen.
    pub fn hold(&self, scroller: &Element) {
        let at = self.at.borrow();
        let Some((element, was)) = at.as_ref().filter(|(element, _)| element.is_connected()) else { return };
        let by = (top(element) - top(scroller) - was).round() as i32;
        if by != 0 {
            // Not to a place: a scroll that is under way goes on.
            scroller.scroll_by_with_x_and_y(0.0, by.into());
            self.own_top.set(Some(scroller.scroll_top()));
        }
    }
}

fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// The innermost element that begins a column and ends below the edge: groups, a group, a message, its text, a block of it.
/// What a browser has skipped so far, which may turn out to be of another height, is passed over if something else is in view.
fn first_below(mut element: Element, scroller: &Element) -> Element {
    const DEEPEST: usize = 6;
    let window = scroller.get_bounding_client_rect();
    for _ in 0..DEEPEST {
        // A button stays where it is, whatever comes behind it.
        let is_below = |child: &Element| {
            child.get_bounding_client_rect().bottom() > window.top() && child.tag_name() != "BUTTON"
        };
        let is_seen = |child: &Element| is_below(child) && top(child) < window.bottom() && !dom::skips(child);
        match dom::children(&element).find(is_seen).or_else(|| dom::children(&element).find(is_below)) {
            Some(child) => element = child,
            None => break,
        }
    }
    element
}

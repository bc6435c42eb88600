//! What a phone's keyboard leaves of the screen.
//!
//! A keyboard covers the page without making it smaller; only the visual viewport says what is left.
//! **Invariant:** the element is told by custom properties, which no policy forbids, and only while it is watched.

use web_sys::Element;

use super::dom;
use super::view::listen;
use crate::text::digits;

/// Keeps `--_top` and `--_free` of an element at the place and height that can be seen, as long as the current
/// owner lives.
pub fn track(element: &Element) {
    let Some(viewport) = web_sys::window().and_then(|window| window.visual_viewport()) else { return };
    for event in ["resize", "scroll"] {
        let (element, seen) = (element.clone(), viewport.clone());
        let update = move |_| {
            // Fingers that zoom in make it smaller, too.
            if seen.scale() > 1.0 {
                return;
            }
            dom::set_property(&element, "--_top", Some(&pixels(seen.offset_top())));
            dom::set_property(&element, "--_free", Some(&pixels(seen.height())));
        };
        listen(&viewport, event, Box::new(update));
    }
}

/// Whole pixels: fractions would only make work.
fn pixels(length: f64) -> String {
    digits(length as u64) + "px"
}

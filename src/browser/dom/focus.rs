//! The focus: where it is, where its home is, and how it gets there.
//!
//! **Invariant:** the focus is never lost: what goes sends it home first, and the host's page is not scrolled by it.

use wasm_bindgen::JsCast;

use super::{DOCUMENT, Element, HtmlElement, matches_media};

/// Gives the focus to its home in `parent`.
pub fn focus_home_in(parent: &Element) {
    if let Ok(Some(home)) = parent.query_selector(&focus_home()) {
        focus(&home);
    }
}

fn focus_home() -> String {
    let pointer = if matches_media("(pointer: coarse)") { "coarse" } else { "fine" };
    ["[", FOCUS_HOME, "=", pointer, "]"].concat()
}

/// The attribute that marks where the focus goes when the panel opens, and when the element that has it goes: `fine` for people with a
/// mouse or keyboard, `coarse` for fingers, for whom a text box would bring up a keyboard.
pub const FOCUS_HOME: &str = "data-focus-home";

/// If the focus is in an element that is about to go, sends it home, in the same shadow root.
pub fn send_focus_home(leaving: &Element) {
    let root = leaving.get_root_node();
    let Some(root) = root.dyn_ref::<web_sys::ShadowRoot>() else { return };
    if active_element_in(root).is_none_or(|active| !leaving.contains(Some(&active))) {
        return;
    }
    if let Ok(Some(home)) = root.query_selector(&focus_home())
        && !leaving.contains(Some(&home))
    {
        focus(&home);
    }
}

/// Gives an element the focus without scrolling the host's page to it.
pub fn focus(element: &Element) {
    let element = element.unchecked_ref::<HtmlElement>();
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// The element with the focus, looking into open shadow roots.
pub fn focused_element() -> Option<Element> {
    let mut focused = DOCUMENT.with(|document| document.active_element())?;
    while let Some(inner) = focused.shadow_root().and_then(|root| active_element_in(&root)) {
        focused = inner;
    }
    Some(focused)
}

/// The element with the focus in a shadow root.
pub fn active_element_in(root: &web_sys::ShadowRoot) -> Option<Element> {
    js_sys::Reflect::get(root, &"activeElement".into()).ok()?.dyn_into().ok()
}

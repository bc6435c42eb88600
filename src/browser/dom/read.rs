//! What a reader sees, selects and types, and what is done for them: presses, and a scroll to what they opened.
//!
//! **Invariant:** nothing is changed but what is named.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{Element, HtmlElement, find, last};

/// Presses the first button in `within` that does this.
pub fn click_on(within: &Element, does: &str) {
    if let Some(button) = find(within, &["[data-do=", does, "]"].concat()) {
        button.unchecked_ref::<HtmlElement>().click();
    }
}

/// Scrolls the box of this class around an element down until its end is in view, and clear of what lies on the end of
/// the box; or up, if it stands above what is in view. The host's page is not scrolled.
pub fn bring_into(scroller: &str, element: &Element) {
    /// As `scroll-padding-bottom` of the log.
    const COVERED: f64 = 56.0;
    let Some(within) = super::closest(element, scroller) else { return };
    let (place, seen) = (element.get_bounding_client_rect(), within.get_bounding_client_rect());
    let hidden = place.bottom() - seen.bottom() + COVERED;
    if hidden > 0.0 {
        within.set_scroll_top(within.scroll_top() + hidden.ceil() as i32);
    } else if place.top() < seen.top() {
        bring_to_top(scroller, element);
    }
}

/// Scrolls the box of this class around an element so that its beginning is at the top. The host's page is not scrolled.
pub fn bring_to_top(scroller: &str, element: &Element) {
    if let Some(scroller) = super::closest(element, scroller) {
        let top = |element: &Element| element.get_bounding_client_rect().top();
        scroller.set_scroll_top(scroller.scroll_top() + (top(element) - top(&scroller)) as i32 - 20);
    }
}

/// Puts a text into a text box, with the cursor at its end.
pub fn set_value(field: &Element, text: &str) {
    field.unchecked_ref::<web_sys::HtmlTextAreaElement>().set_value(text);
}

/// The text of the last element with this class, as it is seen: lines are lines. While it is read, the element has the
/// class `plain`, which hides the buttons in it.
pub fn visible_text(within: &Element, class: &str) -> String {
    let Some(element) = last(within, class) else { return String::new() };
    let _ = element.class_list().toggle("plain");
    let text = element.unchecked_ref::<HtmlElement>().inner_text();
    let _ = element.class_list().toggle("plain");
    text
}

/// What is selected, if all of it is in `within`. Safari does not tell of selections in a shadow root.
pub fn selected_in(within: &Element) -> Option<String> {
    let root = within.get_root_node();
    let own = js_sys::Reflect::get(&root, &"getSelection".into()).ok();
    let selection: web_sys::Selection = match own.and_then(|own| own.dyn_into::<js_sys::Function>().ok()) {
        Some(own) => own.call0(&root).ok()?.dyn_into().ok()?,
        None => web_sys::window()?.get_selection().ok()??,
    };
    let is_inside =
        within.contains(selection.anchor_node().as_ref()) && within.contains(selection.focus_node().as_ref());
    is_inside.then(|| String::from(selection.to_string()))
}

/// The event of an element with `content-visibility: auto` that comes into view or goes (CSS Containment Level 2, 4.6).
pub const SKIPPED: &str = "contentvisibilityautostatechange";

/// True if the browser tells of it.
pub fn tells_skipped() -> bool {
    is(&js_sys::global(), "ContentVisibilityAutoStateChangeEvent")
}

/// True if the event says that its target is out of view.
pub fn is_skipped(event: &super::Event) -> bool {
    is(event, "skipped")
}

/// True if what is in an element is passed over, as it is out of view; false, where the browser does not tell.
pub fn skips(element: &Element) -> bool {
    let options = Object::new();
    let _ = Reflect::set(&options, &"contentVisibilityAuto".into(), &true.into());
    let check = Reflect::get(element, &"checkVisibility".into()).ok();
    let check = check.as_ref().and_then(JsValue::dyn_ref::<Function>);
    // Some of it may be hidden for another reason.
    let is_skipped = |inner: Element| {
        check.is_some_and(|check| check.call1(&inner, &options).is_ok_and(|is_seen| is_seen.is_falsy()))
    };
    element.first_element_child().is_some() && super::children(element).all(is_skipped)
}

fn is(of: &JsValue, name: &str) -> bool {
    Reflect::get(of, &name.into()).is_ok_and(|is| is.is_truthy())
}

/// Selects the text of a field.
pub fn select(field: &Element) {
    if let Some(field) = field.dyn_ref::<web_sys::HtmlInputElement>() {
        field.select();
    }
}

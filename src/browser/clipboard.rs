//! Copies text.
//!
//! **Invariant:** works without a secure context too (an intranet page on plain HTTP), where the clipboard
//! API does not exist; says truthfully whether it worked.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlTextAreaElement};

/// Copies `text`; true if it is on the clipboard. `near` is an element that can have the focus now: beside a
/// modal dialog nothing can.
pub async fn copy(text: &str, near: &Element) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let clipboard = js_sys::Reflect::get(&window.navigator(), &JsValue::from_str("clipboard"));
    if clipboard.is_ok_and(|clipboard| clipboard.is_object())
        && JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
    {
        return true;
    }
    copy_by_selection(text, near).unwrap_or(false)
}

/// The old way: select the text in a field and let the browser copy the selection.
fn copy_by_selection(text: &str, near: &Element) -> Option<bool> {
    let document = web_sys::window()?.document()?;
    let focused = super::dom::focused_element();
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.unchecked_into();
    field.set_value(text);
    field.style().set_property("position", "fixed").ok()?;
    field.style().set_property("opacity", "0").ok()?;
    near.parent_node()?.append_child(&field).ok()?;
    field.select();
    let exec = js_sys::Reflect::get(&document, &JsValue::from_str("execCommand")).ok()?;
    let exec = exec.dyn_into::<js_sys::Function>().ok()?;
    let copied = exec.call1(&document, &JsValue::from_str("copy")).is_ok_and(|done| done.is_truthy());
    field.remove();
    if let Some(focused) = focused {
        super::dom::focus(&focused);
    }
    Some(copied)
}

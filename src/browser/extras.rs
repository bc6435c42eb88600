//! What is heavy and loaded only when it is needed: highlighting, formulas, the page's own renderer, the archive.
//!
//! It is JavaScript beside the module (`embed/extras.js`), given by whoever mounts the widget. **Invariant:** all
//! widgets of a page share one; without it code stays plain, formulas stay TeX, and no conversation is kept.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::dom::Node;

#[cfg(feature = "leptos")]
mod door;
#[cfg(feature = "leptos")]
pub use door::{CodeRenderer, provide_from};

thread_local! {
    static EXTRA: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
}

/// Takes the function that `ask` calls, with the name of the extra, the element and the detail.
pub fn provide(extra: js_sys::Function) {
    EXTRA.set(Some(extra));
}

/// True if somebody has given it. A page with the element always has.
pub fn are_there() -> bool {
    EXTRA.with_borrow(Option::is_some)
}

/// A block of code is whole; `code` holds its text.
pub fn code(code: &Node, language: &str) {
    drop(ask("code", code, &JsValue::from_str(language)));
}

/// A formula is whole; `formula` holds its TeX.
pub fn formula(formula: &Node, is_display: bool) {
    drop(ask("math", formula, &JsValue::from_bool(is_display)));
}

/// Loads the half of this module that is loaded later; false, if that failed. It can be tried again.
pub async fn load_rest() -> bool {
    let promise = ask("rest", &JsValue::NULL, &JsValue::NULL);
    let Some(promise) = promise.and_then(|promise| promise.dyn_into::<Promise>().ok()) else { return false };
    JsFuture::from(promise).await.is_ok()
}

/// What the function gives; nothing, if there is none or it throws.
pub(super) fn ask(what: &str, element: &JsValue, detail: &JsValue) -> Option<JsValue> {
    EXTRA.with_borrow(|extra| {
        let extra = extra.as_ref()?;
        extra.call3(&JsValue::NULL, &JsValue::from_str(what), element, detail).ok()
    })
}

//! Lines for the developer who embeds the widget.

use wasm_bindgen::JsValue;

/// Prints one warning.
pub fn warn(line: &str) {
    web_sys::console::warn_1(&JsValue::from_str(line));
}

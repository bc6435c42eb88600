//! Files that the visitor saves and chooses.
//!
//! **Invariant:** nothing is sent anywhere; what cannot be done is false or nothing.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, EventTarget, HtmlElement, HtmlInputElement, Url};

use super::{dom, frame};

/// How long a browser may take to begin with it, in milliseconds.
const TAKEN: i32 = 60_000;

/// Has the browser save a text under a name, as it saves downloads.
pub fn save(name: &str, kind: &str, text: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&JsValue::from_str(text));
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return false };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return false };
    let link = dom::element("a");
    dom::set_attribute(&link, "href", &url);
    dom::set_attribute(&link, "download", name);
    link.unchecked_ref::<HtmlElement>().click();
    frame::after(TAKEN, move || {
        let _ = Url::revoke_object_url(&url);
    });
    true
}

/// The text of the file that was chosen in a field, which can be chosen again afterwards. Nothing, if it is no such
/// field or no file was chosen; the future gives nothing if it cannot be read.
pub fn chosen(field: &EventTarget) -> Option<impl Future<Output = Option<String>> + use<>> {
    let field: &HtmlInputElement = field.dyn_ref()?;
    let file = field.files()?.get(0)?;
    field.set_value("");
    Some(async move { JsFuture::from(file.text()).await.ok()?.as_string() })
}

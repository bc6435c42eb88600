//! The extras of a Leptos app, which has no causerie.js that names them.
//!
//! **Invariant:** nothing is loaded before it is needed, from the address that the app gives and nowhere else.

use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

#[wasm_bindgen(inline_js = r#"
export const loader = (url) => {
  let module;
  return (...what) => (module ??= import(new URL(url, document.baseURI))).then(
    ({ extra }) => extra(...what),
    (error) => console.warn(`causerie: ${error.message}`),
  );
};
"#)]
extern "C" {
    fn loader(url: &str) -> js_sys::Function;
}

/// Takes the extras that stand at this address: the file `causerie-extras.js` with those beside it.
pub fn provide_from(url: &str) {
    super::provide(loader(url));
}

/// Draws code of some languages as something else, such as a diagram.
#[derive(Clone)]
pub struct CodeRenderer(Rc<dyn Fn(String, String) -> Option<Node>>);

impl CodeRenderer {
    /// From a function of language and text; `None` leaves the code as it is.
    pub fn new(render: impl Fn(String, String) -> Option<Node> + 'static) -> Self {
        Self(Rc::new(render))
    }

    /// Sets the property that the extras ask.
    pub(crate) fn set_on(&self, host: &Element) {
        let render = Rc::clone(&self.0);
        let function: Closure<dyn Fn(String, String) -> Option<Node>> =
            Closure::new(move |language, text| render(language, text));
        let _ = js_sys::Reflect::set(host, &JsValue::from_str("renderCode"), &function.into_js_value());
    }
}

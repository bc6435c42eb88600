//! Where a short-lived token comes from, when the page has none in its source.
//!
//! **Invariant:** asked anew for each request; a source that throws or rejects gives its words, never a panic.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

type TokenFuture = Pin<Box<dyn Future<Output = Result<String, String>>>>;

/// A callback that gives a token, or says why not.
#[derive(Clone)]
pub struct TokenSource(Rc<dyn Fn() -> TokenFuture>);

impl TokenSource {
    /// From an async function.
    pub fn new<F: Future<Output = Result<String, String>> + 'static>(
        source: impl Fn() -> F + 'static,
    ) -> Self {
        Self(Rc::new(move || Box::pin(source())))
    }

    /// From the property `name` of a JavaScript object, if it holds a function; it may return a promise.
    pub fn from_property(object: &JsValue, name: &str) -> Option<Self> {
        let function = js_sys::Reflect::get(object, &JsValue::from_str(name)).ok()?;
        let function = function.dyn_into::<js_sys::Function>().ok()?;
        Some(Self::new(move || {
            let called = function.call0(&JsValue::NULL);
            async move {
                let promise = called.map_err(|error| words(&error))?;
                let token = JsFuture::from(js_sys::Promise::resolve(&promise)).await;
                let token = token.map_err(|error| words(&error))?;
                token.as_string().ok_or_else(|| format!("{} is no text", words(&token)))
            }
        }))
    }

    /// Asks for a token.
    pub async fn token(&self) -> Result<String, String> {
        (self.0)().await
    }
}

fn words(value: &JsValue) -> String {
    js_sys::Reflect::get(value, &JsValue::from_str("message"))
        .ok()
        .and_then(|message| message.as_string())
        .or_else(|| value.as_string())
        .unwrap_or_else(|| format!("{value:?}"))
}

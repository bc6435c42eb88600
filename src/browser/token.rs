//! Where a short-lived token comes from, when the page has none in its source.
//!
//! **Invariant:** asked anew for each request; a source that throws or rejects gives its words, never a panic.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::hook::function;

type TokenFuture = Pin<Box<dyn Future<Output = Result<Option<String>, String>>>>;

/// A callback that gives a token, or says why not.
#[derive(Clone)]
pub struct TokenSource {
    ask: Rc<dyn Fn() -> TokenFuture>,
    is_there: Rc<dyn Fn() -> bool>,
}

impl TokenSource {
    /// From an async function; `Err` holds words for the visitor's "Details".
    pub fn new<F: Future<Output = Result<String, String>> + 'static>(
        source: impl Fn() -> F + 'static,
    ) -> Self {
        let ask = Rc::new(move || -> TokenFuture {
            let token = source();
            Box::pin(async move { token.await.map(Some) })
        });
        Self { ask, is_there: Rc::new(|| true) }
    }

    /// From the function that the property `name` of a JavaScript object holds at the moment of asking, if it
    /// holds one; the function may return a promise.
    pub fn of_property(object: JsValue, name: &'static str) -> Self {
        let host = object.clone();
        let ask = Rc::new(move || -> TokenFuture {
            let called = function(&object, name).map(|function| function.call0(&object));
            Box::pin(async move {
                let Some(called) = called else { return Ok(None) };
                let promise = called.map_err(|error| words(&error))?;
                let token = JsFuture::from(js_sys::Promise::resolve(&promise)).await;
                let token = token.map_err(|error| words(&error))?;
                token.as_string().map(Some).ok_or_else(|| [name, " gave no text"].concat())
            })
        });
        Self { ask, is_there: Rc::new(move || function(&host, name).is_some()) }
    }

    /// True if there is somebody to ask.
    pub fn is_there(&self) -> bool {
        (self.is_there)()
    }

    /// Asks for a token; nothing, if there is nobody to ask.
    pub async fn token(&self) -> Result<Option<String>, String> {
        (self.ask)().await
    }
}

/// What an error says.
pub(super) fn words(value: &JsValue) -> String {
    let message = js_sys::Reflect::get(value, &JsValue::from_str("message")).ok();
    message.and_then(|message| message.as_string()).or_else(|| value.as_string()).unwrap_or_default()
}

//! What a tab has beside the store: its session, its voice to other tabs, its locks. See `embed/tab.js`.
//!
//! **Invariant:** none of it throws; a browser that lacks something says no or stays silent.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// One of them for each archive.
    #[derive(Clone)]
    pub type Tab;

    /// The id of the session, made when it is first asked for; none, if the browser keeps none.
    #[wasm_bindgen(method)]
    pub fn session(this: &Tab) -> Option<String>;

    /// A text that this tab keeps for its session.
    #[wasm_bindgen(method)]
    pub fn get(this: &Tab, name: &str) -> Option<String>;

    /// Keeps a text; an empty one is forgotten.
    #[wasm_bindgen(method)]
    pub fn set(this: &Tab, name: &str, text: &str);

    /// Has other tabs hear a text.
    #[wasm_bindgen(method)]
    pub fn tell(this: &Tab, text: &str);

    /// Calls a function with each text that another tab tells.
    #[wasm_bindgen(method)]
    pub fn hear(this: &Tab, listener: &JsValue);

    #[wasm_bindgen(method)]
    fn hold(this: &Tab, name: &str, shared: bool) -> Promise;

    /// Gives a lock up.
    #[wasm_bindgen(method)]
    pub fn release(this: &Tab, name: &str);

    /// Gives up all locks, and is silent.
    #[wasm_bindgen(method)]
    pub fn close(this: &Tab);
}

impl Tab {
    /// Takes a lock, if no one has it who does not share it. It goes with the page.
    pub async fn try_hold(&self, name: &str, is_shared: bool) -> bool {
        JsFuture::from(self.hold(name, is_shared)).await.is_ok_and(|held| held == JsValue::TRUE)
    }
}

/// Unix milliseconds.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// A number that another tab is not likely to have.
pub fn random() -> u64 {
    (js_sys::Math::random() * 9.0e15) as u64
}

//! The archive of conversations: a wasm module of its own beside the widget's (`archive/`), loaded by the extras.
//!
//! **Invariant:** total: an archive that does not load, or does not answer, gives nothing; nobody is told but by the
//! return value. What it says and is asked is JSON, which is not read here.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::extras;

#[wasm_bindgen]
extern "C" {
    /// `Archive` of archive/src/lib.rs.
    type Opened;

    #[wasm_bindgen(method, getter)]
    fn opened(this: &Opened) -> String;

    #[wasm_bindgen(method)]
    fn ask(this: &Opened, what: &str, request: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn close(this: &Opened);
}

/// The archive of one widget, loading or there.
pub struct Archive {
    opening: Promise,
    /// Alive as long as other tabs are heard.
    _changed: Closure<dyn Fn(String)>,
}

impl Archive {
    /// Begins to load and open it. `changed` hears what other tabs have done. None where there are no extras.
    pub fn open(key: &str, persist: &str, changed: Box<dyn Fn(String)>) -> Option<Self> {
        let changed = Closure::wrap(changed);
        let what = Array::of3(&key.into(), &persist.into(), changed.as_ref());
        let opening = extras::ask("archive", &what, &JsValue::UNDEFINED)?;
        Some(Self { opening: Promise::resolve(&opening), _changed: changed })
    }

    async fn there(&self) -> Option<Opened> {
        let opened = JsFuture::from(self.opening.clone()).await.ok()?;
        opened.is_object().then(|| opened.unchecked_into())
    }

    /// Waits until it is loaded; false, if that failed.
    pub async fn is_there(&self) -> bool {
        self.there().await.is_some()
    }

    /// What was shown last: the answer to `open`. Nothing, if it did not load.
    pub async fn opened(&self) -> Option<String> {
        self.there().await.map(|there| there.opened())
    }

    /// Asks for something. Nothing, if it did not load, or has failed in a way that it does not know itself.
    pub async fn ask(&self, what: &str, request: &str) -> Option<String> {
        let answer = self.there().await?.ask(what, request);
        JsFuture::from(answer).await.ok()?.as_string()
    }

    /// Hears nothing more, and gives up its locks.
    pub async fn close(&self) {
        if let Some(there) = self.there().await {
            there.close();
        }
    }
}

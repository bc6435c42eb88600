//! The archive: where conversations are kept, found again, and carried away.
//!
//! A module of its own beside the widget's, loaded when it is first needed, so that the first answer pays nothing for
//! it. One function opens it, one asks it; both speak JSON, in the record format of `causerie::conversation`.
//!
//! | module | what lives there | browser? |
//! |---|---|---|
//! | `store` | three tables of texts: IndexedDB, or memory where there is none | yes |
//! | `scope` | whose records: keys of the tables | no |
//! | `batch` | records that are put, merged with what is there | no |
//! | `shelf` | one widget's archive: what it asks of the store, and tells the other tabs | yes |
//! | `ask` | each thing that can be asked | no |
//!
//! **Invariant:** nothing is ever rejected or thrown: each answer is JSON with `storage`, which says how it went. What
//! cannot be read is never written over and never erased but by whoever erases the whole conversation.

mod ask;
mod batch;
mod scope;
mod session;
mod shelf;
mod store;
mod tab;
mod trouble;

use std::rc::Rc;

use causerie::json::Json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use shelf::Shelf;
use tab::Tab;

/// The archive of one widget.
#[wasm_bindgen]
pub struct Archive {
    shelf: Rc<Shelf>,
    opened: String,
    tab: Tab,
    /// Alive as long as other tabs are heard.
    _hear: Closure<dyn Fn(String)>,
}

/// Opens the archive of the widget with this `storage-key`. `persist` is `device`, `session` or `none`. `tab` is one of
/// `embed/tab.js`, and `changed` is called with JSON about what other tabs have done: `{conversations, messages}` with
/// records, `{stale: [ids]}` for conversations to be read again, `{digested: [ids]}` for those
/// that have a new part of what stands for older turns, `{purged: [ids]}`, or `{clear: true}`.
#[wasm_bindgen]
pub async fn open(key: String, persist: String, tab: Tab, changed: Option<js_sys::Function>) -> Archive {
    let shelf = Rc::new(Shelf::open(&key, &persist, tab.clone().unchecked_into()).await);
    let heard = Rc::clone(&shelf);
    let hear: Closure<dyn Fn(String)> = Closure::new(move |text: String| {
        if let (Some(news), Some(changed)) = (heard.hear(&text), &changed) {
            let _ = changed.call1(&JsValue::NULL, &JsValue::from_str(&news));
        }
    });
    tab.hear(hear.as_ref());
    let opened = ask::answer(&shelf, "open", Json::Null).await;
    session::sweep(&shelf);
    Archive { shelf, opened, tab, _hear: hear }
}

#[wasm_bindgen]
impl Archive {
    /// What was last shown: the answer to `read` for that conversation, or without `conversation`, if there is none.
    #[wasm_bindgen(getter)]
    pub fn opened(&self) -> String {
        self.opened.clone()
    }

    /// Asks for something (`ask.rs` has the list); the request and the answer are JSON.
    pub fn ask(&self, what: String, request: &str) -> js_sys::Promise {
        let request = Json::parse(request).unwrap_or_default();
        let shelf = Rc::clone(&self.shelf);
        future_to_promise(async move { Ok(ask::answer(&shelf, &what, request).await.into()) })
    }

    /// Hears nothing more, and gives up its locks. To be called before `free`.
    pub fn close(&self) {
        self.tab.close();
    }
}

//! Waits for something that another task does.
//!
//! **Invariant:** whoever waits is woken once; a call that nobody waits for does nothing.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Something to wait for, by one task.
#[derive(Debug, Default)]
pub struct Waiting(RefCell<Option<Function>>);

impl Waiting {
    /// Waits until [`Waiting::wake`] is called, from now on.
    pub async fn wait(&self) {
        let promise = Promise::new(&mut |resolve, _| drop(self.0.replace(Some(resolve))));
        let _ = JsFuture::from(promise).await;
    }

    /// Wakes who waits.
    pub fn wake(&self) {
        if let Some(resolve) = self.0.take() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    }
}

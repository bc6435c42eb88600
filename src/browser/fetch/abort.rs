//! How a request is stopped.
//!
//! **Invariant:** who waits for a request hears that it was stopped, also if the page's own `fetch` does not.

use std::cell::Cell;
use std::fmt::{self, Debug, Formatter};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

/// Stops a request, before or during its reply; also one whose `fetch` the page has replaced, which may know nothing of
/// the signal: who waits for it is woken, and drops it.
#[derive(Clone)]
pub struct Abort(pub(super) AbortController, Rc<Cell<Option<Waker>>>);

impl Debug for Abort {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Abort {
    /// A fresh one; nothing, where the browser has no `AbortController`.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(|abort| Self(abort, Rc::default()))
    }

    /// One that stops by itself after so many milliseconds.
    pub fn after(milliseconds: i32) -> Option<Self> {
        let abort = Self::new()?;
        let late = abort.clone();
        crate::browser::frame::after(milliseconds, move || late.abort());
        Some(abort)
    }

    /// Stops the request. Without a reason: bindings have died of reasons that are no `Error`.
    pub fn abort(&self) {
        self.0.abort();
        if let Some(waiting) = self.1.take() {
            waiting.wake();
        }
    }

    /// What tells others of it: an `AbortSignal`.
    pub fn signal(&self) -> JsValue {
        self.0.signal().into()
    }

    /// Does this when it is stopped.
    pub fn on_abort(&self, work: impl FnOnce() + 'static) {
        crate::browser::dom::once(&self.0.signal(), "abort", work);
    }

    /// True once it was stopped.
    pub fn is_aborted(&self) -> bool {
        self.0.signal().aborted()
    }
}

/// What becomes of a promise, if its request is not stopped before.
pub(super) async fn settled(promise: Promise, abort: Option<&Abort>) -> Result<JsValue, JsValue> {
    let mut promise = JsFuture::from(promise);
    let poll = poll_fn(|context| match abort {
        Some(abort) if abort.is_aborted() => Poll::Ready(Err(JsValue::NULL)),
        _ => {
            if let Some(abort) = abort {
                abort.1.set(Some(context.waker().clone()));
            }
            Pin::new(&mut promise).poll(context)
        }
    });
    poll.await
}

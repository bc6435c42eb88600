//! Work for later: the next frame, the end of the task, some milliseconds, a future.
//!
//! **Invariant:** at most one piece of work waits for a frame. In a hidden tab no frames come: what waits for one
//! is done when the reader is back.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;

use super::{clock, dom};

/// Coalesces work: however often it is asked for, it is done once a frame.
#[derive(Clone, Debug, Default)]
pub struct NextFrame {
    waiting: Rc<Cell<bool>>,
    /// When work was last done, in milliseconds.
    last: Rc<Cell<f64>>,
}

/// Behind this time after a frame, the next one but one is asked for, in milliseconds: between the two, at 60 a second.
const REST: f64 = 22.0;

impl NextFrame {
    /// Does `work` in the next frame, unless work waits already.
    pub fn run(&self, work: impl FnOnce() + 'static) {
        if !self.waiting.replace(true) {
            self.draw(work);
        }
    }

    fn draw(&self, work: impl FnOnce() + 'static) {
        let frame = self.clone();
        on_next_frame(move || {
            frame.waiting.set(false);
            frame.last.set(clock::now());
            work();
        });
    }

    /// Like [`Self::run`], but in every second frame at most. Who reads sees no difference, and the browser's own work
    /// for a frame (layout, painting, putting layers together) is most of what a streamed answer costs.
    pub fn run_rested(&self, work: impl FnOnce() + 'static) {
        if self.waiting.replace(true) {
            return;
        }
        let frame = self.clone();
        match REST - (clock::now() - self.last.get()) {
            left if left > 0.0 => after(left.ceil() as i32, move || frame.draw(work)),
            _ => frame.draw(work),
        }
    }

    /// True if work was done too lately for more, and none waits.
    pub fn is_resting(&self) -> bool {
        !self.is_waiting() && clock::now() - self.last.get() < REST
    }

    /// True while work waits.
    pub fn is_waiting(&self) -> bool {
        self.waiting.get()
    }
}

/// Calls `work` in the next frame.
pub fn on_next_frame(work: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let callback = once(Box::new(work));
        let _ = window.request_animation_frame(wasm_bindgen::JsCast::unchecked_ref(&callback));
    }
}

/// One kind of closure for all work: each kind has its own glue in the download.
fn once(work: Box<dyn FnOnce()>) -> wasm_bindgen::JsValue {
    Closure::once_into_js(work)
}

/// Calls `work` when the page has nothing better to do; soon, where the browser cannot tell.
pub fn when_idle(work: impl FnOnce() + 'static) {
    const SOON: i32 = 20;
    let Some(window) = web_sys::window() else { return };
    let callback = once(Box::new(work));
    let callback = wasm_bindgen::JsCast::unchecked_ref(&callback);
    if window.request_idle_callback(callback).is_err() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, SOON);
    }
}

/// Runs a future.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    // Boxed, so that there is one kind of task.
    let future: std::pin::Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

/// Calls `work` when the current task is over, before anything is drawn.
pub fn soon(work: impl FnOnce() + 'static) {
    let work: Box<dyn FnOnce()> = Box::new(work);
    spawn(async move { work() });
}

/// Calls `work` after some milliseconds.
pub fn after(milliseconds: i32, work: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let callback = once(Box::new(work));
        let callback = wasm_bindgen::JsCast::unchecked_ref(&callback);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, milliseconds);
    }
}

/// Calls `work` every so many milliseconds, as long as it says so.
pub fn every(milliseconds: i32, mut work: Box<dyn FnMut() -> bool>) {
    after(milliseconds, move || {
        if work() {
            every(milliseconds, work);
        }
    });
}

/// Lets the browser draw what is there and hear what is pressed before there is more to do. In a hidden tab, where timers
/// come late, nothing is to be drawn and it goes on at once.
pub async fn breathe() {
    if !dom::is_hidden() {
        sleep(0).await;
    }
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        after(milliseconds, move || {
            let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
        });
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

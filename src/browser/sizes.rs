//! Reports of sizes, which come after a layout: what is read then costs no second one.
//!
//! **Invariant:** they come until this is dropped, where the browser has them.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

pub struct Sizes {
    observer: Option<ResizeObserver>,
    _told: Closure<dyn FnMut()>,
}

impl Sizes {
    /// Calls `told` whenever an observed element has another size.
    pub fn new(told: impl FnMut() + 'static) -> Self {
        let told = Closure::<dyn FnMut()>::new(told);
        Self { observer: ResizeObserver::new(told.as_ref().unchecked_ref()).ok(), _told: told }
    }

    /// Observes an element from now on; once more also if it did. That is reported, too.
    pub fn observe(&self, element: &Element) {
        if let Some(observer) = &self.observer {
            observer.unobserve(element);
            observer.observe(element);
        }
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

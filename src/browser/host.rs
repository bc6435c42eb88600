//! The element that hosts the widget, as the page sees it: it receives our events.
//!
//! **Invariant:** events bubble and are composed, so that a listener on the element or above it hears them;
//! a listener that throws does not reach us.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Element, Event};

/// What an event of ours tells, in JSON.
pub fn detail(event: &Event) -> Option<String> {
    js_sys::JSON::stringify(&event.dyn_ref::<CustomEvent>()?.detail()).ok()?.as_string()
}

/// What the page has put its hooks on.
pub type HostObject = JsValue;

/// The host element.
#[derive(Clone, Debug)]
pub struct Host(Element);

impl Host {
    /// Takes the element that carries the shadow root.
    pub fn new(element: Element) -> Self {
        Self(element)
    }

    /// The element, to read what the page has put on it.
    pub fn object(&self) -> JsValue {
        self.0.clone().into()
    }

    /// True if the page has put a function there.
    pub fn has(&self, name: &str) -> bool {
        super::hook::function(&self.0, name).is_some()
    }

    /// Dispatches `causerie:<name>` with a detail in JSON.
    pub fn emit(&self, name: &str, detail: &str) {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_detail(&js_sys::JSON::parse(detail).unwrap_or(JsValue::NULL));
        if let Ok(event) = CustomEvent::new_with_event_init_dict(&["causerie:", name].concat(), &init) {
            let _ = self.0.dispatch_event(&event);
        }
    }
}

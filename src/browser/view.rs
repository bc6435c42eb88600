//! Builds elements whose attributes, texts and children follow signals.
//!
//! It stands in the place of Leptos' view layer: a view of types weighs three times as much in the download as one of
//! calls (docs/architecture.md has the figures), and it would build static parts from HTML strings, which Trusted
//! Types refuse. **Invariant:** every effect and listener belongs to the owner in which it was made and goes with it; nothing is rebuilt unless its key changed.

mod list;
mod scope;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget, HtmlTextAreaElement};

use super::signal::Signal;
use super::{dom, frame, kept};
use list::List;
use scope::Place;

use crate::reactive::{self, Effect};

/// An element under construction.
#[derive(Clone, Debug)]
pub struct El(Element);

/// A new element with a class.
pub fn el(tag: &'static str, class: &str) -> El {
    El(if class.is_empty() { dom::element(tag) } else { dom::element_with_class(tag, class) })
}

/// A place for children of the host that name it by their attribute `slot`. What it has itself is shown without them.
pub fn hosted(name: &str) -> El {
    el("slot", "").attr("name", name)
}

impl El {
    /// Wraps an element that is there.
    pub fn wrap(element: Element) -> Self {
        Self(element)
    }

    /// The element itself.
    pub fn node(&self) -> &Element {
        &self.0
    }

    /// Sets an attribute.
    pub fn attr(self, name: &'static str, value: &str) -> Self {
        dom::set_attribute(&self.0, name, value);
        self
    }

    /// Sets the part that a page's `::part()` selects.
    pub fn part(self, names: &str) -> Self {
        self.attr("part", names)
    }

    /// An attribute that follows signals.
    pub fn attr_of(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        let element = self.0.clone();
        react(Box::new(move || dom::set_attribute(&element, name, &value())));
        self
    }

    /// A boolean attribute that follows signals.
    pub fn attr_if(self, name: &'static str, holds: impl Fn() -> bool + 'static) -> Self {
        let element = self.0.clone();
        react(Box::new(move || dom::toggle_attribute(&element, name, holds())));
        self
    }

    /// A custom property that follows signals; it is CSSOM, which no `style-src` forbids.
    pub fn property_of(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let element = self.0.clone();
        react(Box::new(move || dom::set_property(&element, name, value().as_deref())));
        self
    }

    /// Appends a text.
    pub fn text(self, text: &str) -> Self {
        dom::append(&self.0, &dom::text(text));
        self
    }

    /// Appends a text that follows signals.
    pub fn text_of(self, text: impl Fn() -> String + 'static) -> Self {
        let node = dom::text("");
        dom::append(&self.0, &node);
        react(Box::new(move || dom::set_text(&node, &text())));
        self
    }

    /// Appends an element.
    pub fn child(self, child: Self) -> Self {
        dom::append(&self.0, &child.0);
        self
    }

    /// Appends elements, or none.
    pub fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().for_each(|child| dom::append(&self.0, &child.0));
        self
    }

    /// Appends a place for at most one element, which is made anew when `key` changes and only then.
    pub fn slot<K: PartialEq + 'static>(
        self,
        key: impl Fn() -> K + 'static,
        make: impl Fn(&K) -> Option<Self> + 'static,
    ) -> Self {
        let mut place = Place::new(&self);
        let mut filled_for = None;
        react(Box::new(move || {
            let key = key();
            if filled_for.as_ref() != Some(&key) {
                place.fill(&mut || make(&key));
                filled_for = Some(key);
            }
        }));
        self
    }

    /// Appends a place for an element that is there while `holds`.
    pub fn when(self, holds: impl Fn() -> bool + 'static, make: impl Fn() -> Self + 'static) -> Self {
        // Boxed, so that there is one slot for all of them.
        let holds: Box<dyn Fn() -> bool> = Box::new(holds);
        let make: Box<dyn Fn() -> Self> = Box::new(make);
        self.slot(holds, move |holds| holds.then(&make))
    }

    /// Appends a place for what is made of a text while there is one.
    pub fn slot_of(self, text: Signal<String>, make: impl Fn(&str) -> Self + 'static) -> Self {
        // Boxed, for the same reason.
        let key: Box<dyn Fn() -> String> = Box::new(move || text.get());
        let make: Box<dyn Fn(&str) -> Self> = Box::new(make);
        self.slot(key, move |text| (!text.is_empty()).then(|| make(text)))
    }

    /// Appends one element for each item, in the order of the items. An item that stays, by its key, keeps its
    /// element, whatever else comes and goes.
    pub fn list<T: 'static>(
        self,
        items: impl Fn() -> Vec<(u64, T)> + 'static,
        make: impl Fn(&T) -> Self + 'static,
    ) -> Self {
        let mut list = List::new(&self);
        react(Box::new(move || {
            let items = items();
            let keys: Vec<u64> = items.iter().map(|(key, _)| *key).collect();
            list.show(&keys, &mut |index| make(&items[index].1));
        }));
        self
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, handler: impl Fn(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(handler));
        self
    }

    /// Ties the value of a text box to a signal, both ways.
    pub fn value_of(self, value: Signal<String>) -> Self {
        let field: HtmlTextAreaElement = self.0.clone().unchecked_into();
        let read = field.clone();
        react(Box::new(move || {
            let value = value.get();
            if field.value() != value {
                field.set_value(&value);
            }
        }));
        self.on("input", move |_| value.set(read.value()))
    }
}

/// Runs `work` now, and again when a signal changes that it read.
pub fn react(work: Box<dyn FnMut()>) {
    reactive::on_work(|| frame::soon(reactive::flush));
    keep(Effect::new(work));
}

/// Listens to an event as long as the current owner lives.
pub fn listen(target: &EventTarget, event: &'static str, handler: Box<dyn FnMut(Event)>) {
    let closure = Closure::wrap(handler);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    let target = target.clone();
    let listener = Listener { target, event, closure };
    keep(listener);
}

struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, callback);
    }
}

/// Keeps a value until the current owner goes.
pub fn keep<T: 'static>(value: T) {
    kept::keep(Rc::new(value));
}

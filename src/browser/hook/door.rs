//! Hooks of a Rust page, made functions of JavaScript: the widget finds them where a page in JavaScript puts its own.
//!
//! **Invariant:** values cross as JSON, as with any hook; what a Rust function gives is what its JavaScript counterpart would.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Function, JSON, Object, Promise, Reflect, Symbol};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Element, Node};

use super::super::waiting::Waiting;

type Answer = Pin<Box<dyn Future<Output = Result<String, String>>>>;

/// A hook, by the name of its property.
#[derive(Clone, Debug)]
pub struct HostHook {
    name: &'static str,
    function: JsValue,
}

impl HostHook {
    /// From an async function of JSON that gives JSON, or words of what went wrong.
    pub fn asks(name: &'static str, ask: impl Fn(String) -> Answer + 'static) -> Self {
        let ask: Closure<dyn Fn(JsValue) -> Promise> = Closure::new(move |value: JsValue| {
            let answer = ask(written(&value));
            future_to_promise(async move {
                match answer.await {
                    Ok(json) => JSON::parse(&json),
                    Err(words) => Err(JsValue::from_str(&words)),
                }
            })
        });
        Self { name, function: ask.into_js_value() }
    }

    /// From a function that hears of something, in JSON.
    pub fn hears(name: &'static str, hear: impl Fn(String) + 'static) -> Self {
        let hear: Closure<dyn Fn(JsValue)> = Closure::new(move |value: JsValue| hear(written(&value)));
        Self { name, function: hear.into_js_value() }
    }

    /// From a function that draws JSON, and knows whether it is whole.
    pub fn draws(name: &'static str, draw: impl Fn(String, bool) -> Option<Node> + 'static) -> Self {
        let draw: Closure<dyn Fn(JsValue, bool) -> Option<Node>> =
            Closure::new(move |value: JsValue, is_whole| draw(written(&value), is_whole));
        Self { name, function: draw.into_js_value() }
    }

    /// From an async function that hands an answer to a request over, piece by piece.
    pub fn hands(name: &'static str, hand: impl Fn(String, Pieces) -> Answer + 'static) -> Self {
        let hand: Closure<dyn Fn(JsValue) -> JsValue> = Closure::new(move |request: JsValue| {
            let pieces = Pieces::default();
            let (answer, handed) = (hand(written(&request), pieces.clone()), pieces.clone());
            wasm_bindgen_futures::spawn_local(async move {
                handed.0.end.replace(answer.await.err());
                handed.0.is_over.set(true);
                handed.0.waiting.wake();
            });
            pieces.iterator()
        });
        Self { name, function: hand.into_js_value() }
    }

    /// Puts it on the host.
    pub fn set_on(&self, host: &Element) {
        let _ = Reflect::set(host, &JsValue::from_str(self.name), &self.function);
    }
}

/// Where the pieces of an answer go. A handle: copies share it.
#[derive(Clone, Debug, Default)]
pub struct Pieces(Rc<Handed>);

#[derive(Debug, Default)]
struct Handed {
    /// In JSON.
    waiting_pieces: RefCell<VecDeque<String>>,
    is_over: Cell<bool>,
    /// What went wrong.
    end: RefCell<Option<String>>,
    is_left: Cell<bool>,
    waiting: Waiting,
}

impl Pieces {
    /// Hands a piece over, in JSON. False, once nobody wants any more: the visitor stopped the answer.
    pub fn push(&self, piece: String) -> bool {
        self.0.waiting_pieces.borrow_mut().push_back(piece);
        self.0.waiting.wake();
        !self.0.is_left.get()
    }

    async fn next(&self) -> Result<JsValue, JsValue> {
        loop {
            let piece = self.0.waiting_pieces.borrow_mut().pop_front();
            if let Some(piece) = piece {
                return step(&JSON::parse(&piece)?, false);
            }
            if let Some(words) = self.0.end.take() {
                return Err(JsValue::from_str(&words));
            }
            if self.0.is_over.get() {
                return step(&JsValue::UNDEFINED, true);
            }
            self.0.waiting.wait().await;
        }
    }

    /// The same as an asynchronous iterator of JavaScript.
    fn iterator(&self) -> JsValue {
        let iterator = Object::new();
        let set = |name: &JsValue, function: JsValue| drop(Reflect::set(&iterator, name, &function));
        let pieces = self.clone();
        let next: Closure<dyn Fn() -> Promise> = Closure::new(move || {
            let pieces = pieces.clone();
            future_to_promise(async move { pieces.next().await })
        });
        set(&JsValue::from_str("next"), next.into_js_value());
        let pieces = self.clone();
        let leave: Closure<dyn Fn()> = Closure::new(move || pieces.0.is_left.set(true));
        set(&JsValue::from_str("return"), leave.into_js_value());
        let itself: JsValue = iterator.clone().into();
        let make: Closure<dyn Fn() -> JsValue> = Closure::new(move || itself.clone());
        set(&Symbol::async_iterator(), make.into_js_value().unchecked_into::<Function>().into());
        iterator.into()
    }
}

fn step(value: &JsValue, is_done: bool) -> Result<JsValue, JsValue> {
    let step = Object::new();
    Reflect::set(&step, &JsValue::from_str("value"), value)?;
    Reflect::set(&step, &JsValue::from_str("done"), &JsValue::from_bool(is_done))?;
    Ok(step.into())
}

fn written(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

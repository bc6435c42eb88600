//! Hooks: functions that the page's own code has put on the host element.
//!
//! **Invariant:** total: a hook that throws, rejects or gives what is no JSON is said on the console, and nothing else
//! happens; one that never answers is waited for no longer than the request that it is about. Values cross as JSON.

#[cfg(feature = "leptos")]
mod door;

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use web_sys::Node;

use super::fetch::Abort;
use super::function::call;
use super::token::words;

#[cfg(feature = "leptos")]
pub use door::{HostHook, Pieces};

/// What a hook has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// `false`.
    No,
    /// A text.
    Text(String),
    /// An object in JSON: what it returned; else what it was given, with the changes that it made to that.
    Value(String),
}

/// Calls a hook with an object in JSON and `{signal}`, and waits for what it has to say. Nothing, if there is none or it
/// failed.
pub async fn ask(of: &JsValue, name: &str, with: &str, abort: Option<&Abort>) -> Option<Given> {
    let hook = function(of, name)?;
    let argument = JSON::parse(with).unwrap_or_default();
    match wait(call(&hook, of, &argument, &context(abort)), abort).await {
        Ok(given) => read(&given, &argument).or_else(|| {
            super::console::warn(&["causerie: ", name, " gave what is no JSON."].concat());
            None
        }),
        Err(error) => {
            if !abort.is_some_and(Abort::is_aborted) {
                failed(name, &error);
            }
            None
        }
    }
}

/// Calls a hook with a value in JSON, at once; what it gives is of no interest.
pub fn tell(of: &JsValue, name: &str, with: &str) {
    let Some(hook) = function(of, name) else { return };
    if let Err(error) = hook.call1(of, &JSON::parse(with).unwrap_or_default()) {
        failed(name, &error);
    }
}

/// The node that a hook draws of a value in JSON, if it draws one. `is_whole` tells it whether the value still grows.
pub fn draw(of: &JsValue, name: &str, value: &str, is_whole: bool) -> Option<Node> {
    let hook = function(of, name)?;
    let value = JSON::parse(value).unwrap_or_default();
    node(name, call(&hook, of, &value, &JsValue::from_bool(is_whole)))
}

/// The node that a function of this name gave, if it gave one.
pub(super) fn node(name: &str, given: Result<JsValue, JsValue>) -> Option<Node> {
    match given {
        // What is no node is not taken where it is put.
        Ok(node) => node.is_object().then(|| node.unchecked_into()),
        Err(error) => {
            failed(name, &error);
            None
        }
    }
}

/// The function that a property holds, if it holds one.
pub(super) fn function(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}

/// What a function gets beside its argument: `{signal}`.
pub(super) fn context(abort: Option<&Abort>) -> Object {
    let context = Object::new();
    if let Some(abort) = abort {
        let _ = Reflect::set(&context, &JsValue::from_str("signal"), &abort.signal());
    }
    context
}

/// Waits for what a call gave, but not beyond the end of what it is about.
pub(super) async fn wait(
    called: Result<JsValue, JsValue>,
    abort: Option<&Abort>,
) -> Result<JsValue, JsValue> {
    let promise = Promise::resolve(&called?);
    let Some(abort) = abort else { return JsFuture::from(promise).await };
    let ended = Promise::new(&mut |_, reject: Function| {
        abort.on_abort(move || drop(reject.call0(&JsValue::NULL)));
    });
    if abort.is_aborted() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(Promise::race(&Array::of2(&promise, &ended))).await
}

fn read(given: &JsValue, argument: &JsValue) -> Option<Given> {
    if let Some(text) = given.as_string() {
        return Some(Given::Text(text));
    }
    if given.as_bool() == Some(false) {
        return Some(Given::No);
    }
    let value = if given.is_object() { given } else { argument };
    JSON::stringify(value).ok()?.as_string().map(Given::Value)
}

fn failed(name: &str, error: &JsValue) {
    super::console::warn(&["causerie: ", name, " failed: ", &words(error)].concat());
}

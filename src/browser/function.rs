//! Tools of the page's own code: objects with functions, as its property `tools` holds them.
//!
//! **Invariant:** total: what a function of the page throws, rejects with or returns becomes words or a value, whatever it
//! is. Values cross as JSON.

use js_sys::{Array, Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Node;

use super::fetch::Abort;
use super::hook::{self, context};
use super::token::words;
use crate::text::digits;

#[wasm_bindgen]
extern "C" {
    /// With two arguments. That of js-sys brings closures of all kinds of arrays along.
    #[wasm_bindgen(catch, js_name = call, js_namespace = ["Function", "prototype", "call"])]
    pub(super) fn call(
        function: &Function,
        this: &JsValue,
        one: &JsValue,
        other: &JsValue,
    ) -> Result<JsValue, JsValue>;
}

/// A tool of the page: `{name, description, parameters, execute, confirm, timeout, render}`.
#[derive(Clone, Debug)]
pub struct PageTool(JsValue);

/// Why a function gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It threw or rejected, with these words.
    Threw(String),
    /// What it gave is no JSON.
    NoJson,
}

impl PageTool {
    /// What a property of an object holds, if that is an array of objects: also those that are declarations without a function.
    pub fn all(of: &JsValue, property: &str) -> Vec<Self> {
        let there = Reflect::get(of, &JsValue::from_str(property)).unwrap_or_default();
        let length =
            Reflect::get(&there, &JsValue::from_str("length")).ok().and_then(|length| length.as_f64());
        let length = length.filter(|_| Array::is_array(&there)).unwrap_or_default();
        let at = |at: u64| Reflect::get(&there, &JsValue::from_str(&digits(at))).ok();
        // Pages leave some out by a condition, which leaves a hole.
        (0..length as u64).filter_map(at).filter(JsValue::is_object).map(Self).collect()
    }

    /// True if it can be called.
    pub fn is_whole(&self) -> bool {
        self.function("execute").is_some()
    }

    /// True if it is for the server alone, as its API has it: with a type and no function.
    pub fn is_of_api(&self) -> bool {
        !self.is_whole() && !self.get("type").is_falsy()
    }

    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or_default()
    }

    fn function(&self, name: &str) -> Option<Function> {
        hook::function(&self.0, name)
    }

    /// What it says of itself, in JSON; a function counts as true.
    pub fn written(&self) -> String {
        let said = Object::new();
        for name in ["name", "description", "parameters", "timeout", "confirm", "render"] {
            let value = self.get(name);
            let value = if value.is_function() { JsValue::TRUE } else { value };
            let _ = Reflect::set(&said, &JsValue::from_str(name), &value);
        }
        JSON::stringify(&said).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// Calls `execute(arguments, {signal})`, and waits for what it gives: JSON.
    pub async fn execute(self, arguments: String, abort: Option<Abort>) -> Result<String, Refusal> {
        let threw = |error: JsValue| Refusal::Threw(words(&error));
        let function = self.function("execute").ok_or(Refusal::NoJson)?;
        let context = context(abort.as_ref());
        let arguments = JSON::parse(&arguments).unwrap_or_default();
        let result = hook::wait(call(&function, &self.0, &arguments, &context), None).await.map_err(threw)?;
        if result.is_undefined() {
            return Ok("null".to_owned());
        }
        let text = JSON::stringify(&result).map_err(|_| Refusal::NoJson)?;
        text.as_string().ok_or(Refusal::NoJson)
    }

    /// What the visitor is asked, if the page says that in words of its own: a text, or what `confirm(arguments)` gives.
    /// A function that throws asks in the widget's words; `None` and `Some(false)` of the inner are not told apart by it.
    pub fn question(&self, arguments: &str) -> Question {
        let given = match self.function("confirm") {
            Some(ask) => {
                let arguments = JSON::parse(arguments).unwrap_or_default();
                ask.call1(&self.0, &arguments).unwrap_or(JsValue::TRUE)
            }
            None => self.get("confirm"),
        };
        match given.as_string() {
            Some(text) if !text.is_empty() => Question::Words(text),
            _ if !given.is_falsy() => Question::Own,
            _ => Question::None,
        }
    }

    /// The node that `render(call)` makes of a call, if it makes one.
    pub fn draw(&self, call: &str) -> Option<Node> {
        let render = self.function("render")?;
        hook::node("render", render.call1(&self.0, &JSON::parse(call).unwrap_or_default()))
    }
}

/// What the visitor is asked before a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Nothing.
    None,
    /// In the widget's own words.
    Own,
    /// In these.
    Words(String),
}

/// True if a pattern of a JSON Schema is found in a text; nothing, if the browser cannot read it.
pub fn matches(pattern: &str, text: &str) -> Option<bool> {
    let class: Function =
        Reflect::get(&js_sys::global(), &JsValue::from_str("RegExp")).ok()?.dyn_into().ok()?;
    let pattern = call(&class, &JsValue::NULL, &JsValue::from_str(pattern), &JsValue::from_str("u")).ok()?;
    let test: Function = Reflect::get(&pattern, &JsValue::from_str("test")).ok()?.dyn_into().ok()?;
    test.call1(&pattern, &JsValue::from_str(text)).ok().map(|found| !found.is_falsy())
}

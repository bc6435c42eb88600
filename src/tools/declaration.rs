//! What a tool is called, what it takes and how it is run; the function itself is the shell's.
//!
//! **Invariant:** a declaration that is held is one that servers take; one that is not is refused with a line for the
//! console.

use crate::config::Problem;
use crate::json::Json;

/// A tool, as the model and the loop know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// 1 to 64 ASCII letters, digits, `_` and `-`.
    pub name: String,
    /// What it does and when to call it, for the model; may be empty.
    pub description: String,
    /// The JSON Schema of its arguments, an object.
    pub parameters: Json,
    /// Whether the visitor is asked before it runs.
    pub confirm: bool,
    /// How long it may run, in seconds, from 1.
    pub timeout: u64,
    /// Whether its result is drawn by the page, and not as text.
    pub render: bool,
}

/// The longest name.
const NAME: usize = 64;
/// How long a tool may run by default, in seconds.
const TIMEOUT: u64 = 60;

impl Declaration {
    /// A tool that runs unasked, for at most a minute.
    pub fn new(name: &str, description: &str, parameters: Json) -> Result<Self, Problem> {
        let tool = Self {
            name: name.to_owned(),
            description: description.to_owned(),
            parameters,
            confirm: false,
            timeout: TIMEOUT,
            render: false,
        };
        tool.checked()
    }

    /// Reads `{name, description, parameters, confirm, timeout, render}`, or the API's `{type: "function", function: {name,
    /// description, parameters}}` with the rest beside it. All but the name may be missing; no parameters are an object
    /// of any members. A `confirm` or `render` that is neither missing nor false counts as true: in a page they are
    /// functions.
    pub fn read(given: &Json) -> Result<Self, Problem> {
        let function = given.get("function").unwrap_or(given);
        let text = |name: &str| function.get(name).and_then(Json::as_str).unwrap_or_default();
        let is_set = |name: &str| given.get(name).is_some_and(|value| *value != Json::Bool(false));
        let any = || Json::object([("type", "object".into()), ("properties", Json::Object(Vec::new()))]);
        let parameters = function.get("parameters").cloned().unwrap_or_else(any);
        let timeout = match given.get("timeout") {
            Some(seconds) => seconds.as_u64().filter(|seconds| *seconds > 0),
            None => Some(TIMEOUT),
        };
        let Some(timeout) = timeout else {
            return Err(refused(text("name"), "a timeout that is a whole number of seconds from 1"));
        };
        let (confirm, render) = (is_set("confirm"), is_set("render"));
        Self { confirm, timeout, render, ..Self::new(text("name"), text("description"), parameters)? }
            .checked()
    }

    fn checked(self) -> Result<Self, Problem> {
        let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'_' | b'-');
        if self.name.is_empty() || self.name.len() > NAME || !self.name.bytes().all(is_sign) {
            return Err(refused(&self.name, "a name of 1 to 64 letters, digits, _ and -"));
        }
        if !matches!(self.parameters, Json::Object(_)) {
            return Err(refused(&self.name, "parameters that are a JSON Schema, an object"));
        }
        Ok(self)
    }

    /// `{name, description, parameters}`, as the API has it.
    pub(super) fn function(&self) -> Json {
        let description = Some(self.description.as_str()).filter(|text| !text.is_empty());
        Json::object_of_set([
            ("name", self.name.as_str().into()),
            ("description", description.into()),
            ("parameters", self.parameters.clone()),
        ])
    }
}

/// The line for a tool that is not taken.
pub(super) fn refused(name: &str, allowed: &'static str) -> Problem {
    Problem::Value { option: "tools".to_owned(), value: Json::from(name).written(), allowed }
}

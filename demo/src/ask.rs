//! What is asked: the body of a request, read without an opinion about it.
//!
//! **Invariant:** total; a field that is `null` is a field that is not there, as OpenAI has it.

use std::borrow::Cow;

use serde_json::Value;

use crate::error::ApiError;

/// As many choices as OpenAI allows.
const MOST_CHOICES: u64 = 128;

/// A request's body.
pub struct Ask(Value);

impl Ask {
    /// Reads a body.
    pub fn read(body: &[u8]) -> Result<Self, ApiError> {
        serde_json::from_slice(body).map(Self).map_err(|error| {
            ApiError::bad_request(format!("We could not parse the JSON body of your request: {error}."))
        })
    }

    /// A field of the body.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// The names of all fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let fields = self.0.as_object().into_iter().flatten();
        fields.filter(|(_, value)| !value.is_null()).map(|(name, _)| name.as_str())
    }

    /// The model, if one is named.
    pub fn model(&self) -> Option<&str> {
        self.field("model")?.as_str().filter(|model| !model.is_empty())
    }

    /// The messages; empty if there are none.
    pub fn messages(&self) -> &[Value] {
        self.field("messages").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The messages' roles, in order.
    pub fn roles(&self) -> Vec<&str> {
        self.messages().iter().map(role).collect()
    }

    /// True if the field is there and is no number from `low` to `high`.
    pub fn is_outside(&self, name: &str, low: f64, high: f64) -> bool {
        self.field(name).is_some_and(|value| !value.as_f64().is_some_and(|n| (low..=high).contains(&n)))
    }

    /// True if the reply is to come in pieces.
    pub fn is_streamed(&self) -> bool {
        self.field("stream").and_then(Value::as_bool).unwrap_or(false)
    }

    /// A switch in `stream_options`.
    pub fn stream_option(&self, name: &str) -> Option<bool> {
        self.field("stream_options")?.get(name)?.as_bool()
    }

    /// How many choices are asked for.
    pub fn choices(&self) -> usize {
        let n = self.field("n").and_then(Value::as_u64).unwrap_or(1).clamp(1, MOST_CHOICES);
        usize::try_from(n).unwrap_or(1)
    }

    /// The last paragraph of the last message: what is new, even where a client joins messages of one role
    /// with a blank line or puts the system prompt before the first.
    pub fn question(&self) -> String {
        let last = self.messages().last().map(text).unwrap_or_default();
        last.trim_end().rsplit("\n\n").next().unwrap_or_default().to_owned()
    }
}

/// A message's role.
pub fn role(message: &Value) -> &str {
    message.get("role").and_then(Value::as_str).unwrap_or_default()
}

/// A message's text: its content, or the text parts of it.
pub fn text(message: &Value) -> Cow<'_, str> {
    match message.get("content") {
        Some(Value::String(text)) => Cow::Borrowed(text),
        Some(Value::Array(parts)) => {
            Cow::Owned(parts.iter().filter_map(|part| part.get("text")?.as_str()).collect())
        }
        _ => Cow::Borrowed(""),
    }
}

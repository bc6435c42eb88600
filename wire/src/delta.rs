//! What a chunk adds to one choice of the answer.
//!
//! **Invariant:** texts may begin or end with half of a surrogate pair, as `json::half` keeps it: whoever joins
//! them joins it.

use crate::json::Json;

/// A piece of one choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Which of the `n` answers; 0 is the first.
    pub choice: usize,
    /// Text of the answer.
    pub content: String,
    /// What the model thinks before it answers (`reasoning_content`, `reasoning`, or parts of that type).
    pub reasoning: String,
    /// It is called `reasoning_content`.
    pub reasons_apart: bool,
    /// It was a `message`, all of the answer at once.
    pub is_whole: bool,
    /// Text of a refusal; it is shown as the answer.
    pub refusal: String,
    /// Pieces of tool calls.
    pub tool_calls: Vec<ToolCallDelta>,
    /// The wire value, or null.
    pub logprobs: Json,
}

/// A piece of a tool call. Every field may be missing; empty texts count as missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToolCallDelta {
    pub index: Option<u64>,
    pub id: Option<String>,
    pub name: Option<String>,
    /// JSON, or a part of it.
    pub arguments: String,
    /// It is the `function_call` of the API's first years, of which there is one and which has no id.
    pub is_legacy: bool,
}

/// Why the model stopped. The wire value is an open string; these are its meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinishReason {
    Stop,
    Length,
    ToolCalls,
    ContentFilter,
    Error,
    Other,
}

impl FinishReason {
    /// Maps a wire value; servers differ in theirs.
    pub fn from_wire(value: &str) -> Self {
        match value.to_ascii_lowercase().as_str() {
            "stop" | "eos" | "eos_token" | "end_turn" | "stop_sequence" => Self::Stop,
            "length" | "model_length" | "max_tokens" => Self::Length,
            "tool_calls" | "function_call" | "tool_use" => Self::ToolCalls,
            "content_filter" | "safety" => Self::ContentFilter,
            "error" => Self::Error,
            _ => Self::Other,
        }
    }

    /// The API's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Length => "length",
            Self::ToolCalls => "tool_calls",
            Self::ContentFilter => "content_filter",
            Self::Error => "error",
            Self::Other => "other",
        }
    }
}

impl Delta {
    /// True if it adds nothing: a role alone does not begin an answer.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty() && self.is_only_content()
    }

    /// True if nothing but `content` may be set.
    pub fn is_only_content(&self) -> bool {
        self.reasoning.is_empty()
            && self.refusal.is_empty()
            && self.tool_calls.is_empty()
            && self.logprobs == Json::Null
    }

    /// Reads a `delta` or a `message`.
    pub fn read(mut message: Json) -> Self {
        let mut delta = Self { refusal: plain(message.take("refusal")), ..Self::default() };
        delta.content(message.take("content"));
        if delta.reasoning.is_empty() {
            (delta.reasoning, delta.reasons_apart) = reasoning(&mut message);
        }
        if let Json::Array(calls) = message.take("tool_calls") {
            delta.tool_calls.extend(calls.into_iter().map(|call| ToolCallDelta::read(call, false)));
        }
        match message.take("function_call") {
            Json::Null => {}
            call => {
                let call = ToolCallDelta::read(Json::object([("function", call)]), true);
                delta.tool_calls.push(call);
            }
        }
        // Gateways put an empty call beside plain text.
        delta.tool_calls.retain(ToolCallDelta::says_something);
        delta
    }

    /// A text, or parts: `{type: "text", text}`, `{type: "thinking", thinking: [{text}]}`, `{type: "refusal"}`.
    fn content(&mut self, content: Json) {
        match content {
            Json::Text(text) => join(&mut self.content, text),
            Json::Array(parts) => parts.into_iter().for_each(|part| self.content(part)),
            mut part => {
                join(&mut self.refusal, plain(part.take("refusal")));
                join(&mut self.reasoning, plain(part.take("thinking")));
                join(&mut self.content, plain(part.take("text")));
            }
        }
    }
}

impl ToolCallDelta {
    /// True if it is of a call: a place alone is none.
    fn says_something(&self) -> bool {
        self.id.is_some() || self.name.is_some() || !self.arguments.is_empty()
    }

    fn read(mut call: Json, is_legacy: bool) -> Self {
        let mut function = call.take("function");
        let given = |text: Json| Some(plain(text)).filter(|text| !text.is_empty());
        let arguments = match function.take("arguments") {
            Json::Text(text) => text,
            Json::Null => String::new(),
            // Relays of other APIs send the value itself.
            value => value.written(),
        };
        Self {
            index: call.get("index").and_then(Json::as_u64),
            id: given(call.take("id")),
            name: given(function.take("name")),
            arguments,
            is_legacy,
        }
    }
}

/// `reasoning_content ?? reasoning`, not both: some servers send the same text under either name.
fn reasoning(message: &mut Json) -> (String, bool) {
    for (name, is_apart) in [("reasoning_content", true), ("reasoning", false)] {
        let text = plain(message.take(name));
        if !text.is_empty() {
            return (text, is_apart);
        }
    }
    (plain(message.take("reasoning_details")), false)
}

/// A text, or the joined texts of parts, `{type: "text", text}`; empty, if it is neither.
pub fn plain(value: Json) -> String {
    match value {
        Json::Text(text) => text,
        Json::Array(parts) => parts.into_iter().fold(String::new(), |mut all, part| {
            join(&mut all, plain(part));
            all
        }),
        mut part => match part.take("text") {
            Json::Text(text) => text,
            _ => String::new(),
        },
    }
}

fn join(text: &mut String, piece: String) {
    if text.is_empty() { *text = piece } else { text.push_str(&piece) }
}

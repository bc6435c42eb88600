//! One element of the `messages` array.
//!
//! **Invariant:** the content is a plain string: some servers reject arrays of parts. What a server sent beside it
//! (reasoning, annotations, a null refusal) is not sent back: strict servers reject that, too.

use crate::json::Json;

/// Who speaks, by its name on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    System,
    Developer,
    User,
    Assistant,
    Tool,
    /// What `tool` was called in the API's first years.
    Function,
}

impl Role {
    const ALL: [Self; 6] =
        [Self::System, Self::Developer, Self::User, Self::Assistant, Self::Tool, Self::Function];

    /// The wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Developer => "developer",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
            Self::Function => "function",
        }
    }

    /// The role of a wire name, if it is one that a conversation holds.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A turn of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub role: Role,
    pub content: String,
    /// Of the assistant: what it wants to be called.
    pub tool_calls: Vec<TurnCall>,
    /// Of a tool: the call that it answers.
    pub tool_call_id: Option<String>,
    /// Of a function: its name.
    pub name: Option<String>,
}

/// A tool call as it is sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnCall {
    /// Without an id it is a `function_call` of the API's first years.
    pub id: Option<String>,
    pub name: String,
    /// JSON.
    pub arguments: String,
}

impl Turn {
    /// A turn that is nothing but text.
    pub fn new(role: Role, content: impl Into<String>) -> Self {
        Self { role, content: content.into(), tool_calls: Vec::new(), tool_call_id: None, name: None }
    }

    /// True if it is nothing but text.
    pub fn is_plain(&self) -> bool {
        self.tool_calls.is_empty() && self.tool_call_id.is_none() && self.name.is_none()
    }

    /// True if this is the result of that call.
    pub fn answers(&self, call: &TurnCall) -> bool {
        match &call.id {
            Some(id) => self.tool_call_id.as_ref() == Some(id),
            None => self.role == Role::Function && self.name.as_ref() == Some(&call.name),
        }
    }

    /// The wire form. The content is null only beside calls.
    pub(super) fn to_json(&self) -> Json {
        let content = if self.content.is_empty() && !self.tool_calls.is_empty() {
            Json::Null
        } else {
            self.content.as_str().into()
        };
        let mut message = Json::object([("role", self.role.name().into()), ("content", content)]);
        let with_id = self.tool_calls.iter().filter(|call| call.id.is_some());
        let calls: Vec<Json> = with_id.map(TurnCall::to_json).collect();
        if !calls.is_empty() {
            message.set("tool_calls", Json::Array(calls));
        }
        let legacy = self.tool_calls.iter().find(|call| call.id.is_none());
        message.set("function_call", legacy.map(TurnCall::function).into());
        message.set("tool_call_id", self.tool_call_id.as_deref().into());
        message.set("name", self.name.as_deref().into());
        message
    }
}

impl TurnCall {
    fn function(&self) -> Json {
        Json::object([("name", self.name.as_str().into()), ("arguments", self.arguments.as_str().into())])
    }

    /// The wire form.
    pub fn to_json(&self) -> Json {
        Json::object([
            ("id", self.id.as_deref().into()),
            ("type", "function".into()),
            ("function", self.function()),
        ])
    }
}

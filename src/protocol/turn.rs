//! One element of the `messages` array.
//!
//! **Invariant:** the content is a plain string: some servers reject arrays of parts. What a server sent beside it
//! (annotations, a null refusal) is not sent back: strict servers reject that, too.

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
    /// What stands beside them on the wire: of the assistant what it wants to be called, of a result which call it answers.
    pub fields: Vec<(&'static str, Json)>,
}

impl Turn {
    /// A turn that is nothing but text.
    pub fn new(role: Role, content: impl Into<String>) -> Self {
        Self { role, content: content.into(), fields: Vec::new() }
    }

    /// True if it is nothing but text.
    pub const fn is_plain(&self) -> bool {
        self.fields.is_empty()
    }

    /// A field beside role and content.
    pub fn field(&self, name: &str) -> Option<&Json> {
        self.fields.iter().find(|(there, _)| *there == name).map(|(_, value)| value)
    }

    /// The wire form. The content is null only beside calls.
    pub(super) fn to_json(&self) -> Json {
        let is_silent = self.content.is_empty() && self.role == Role::Assistant;
        let content = if is_silent { Json::Null } else { self.content.as_str().into() };
        let mut message = Json::object([("role", self.role.name().into()), ("content", content)]);
        self.fields.iter().for_each(|(name, value)| message.set(name, value.clone()));
        message
    }
}

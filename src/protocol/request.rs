//! The request: what a chat-completions server is asked.
//!
//! **Invariant:** only `model`, `messages` and `stream` are sent unless an option was set. Strict servers
//! reject fields they do not know and models reject sampling fields they do not take, so no field is sent
//! just to state its default.

use super::completions_url;
use crate::config::{Config, Decimal};
use crate::json::Json;

/// Who speaks, by its name on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    System,
    User,
    Assistant,
}

impl Role {
    /// The wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }

    /// The role of a wire name, if it is one that a conversation holds.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::System, Self::User, Self::Assistant].into_iter().find(|role| role.name() == name)
    }
}

/// One element of the `messages` array. The content is a plain string: some servers reject arrays of parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub role: Role,
    pub content: String,
}

/// A request, ready to be sent with `POST`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatCompletionRequest {
    pub url: String,
    /// Header names and values; nothing but these, as each further header is another CORS hurdle.
    pub headers: Vec<(String, String)>,
    /// JSON.
    pub body: String,
}

impl ChatCompletionRequest {
    /// Builds the request for the given turns. `bearer` is the key or token, without `Bearer `.
    pub fn new(config: &Config, turns: &[Turn], bearer: Option<&str>) -> Self {
        let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        if let Some(bearer) = bearer {
            headers.push(("Authorization".to_owned(), format!("Bearer {bearer}")));
        }
        for (name, value) in &config.headers {
            headers.retain(|(there, _)| !there.eq_ignore_ascii_case(name));
            headers.push((name.clone(), value.clone()));
        }
        Self {
            url: completions_url(config.endpoint.as_deref().unwrap_or_default()),
            headers,
            body: body(config, turns).to_string(),
        }
    }
}

fn body(config: &Config, turns: &[Turn]) -> Json {
    let message = |turn: &Turn| {
        Json::object([("role", turn.role.name().into()), ("content", turn.content.as_str().into())])
    };
    let number =
        |decimal: &Option<Decimal>| decimal.as_ref().map(|d| Json::Number(d.digits().to_owned())).into();
    let fields = [
        ("model", config.model.as_deref().into()),
        ("messages", turns.iter().map(message).collect()),
        ("stream", true.into()),
        ("temperature", number(&config.temperature)),
        ("max_tokens", config.max_tokens.into()),
        ("top_p", number(&config.top_p)),
    ];
    let set = fields.into_iter().filter(|(_, value)| *value != Json::Null);
    Json::Object(set.map(|(name, value)| (name.to_owned(), value)).collect())
}

//! Trouble on request: the model name says which.
//!
//! | model | what happens |
//! |---|---|
//! | `error-STATUS` | that status, before any output |
//! | `error-once` | 500 to the first request with a question, an answer to the next |
//! | `error-midstream` | some text, then an error event |
//! | `stall` | some text, then silence |
//! | `cut` | some text, then the connection breaks |
//! | `slow` | the first token comes after three seconds |
//! | `html` | a web page with status 200 |
//! | `limited` | every other time 429 with `Retry-After: 1` and "try again in 1s", beginning with the first |
//! | `limited-long` | the same with 90 seconds |
//! | `broke` | always 429 `insufficient_quota` |
//! | `needs-key` | 401, unless the request has `Authorization: Bearer demo-key` |
//! | `no-system` | 400 "System role not supported" if there is a system message |
//! | `strict` | 400 `unsupported_parameter` for `max_tokens`, then for `temperature`, one at a time |
//! | `silent` | status 200, then comments without end |
//! | `empty-slow` | even the headers come only after ten seconds |
//!
//! **Invariant:** the name alone decides, so a test needs no other switch.

use std::time::Duration;

use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};

use crate::Demo;
use crate::ask::{Ask, text};
use crate::error::ApiError;

/// The key that [`Fault::NeedsKey`] wants.
const KEY: &str = "Bearer demo-key";

/// A scripted failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Status(u16),
    Once,
    Midstream,
    Stall,
    Cut,
    Slow,
    Html,
    /// Seconds to wait.
    Limited(u16),
    Broke,
    NeedsKey,
    NoSystem,
    Strict,
    Silent,
    EmptySlow,
}

impl Fault {
    /// The failure that a model name asks for.
    pub fn of_model(model: &str) -> Option<Self> {
        Some(match model {
            "error-once" => Self::Once,
            "error-midstream" => Self::Midstream,
            "stall" => Self::Stall,
            "cut" => Self::Cut,
            "slow" => Self::Slow,
            "html" => Self::Html,
            "limited" => Self::Limited(1),
            "limited-long" => Self::Limited(90),
            "broke" => Self::Broke,
            "needs-key" => Self::NeedsKey,
            "no-system" => Self::NoSystem,
            "strict" => Self::Strict,
            "silent" => Self::Silent,
            "empty-slow" => Self::EmptySlow,
            _ => Self::Status(model.strip_prefix("error-")?.parse().ok()?),
        })
    }

    /// The refusal before any output, if it is one.
    pub fn before(self, demo: &Demo, ask: &Ask, headers: &HeaderMap) -> Option<ApiError> {
        let question = || ask.messages().last().map(text).unwrap_or_default().into_owned();
        match self {
            Self::Status(status) => Some(ApiError::scripted(status)),
            Self::Once => demo.once.first(question()).then(|| ApiError::scripted(500)),
            Self::Limited(wait) => {
                let key = format!("{wait}\0{}", question());
                demo.once.alternate(key).then(|| ApiError::limited(wait))
            }
            Self::Broke => Some(ApiError::no_quota()),
            Self::NeedsKey => {
                let has_key = headers.get(header::AUTHORIZATION).is_some_and(|key| key == KEY);
                (!has_key).then(|| ApiError::scripted(401))
            }
            Self::NoSystem => {
                let has_system = ask.roles().iter().any(|role| matches!(*role, "system" | "developer"));
                has_system.then(|| ApiError::bad_request("System role not supported"))
            }
            Self::Strict => no_max_tokens(ask).or_else(|| no_temperature(ask)),
            _ => None,
        }
    }

    /// How long not even the headers come.
    pub const fn wait(self) -> Duration {
        Duration::from_secs(if matches!(self, Self::EmptySlow) { 10 } else { 0 })
    }

    /// True if it strikes after some text.
    pub const fn is_midstream(self) -> bool {
        matches!(self, Self::Midstream | Self::Stall | Self::Cut)
    }
}

/// The refusal of `max_tokens` by OpenAI's reasoning models.
pub fn no_max_tokens(ask: &Ask) -> Option<ApiError> {
    let message = "Unsupported parameter: 'max_tokens' is not supported with this model. \
                   Use 'max_completion_tokens' instead.";
    let refusal = || ApiError::bad_request(message).param("max_tokens").code("unsupported_parameter");
    ask.field("max_tokens").map(|_| refusal())
}

fn no_temperature(ask: &Ask) -> Option<ApiError> {
    let message = "Unsupported parameter: 'temperature' is not supported with this model.";
    let refusal = || ApiError::bad_request(message).param("temperature").code("unsupported_parameter");
    ask.is_outside("temperature", 1.0, 1.0).then(refusal)
}

/// The page of [`Fault::Html`].
pub fn page() -> Response {
    Html("<!doctype html><title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>").into_response()
}

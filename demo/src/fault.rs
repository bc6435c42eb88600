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

use axum::response::{Html, IntoResponse};
use serde_json::Value;

use crate::Demo;
use crate::api::text;
use crate::error::ApiError;

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
}

impl Fault {
    /// The failure that a model name asks for.
    pub fn of_model(model: &str) -> Option<Self> {
        match model {
            "error-once" => Some(Self::Once),
            "error-midstream" => Some(Self::Midstream),
            "stall" => Some(Self::Stall),
            "cut" => Some(Self::Cut),
            "slow" => Some(Self::Slow),
            "html" => Some(Self::Html),
            _ => model.strip_prefix("error-")?.parse().ok().map(Self::Status),
        }
    }

    /// The refusal before any output, if it is one.
    pub fn before(self, demo: &Demo, messages: &[Value]) -> Option<ApiError> {
        match self {
            Self::Status(status) => Some(ApiError::scripted(status)),
            Self::Once => {
                let question = messages.last().map(text).unwrap_or_default().to_owned();
                let mut refused = demo.refused.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                refused.insert(question).then(|| ApiError::scripted(500))
            }
            _ => None,
        }
    }

    /// True if it strikes after some text.
    pub const fn is_midstream(self) -> bool {
        matches!(self, Self::Midstream | Self::Stall | Self::Cut)
    }
}

/// The page of [`Fault::Html`].
pub fn page() -> axum::response::Response {
    Html("<!doctype html><title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>").into_response()
}

//! The shapes of error bodies, system by system.
//!
//! **Invariant:** a shape adds no words of its own; what the visitor reads is the error's message in each.

use serde_json::{Value, json};

use super::ApiError;

/// How a body is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `{"error": {message, type, param, code}}`.
    OpenAi,
    /// `{"error": {message, type}}`.
    Plain,
    /// `{"error": "text", "code": "CAPITALS"}`.
    Text,
    /// `{"detail": "text"}`; for a 422 with a field `{"detail": [{type, loc, msg}]}`.
    Detail,
}

impl Shape {
    pub(super) fn body(self, error: &ApiError) -> Value {
        let (message, status) = (&error.message, error.status.as_u16());
        let kind = error.kind.unwrap_or(match status {
            401 | 403 => "authentication_error",
            429 => "rate_limit_error",
            400..=499 => "invalid_request_error",
            _ => "server_error",
        });
        match (self, &error.param) {
            (Self::OpenAi, param) => {
                json!({ "error": { "message": message, "type": kind, "param": param, "code": error.code } })
            }
            (Self::Plain, _) => json!({ "error": { "message": message, "type": kind } }),
            (Self::Text, _) => json!({ "error": message, "code": capitals(error.code, status) }),
            (Self::Detail, Some(param)) if status == 422 => {
                let kind = error.code.unwrap_or("value_error");
                json!({ "detail": [{ "type": kind, "loc": location(param), "msg": message }] })
            }
            (Self::Detail, _) => json!({ "detail": message }),
        }
    }
}

/// The code that Aleph Alpha's bodies always have. Only `MISSING_CAPABILITY` is on record; the others are
/// likely ones.
fn capitals(code: Option<&str>, status: u16) -> &str {
    match code {
        Some(code) if code.chars().all(|c| c.is_ascii_uppercase() || c == '_') => code,
        _ => match status {
            401 => "UNAUTHENTICATED",
            402 => "OUT_OF_CREDITS",
            404 => "NOT_FOUND",
            405 => "METHOD_NOT_ALLOWED",
            413 => "PAYLOAD_TOO_LARGE",
            429 => "TOO_MANY_REQUESTS",
            503 => "QUEUE_FULL",
            400..=499 => "BAD_REQUEST",
            _ => "INTERNAL_ERROR",
        },
    }
}

/// `messages.0.role` as FastAPI writes it: `["body", "messages", 0, "role"]`.
fn location(param: &str) -> Vec<Value> {
    let step = |step: &str| step.parse::<u32>().map_or_else(|_| json!(step), |index| json!(index));
    std::iter::once(json!("body")).chain(param.split('.').map(step)).collect()
}

//! LightOn Paradigm: `/api/v2`, roles system, user, assistant and tool, penalties from 0 to 2, and a model without
//! a system role.
//!
//! Its error bodies are not documented; FastAPI's `{"detail": …}` is likely, as is vLLM behind it, so counts come
//! on request only. What it does not know it is taken to ignore. "trigger error": 422 with a list of details.
//! "trigger rate limit": 429 with `Retry-After: 1`.
//! **Invariant:** `alfred-ft5` never answers a conversation with a role other than user and assistant.

use crate::api::catalogue;
use crate::ask::Ask;
use crate::error::{ApiError, Shape};
use crate::profile::{ERROR, RATE, System, rules};
use crate::reply::Reply;

/// The model whose template has no system role.
const WITHOUT_SYSTEM: &str = "alfred-ft5";
const MODELS: &[&str] = &["alfred-4", WITHOUT_SYSTEM];
const ROLES: &[&str] = &["system", "user", "assistant", "tool"];
const RANGES: &[(&str, f64, f64)] = &[
    ("temperature", 0.0, 2.0),
    ("top_p", 0.0, 1.0),
    ("frequency_penalty", 0.0, 2.0),
    ("presence_penalty", 0.0, 2.0),
    ("max_tokens", 1.0, f64::MAX),
];

pub const SYSTEM: System = System {
    base: "/api/v2",
    models: MODELS,
    catalogue: Some(("/models", || catalogue(MODELS, "lighton"))),
    shape: Shape::Detail,
    needs_key: false,
    vet,
    dress,
    troubles: &[(ERROR, unprocessable), (RATE, || ApiError::limited(1))],
};

fn vet(ask: &Ask) -> Result<(), ApiError> {
    let model = ask.model().ok_or_else(|| missing("model"))?;
    if ask.messages().is_empty() {
        return Err(missing("messages"));
    }
    if let Some((index, _)) = rules::foreign_role(ask, ROLES) {
        let words = "Input should be 'system', 'user', 'assistant' or 'tool'";
        let param = format!("messages.{index}.role");
        return Err(ApiError::new(422, words).param(param).code("literal_error"));
    }
    if let Some((name, low, high)) = rules::out_of_range(ask, RANGES) {
        let is_low = ask.field(name).and_then(serde_json::Value::as_f64).is_some_and(|n| n < *low);
        return Err(match (ask.field(name).is_some_and(serde_json::Value::is_number), is_low) {
            (false, _) => number("Input should be a valid number".to_owned(), name, "float_type"),
            (_, true) => {
                number(format!("Input should be greater than or equal to {low}"), name, "greater_than_equal")
            }
            (_, false) => {
                number(format!("Input should be less than or equal to {high}"), name, "less_than_equal")
            }
        });
    }
    if !MODELS.contains(&model) {
        return Err(ApiError::new(404, format!("The model `{model}` does not exist.")));
    }
    match rules::foreign_role(ask, &["user", "assistant"]) {
        Some(_) if model == WITHOUT_SYSTEM => {
            Err(ApiError::bad_request("Only user and assistant roles are supported!"))
        }
        _ => Ok(()),
    }
}

fn dress(_: &Ask, reply: &mut Reply) {
    reply.style.counts_on_request = true;
}

fn missing(field: &str) -> ApiError {
    ApiError::new(422, "Field required").param(field).code("missing")
}

fn number(words: String, field: &str, kind: &'static str) -> ApiError {
    ApiError::new(422, words).param(field).code(kind)
}

fn unprocessable() -> ApiError {
    ApiError::new(422, "Value error, the conversation could not be processed").param("messages")
}

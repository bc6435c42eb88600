//! OpenAI: `/v1`, a key, and models of the reasoning kind: `max_completion_tokens` only, temperature 1 only.
//!
//! Faults of a request are reported one at a time, a foreign field first. `top_p` is taken to be as `temperature`.
//! "trigger error": 429 to be tried again in 20ms (in the message only, without a header). "trigger quota": 429
//! `insufficient_quota`.
//! **Invariant:** a field that is not in OpenAI's list is refused by name.

use serde_json::json;

use crate::api::{catalogue, named};
use crate::ask::Ask;
use crate::error::{ApiError, Shape};
use crate::fault::no_max_tokens;
use crate::profile::{ERROR, QUOTA, System, rules};
use crate::reply::Reply;

const MODELS: &[&str] = &["gpt-5-mini", "gpt-5"];
const ROLES: &[&str] = &["system", "assistant", "user", "function", "tool", "developer"];
const RANGES: &[(&str, f64, f64)] =
    &[("n", 1.0, 128.0), ("frequency_penalty", -2.0, 2.0), ("presence_penalty", -2.0, 2.0)];
#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "model", "messages", "temperature", "top_p", "max_tokens", "max_completion_tokens", "frequency_penalty",
    "presence_penalty", "stop", "n", "stream", "stream_options", "seed", "user", "logit_bias", "logprobs",
    "top_logprobs", "response_format", "tools", "tool_choice", "parallel_tool_calls", "functions",
    "function_call", "reasoning_effort", "verbosity", "service_tier", "store", "metadata", "modalities", "audio",
    "prediction", "web_search_options", "moderation", "prompt_cache_key", "prompt_cache_retention",
    "safety_identifier",
];

pub const SYSTEM: System = System {
    base: "/v1",
    models: MODELS,
    catalogue: Some(("/models", || catalogue(MODELS, "openai"))),
    shape: Shape::OpenAi,
    needs_key: true,
    vet,
    dress,
    troubles: &[(ERROR, rate_limit), (QUOTA, ApiError::no_quota)],
};

fn vet(ask: &Ask) -> Result<(), ApiError> {
    if let Some(foreign) = ask.names().find(|name| !FIELDS.contains(name)) {
        let words = format!("Unrecognized request argument supplied: {foreign}");
        return Err(ApiError::bad_request(words).param(foreign));
    }
    let model = named(ask)?;
    if !MODELS.contains(&model) {
        return Err(ApiError::no_model(model));
    }
    if let Some((index, role)) = rules::foreign_role(ask, ROLES) {
        let words = format!(
            "Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'."
        );
        let param = format!("messages[{index}].role");
        return Err(ApiError::bad_request(words).param(param).code("invalid_value"));
    }
    if let Some(refusal) = no_max_tokens(ask) {
        return Err(refusal);
    }
    for name in ["temperature", "top_p"] {
        if ask.is_outside(name, 1.0, 1.0) {
            let value = ask.field(name).unwrap_or_default();
            let words = format!(
                "Unsupported value: '{name}' does not support {value} with this model. Only the default (1) value is supported."
            );
            return Err(ApiError::bad_request(words).param(name).code("unsupported_value"));
        }
    }
    if let Some((name, low, high)) = rules::out_of_range(ask, RANGES) {
        let words = format!("Invalid '{name}': expected a number from {low} to {high}.");
        return Err(ApiError::bad_request(words).param(*name).code("invalid_value"));
    }
    match ask.field("stream_options") {
        Some(_) if !ask.is_streamed() => {
            let words = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
            Err(ApiError::bad_request(words).param("stream_options"))
        }
        _ => Ok(()),
    }
}

fn dress(ask: &Ask, reply: &mut Reply) {
    reply.style.counts_on_request = true;
    reply.style.obfuscates = ask.stream_option("include_obfuscation").unwrap_or(true);
    reply.style.extra.insert("service_tier".to_owned(), json!("default"));
    reply.style.extra.insert("system_fingerprint".to_owned(), json!("fp_1966eliza"));
}

fn rate_limit() -> ApiError {
    let words = "Rate limit reached for gpt-5-mini in organization org-demo on requests per min (RPM): Limit 3000, \
                 Used 3000, Requested 1. Please try again in 20ms.";
    ApiError::new(429, words).kind("requests").code("rate_limit_exceeded")
}

//! `POST /v1/embeddings`: a bag of words, hashed. Texts with the same words are alike, whatever their order.
//!
//! **Invariant:** the same text has the same vector, of length 1 if there is a word in it. Any model name does, but that of
//! a refusal (`error-STATUS`), which refuses.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::Demo;
use crate::api::{Received, received};
use crate::ask::Ask;
use crate::error::ApiError;
use crate::fault::Fault;

/// Dimensions.
const SIZE: usize = 256;
/// Shorter words say little of what a text is about.
const SHORTEST: usize = 4;

/// The handler.
pub async fn embeddings(State(demo): State<Demo>, headers: HeaderMap, body: Received) -> Response {
    let body = match received(body) {
        Ok(body) => body,
        Err(refusal) => return refusal.into_response(),
    };
    match &demo.upstream {
        Some(upstream) => upstream.embeddings(&headers, body).await,
        None => respond(&demo, &headers, &body)
            .map_or_else(IntoResponse::into_response, |all| Json(all).into_response()),
    }
}

fn respond(demo: &Demo, headers: &HeaderMap, body: &[u8]) -> Result<Value, ApiError> {
    let ask = Ask::read(body)?;
    let model = ask.model().ok_or_else(|| ApiError::bad_request("You must provide a model parameter."))?;
    if let Some(refusal) = Fault::of_model(model).and_then(|fault| fault.before(demo, &ask, headers)) {
        return Err(refusal);
    }
    let texts: Option<Vec<&str>> = match ask.field("input") {
        Some(Value::String(text)) => Some(vec![text]),
        Some(Value::Array(items)) => items.iter().map(Value::as_str).collect(),
        _ => None,
    };
    let texts = texts.filter(|texts| !texts.is_empty() && !texts.contains(&""));
    let texts = texts.ok_or_else(|| ApiError::bad_request("'$.input' is invalid."))?;
    let item = |(index, text): (usize, &&str)| json!({ "object": "embedding", "index": index, "embedding": vector(text) });
    let data: Vec<Value> = texts.iter().enumerate().map(item).collect();
    let tokens: usize = texts.iter().map(|text| text.len().div_ceil(4)).sum();
    let usage = json!({ "prompt_tokens": tokens, "total_tokens": tokens });
    Ok(json!({ "object": "list", "data": data, "model": model, "usage": usage }))
}

fn vector(text: &str) -> Vec<f64> {
    let mut vector = vec![0.0_f64; SIZE];
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= SHORTEST);
    words.for_each(|word| vector[place(word)] += 1.0);
    let length = vector.iter().map(|part| part * part).sum::<f64>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|part| *part /= length);
    }
    vector
}

/// FNV-1a.
fn place(word: &str) -> usize {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325, add);
    usize::try_from(hash >> 32).unwrap_or_default() % SIZE
}

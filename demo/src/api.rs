//! Two addresses of ELIZA's own API: chat completions and the list of models.
//!
//! **Invariant:** the model `eliza` has neither troubles nor features; each of those has a name of its own.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::error::ApiError;
use crate::fault::Fault;
use crate::feature::Feature;
use crate::reply::Reply;
use crate::stream::send;
use crate::{BODY_LIMIT, Demo};

/// The model that answers.
pub const MODEL: &str = "eliza";

/// A body, or why there is none.
pub type Received = Result<Bytes, BytesRejection>;

/// `POST /v1/chat/completions`.
pub async fn completions(State(demo): State<Demo>, headers: HeaderMap, body: Received) -> Response {
    let body = match received(body) {
        Ok(body) => body,
        Err(refusal) => return refusal.into_response(),
    };
    if let Some(upstream) = &demo.upstream {
        return upstream.completions(&headers, body).await;
    }
    respond(&demo, &headers, &body).await.unwrap_or_else(IntoResponse::into_response)
}

/// `GET /v1/models`.
pub async fn models(State(demo): State<Demo>, headers: HeaderMap) -> Response {
    match &demo.upstream {
        Some(upstream) => upstream.models(&headers).await,
        None => Json(catalogue(&[MODEL], "causerie")).into_response(),
    }
}

/// The body, if it is not too large.
pub fn received(body: Received) -> Result<Bytes, ApiError> {
    body.map_err(|rejection| match rejection.status().as_u16() {
        413 => ApiError::new(413, format!("The request is larger than {BODY_LIMIT} bytes.")),
        _ => ApiError::bad_request(rejection.to_string()),
    })
}

/// A list of models as OpenAI writes it.
pub fn catalogue(models: &[&str], owner: &str) -> Value {
    let model = |id: &&str| json!({ "id": id, "object": "model", "created": 0, "owned_by": owner });
    json!({ "object": "list", "data": models.iter().map(model).collect::<Vec<_>>() })
}

async fn respond(demo: &Demo, headers: &HeaderMap, body: &[u8]) -> Result<Response, ApiError> {
    let ask = Ask::read(body)?;
    let model = named(&ask)?;
    let (fault, feature) = (Fault::of_model(model), Feature::of_model(model));
    if fault.is_none() && feature.is_none() && model != MODEL {
        return Err(ApiError::no_model(model));
    }
    if let Some(fault) = fault {
        if let Some(refusal) = fault.before(demo, &ask, headers) {
            return Err(refusal);
        }
        tokio::time::sleep(fault.wait()).await;
    }
    let mut reply = Reply { fault, ..Reply::to(&ask, model, demo.pace) };
    if let Some(feature) = feature {
        feature.apply(&ask, &mut reply)?;
    }
    Ok(send(reply, ask.is_streamed()).await)
}

/// The model, if that and something to answer is there.
pub fn named(ask: &Ask) -> Result<&str, ApiError> {
    let model = ask.model().ok_or_else(|| ApiError::bad_request("You must provide a model parameter."))?;
    match ask.messages() {
        [] => Err(ApiError::bad_request("[] is too short - 'messages'")),
        _ => Ok(model),
    }
}

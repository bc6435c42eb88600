//! The two addresses of the API: chat completions and the list of models.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::answer::{answer, pieces};
use crate::error::ApiError;
use crate::fault::Fault;
use crate::stream::{Reply, streamed, whole};
use crate::{BODY_LIMIT, Demo};

/// The model that answers.
pub const MODEL: &str = "eliza";

/// `POST /v1/chat/completions`.
pub async fn completions(
    State(demo): State<Demo>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == 413 => {
            return ApiError::new(413, format!("The request is larger than {BODY_LIMIT} bytes."))
                .into_response();
        }
        Err(rejection) => return ApiError::bad_request(rejection.to_string()).into_response(),
    };
    if let Some(upstream) = &demo.upstream {
        return upstream.completions(&headers, body).await;
    }
    respond(&demo, &body).await.unwrap_or_else(IntoResponse::into_response)
}

/// `GET /v1/models`.
pub async fn models(State(demo): State<Demo>, headers: HeaderMap) -> Response {
    match &demo.upstream {
        Some(upstream) => upstream.models(&headers).await,
        None => {
            let model = json!({ "id": MODEL, "object": "model", "created": 0, "owned_by": "causerie" });
            Json(json!({ "object": "list", "data": [model] })).into_response()
        }
    }
}

async fn respond(demo: &Demo, body: &[u8]) -> Result<Response, ApiError> {
    let ask: Value = serde_json::from_slice(body).map_err(|error| {
        ApiError::bad_request(format!("We could not parse the JSON body of your request: {error}."))
    })?;
    let model = ask.get("model").and_then(Value::as_str).filter(|model| !model.is_empty());
    let model = model.ok_or_else(|| ApiError::bad_request("You must provide a model parameter."))?;
    let messages = ask.get("messages").and_then(Value::as_array).filter(|messages| !messages.is_empty());
    let messages = messages.ok_or_else(|| ApiError::bad_request("[] is too short - 'messages'"))?;
    let fault = Fault::of_model(model);
    if fault.is_none() && model != MODEL {
        return Err(ApiError::no_model(model));
    }
    if let Some(refusal) = fault.as_ref().and_then(|fault| fault.before(demo, messages)) {
        return Err(refusal);
    }
    let reply = Reply {
        model: model.to_owned(),
        pieces: pieces(&answer(messages)),
        prompt_tokens: messages.iter().map(|message| pieces(text(message)).len()).sum(),
        pace: demo.pace,
        fault,
    };
    if ask.get("stream").and_then(Value::as_bool).unwrap_or(false) {
        Ok(streamed(reply))
    } else {
        Ok(whole(reply).await)
    }
}

/// The text of a message whose content is a string.
pub fn text(message: &Value) -> &str {
    message.get("content").and_then(Value::as_str).unwrap_or_default()
}

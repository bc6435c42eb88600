//! Errors in OpenAI's shape: `{"error": {message, type, param, code}}`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    message: String,
    code: Option<&'static str>,
    retry_after: Option<u16>,
}

impl ApiError {
    /// With a status; what is no status becomes 500.
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, message: message.into(), code: None, retry_after: None }
    }

    /// 400.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// 404, of an address.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self { code: Some("unknown_url"), ..Self::new(404, message) }
    }

    /// 404, of a model.
    pub fn no_model(model: &str) -> Self {
        let message = format!("The model `{model}` does not exist or you do not have access to it.");
        Self { code: Some("model_not_found"), ..Self::new(404, message) }
    }

    /// A scripted failure with this status.
    pub fn scripted(status: u16) -> Self {
        let (message, code) = match status {
            401 => ("Incorrect API key provided.", Some("invalid_api_key")),
            402 => ("Insufficient Balance", None),
            429 => ("Rate limit reached. Please try again in 2s.", Some("rate_limit_exceeded")),
            503 => ("The engine is currently overloaded, please try again later.", None),
            _ => ("The server had an error while processing your request.", None),
        };
        Self { code, retry_after: (status == 429).then_some(2), ..Self::new(status, message) }
    }

    /// The body.
    pub fn body(&self) -> Value {
        let kind = match self.status.as_u16() {
            401 | 403 => "authentication_error",
            429 => "rate_limit_error",
            400..=499 => "invalid_request_error",
            _ => "server_error",
        };
        json!({ "error": { "message": self.message, "type": kind, "param": null, "code": self.code } })
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body())).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

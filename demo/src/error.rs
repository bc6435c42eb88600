//! A refusal: what is wrong, in the words and the shape of the system that is played.
//!
//! **Invariant:** every refusal has a JSON body; which one is decided by [`Shape`] alone.

mod shape;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

pub use shape::Shape;

/// A refusal.
#[derive(Clone, Debug)]
pub struct ApiError {
    status: StatusCode,
    message: String,
    /// `type`, where it does not follow from the status.
    kind: Option<&'static str>,
    /// The field that is to blame; a path has dots in it.
    param: Option<String>,
    code: Option<&'static str>,
    retry_after: Option<u16>,
    shape: Shape,
}

impl ApiError {
    /// With a status; what is no status becomes 500.
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            message: message.into(),
            kind: None,
            param: None,
            code: None,
            retry_after: None,
            shape: Shape::OpenAi,
        }
    }

    /// 400.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// 404, of an address.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message).code("unknown_url")
    }

    /// 404, of a model.
    pub fn no_model(model: &str) -> Self {
        let message = format!("The model `{model}` does not exist or you do not have access to it.");
        Self::new(404, message).code("model_not_found")
    }

    /// A scripted failure with this status.
    pub fn scripted(status: u16) -> Self {
        match status {
            401 => Self::new(status, "Incorrect API key provided.").code("invalid_api_key"),
            402 => Self::new(status, "Insufficient Balance"),
            429 => Self::limited(2),
            503 => Self::new(status, "The engine is currently overloaded, please try again later."),
            _ => Self::new(status, "The server had an error while processing your request."),
        }
    }

    /// 429, to be tried again after so many seconds.
    pub fn limited(seconds: u16) -> Self {
        let error = Self::new(429, format!("Rate limit reached. Please try again in {seconds}s."));
        Self { retry_after: Some(seconds), ..error.code("rate_limit_exceeded") }
    }

    /// 429 that no waiting heals.
    pub fn no_quota() -> Self {
        let message = "You exceeded your current quota, please check your plan and billing details.";
        Self::new(429, message).kind("insufficient_quota").code("insufficient_quota")
    }

    /// The same, with this `code`.
    pub fn code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    /// The same, with this `type`.
    pub fn kind(self, kind: &'static str) -> Self {
        Self { kind: Some(kind), ..self }
    }

    /// The same, with the field that is to blame.
    pub fn param(self, param: impl Into<String>) -> Self {
        Self { param: Some(param.into()), ..self }
    }

    /// The same, in other words.
    pub fn worded(self, message: impl Into<String>) -> Self {
        Self { message: message.into(), ..self }
    }

    /// The same, in another shape.
    pub fn shaped(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The body.
    pub fn body(&self) -> Value {
        self.shape.body(self)
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

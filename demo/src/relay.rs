//! Passes requests through to a real API and adds the key.
//!
//! **Invariant:** the body, the status, the errors and the stream arrive as they were sent, piece by piece; the
//! key is in no reply and in no page.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use causerie::protocol::completions_url;
use reqwest::{Client, RequestBuilder, Url};

use crate::error::ApiError;

/// An API to relay to.
pub struct Upstream {
    client: Client,
    completions: Url,
    models: Url,
    key: Option<String>,
}

impl Upstream {
    /// From a base URL and the key, if it needs one.
    pub fn new(base: &str, key: Option<String>) -> Result<Self, String> {
        let completions = completions_url(base);
        let models = completions.replacen("/chat/completions", "/models", 1);
        let url = |text: &str| match Url::parse(text) {
            Ok(url) if url.has_host() => Ok(url),
            _ => Err(format!("--upstream {base}: not a URL such as https://host/v1")),
        };
        let client = Client::builder().build().map_err(|error| error.to_string())?;
        Ok(Self { client, completions: url(&completions)?, models: url(&models)?, key })
    }

    /// Relays a chat completion.
    pub async fn completions(&self, body: Bytes) -> Response {
        let request =
            self.client.post(self.completions.clone()).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(body)).await
    }

    /// Relays the list of models.
    pub async fn models(&self) -> Response {
        self.send(self.client.get(self.models.clone())).await
    }

    async fn send(&self, mut request: RequestBuilder) -> Response {
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        match request.send().await {
            Ok(reply) => {
                let (status, headers) = (reply.status(), passed_on(reply.headers()));
                (status, headers, Body::from_stream(reply.bytes_stream())).into_response()
            }
            // Without the URL: it is the server's business where it relays to.
            Err(error) => {
                let message = format!("The upstream could not be reached: {}.", error.without_url());
                ApiError::new(502, message).into_response()
            }
        }
    }
}

/// What describes the content or says when to come back; not what belongs to the connection or the session.
fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let wanted = |name: &str| {
        matches!(name, "content-type" | "retry-after" | "retry-after-ms" | "x-should-retry" | "x-request-id")
            || name.starts_with("x-ratelimit-")
    };
    headers
        .iter()
        .filter(|(name, _)| wanted(name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

//! Passes requests through to a real API and adds the key.
//!
//! **Invariant:** the status, the errors and the stream arrive as they were sent, piece by piece, and of the
//! request only the name of the demo's model is changed; the key is in no reply and in no page.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use causerie::protocol::{completions_url, embeddings_url};
use reqwest::{Client, RequestBuilder, Url};
use serde_json::Value;

use crate::api::MODEL;
use crate::error::ApiError;

/// An API to relay to.
pub struct Upstream {
    client: Client,
    completions: Url,
    embeddings: Url,
    models: Url,
    key: Option<String>,
    /// What answers in the place of [`MODEL`], the name that the pages know.
    model: Option<String>,
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
        let (embeddings, models) = (url(&embeddings_url(base))?, url(&models)?);
        Ok(Self { client, completions: url(&completions)?, embeddings, models, key, model: None })
    }

    /// Says which model answers; without a name the upstream's only one.
    pub async fn with_model(self, name: Option<String>) -> Result<Self, String> {
        let model = match name {
            Some(name) => name,
            None => self.only_model().await?,
        };
        Ok(Self { model: Some(model), ..self })
    }

    async fn only_model(&self) -> Result<String, String> {
        let ask = "say which model is to answer with --model";
        let reply = self.authorized(self.client.get(self.models.clone()), None).send().await;
        let reply = reply.map_err(|error| format!("the upstream could not be reached: {error}"))?;
        let list: Value =
            serde_json::from_slice(&reply.bytes().await.unwrap_or_default()).unwrap_or_default();
        let ids: Vec<&str> =
            list["data"].as_array().into_iter().flatten().filter_map(|m| m["id"].as_str()).collect();
        match ids.as_slice() {
            [] => Err(format!("the upstream lists no models; {ask}")),
            [only] => Ok((*only).to_owned()),
            [first, second, ..] => {
                Err(format!("the upstream has {} models ({first}, {second} …); {ask}", ids.len()))
            }
        }
    }

    /// Relays a chat completion; `from` are the headers of the request.
    pub async fn completions(&self, from: &HeaderMap, body: Bytes) -> Response {
        self.post(&self.completions, from, self.named(body)).await
    }

    /// Relays a request for embeddings, as it is.
    pub async fn embeddings(&self, from: &HeaderMap, body: Bytes) -> Response {
        self.post(&self.embeddings, from, body).await
    }

    async fn post(&self, url: &Url, from: &HeaderMap, body: Bytes) -> Response {
        let request = self.client.post(url.clone()).header(header::CONTENT_TYPE, "application/json");
        self.send(self.authorized(request, Some(from)).body(body)).await
    }

    /// Relays the list of models.
    pub async fn models(&self, from: &HeaderMap) -> Response {
        self.send(self.authorized(self.client.get(self.models.clone()), Some(from))).await
    }

    /// With our key, or else with the caller's.
    fn authorized(&self, request: RequestBuilder, from: Option<&HeaderMap>) -> RequestBuilder {
        match (&self.key, from.and_then(|from| from.get(header::AUTHORIZATION))) {
            (Some(key), _) => request.bearer_auth(key),
            (None, Some(theirs)) => request.header(header::AUTHORIZATION, theirs),
            (None, None) => request,
        }
    }

    /// The body, with the model that is to answer; a body that asks for another model stays as it is.
    fn named(&self, body: Bytes) -> Bytes {
        let Some(model) = &self.model else { return body };
        match serde_json::from_slice::<Value>(&body) {
            Ok(mut ask) if ask["model"] == MODEL => {
                ask["model"] = model.as_str().into();
                Bytes::from(ask.to_string())
            }
            _ => body,
        }
    }

    async fn send(&self, request: RequestBuilder) -> Response {
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

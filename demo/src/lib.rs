//! The embedded default: a chat-completions server that needs no key and no weights.
//!
//! ELIZA answers in OpenAI's format, at a readable pace; or, with an upstream, requests are passed through and
//! the key is added here. **Invariant:** every reply under `/v1` is JSON or an event stream in OpenAI's shape,
//! errors included. ELIZA's carry CORS headers, because a browser hides an error without them.

mod answer;
mod api;
mod error;
mod fault;
mod relay;
mod site;
mod stream;

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, Uri, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use error::ApiError;
pub use relay::Upstream;

/// The largest request body, in bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// What the handlers share.
#[derive(Clone)]
pub struct Demo {
    pace: Duration,
    upstream: Option<Arc<Upstream>>,
    /// Questions that `error-once` has refused already.
    refused: Arc<Mutex<HashSet<String>>>,
}

impl Demo {
    /// A server that waits `pace` between two tokens, or relays to `upstream`.
    pub fn new(pace: Duration, upstream: Option<Upstream>) -> Self {
        Self { pace, upstream: upstream.map(Arc::new), refused: Arc::default() }
    }
}

/// The API under `/v1`, and the files of `site` everywhere else.
pub fn router(demo: Demo, site: Option<&Path>) -> Router {
    let relays = demo.upstream.is_some();
    let api = Router::new()
        .route("/chat/completions", post(api::completions).fallback(wrong_method))
        .route("/models", get(api::models).fallback(wrong_method))
        .fallback(unknown)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(demo);
    let all = Router::new().nest("/v1", api).merge(site::files(site));
    // A relay spends somebody's key: only its own pages may ask it, not every page that is open in the browser.
    if relays { all } else { all.layer(cors()) }
}

fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_secs(600))
}

async fn unknown(method: Method, uri: Uri) -> impl IntoResponse {
    ApiError::not_found(format!("Unknown request URL: {method} /v1{}.", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> impl IntoResponse {
    ApiError::new(405, format!("Not allowed: {method} /v1{}.", uri.path()))
}

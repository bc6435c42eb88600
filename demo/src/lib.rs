//! The embedded default: a chat-completions server that needs no key and no weights.
//!
//! ELIZA answers in OpenAI's format, at a readable pace; or, with a profile, as one of the systems that Causerie
//! was made for does; or, with an upstream, requests are passed through and the key is added here.
//! **Invariant:** every reply of the API is JSON or an event stream in the shape of the system that is played,
//! errors included. ELIZA's carry CORS headers, because a browser hides an error without them.

mod answer;
mod api;
mod ask;
mod caller;
mod embed;
mod error;
mod fault;
mod feature;
mod once;
mod profile;
mod relay;
mod reply;
mod site;
mod stream;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, Uri, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use error::ApiError;
pub use profile::Profile;
pub use relay::Upstream;

/// The largest request body, in bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// What the handlers share.
#[derive(Clone)]
pub struct Demo {
    pace: Duration,
    upstream: Option<Arc<Upstream>>,
    profile: Option<Profile>,
    once: once::Once,
}

impl Demo {
    /// A server that waits `pace` between two tokens, or relays to `upstream`.
    pub fn new(pace: Duration, upstream: Option<Upstream>) -> Self {
        Self { pace, upstream: upstream.map(Arc::new), profile: None, once: once::Once::default() }
    }

    /// The same server, behaving as this system does. An upstream is then not asked.
    pub fn playing(self, profile: Profile) -> Self {
        Self { profile: Some(profile), upstream: None, ..self }
    }
}

/// The API under `/v1`, or where the profile has it, and the files of `site` everywhere else.
pub fn router(demo: Demo, site: Option<&Path>) -> Router {
    let relays = demo.upstream.is_some();
    let all = match demo.profile {
        Some(profile) => profile::routes(&demo, profile, site),
        None => Router::new().nest("/v1", api_routes(demo)).merge(site::files(site)),
    };
    // A relay spends somebody's key: only its own pages may ask it, not every page that is open in the browser.
    if relays { all } else { all.layer(cors()) }
}

fn api_routes(demo: Demo) -> Router {
    Router::new()
        .route("/chat/completions", post(api::completions).fallback(wrong_method))
        .route("/embeddings", post(embed::embeddings).fallback(wrong_method))
        .route("/models", get(api::models).fallback(wrong_method))
        .fallback(unknown)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(demo)
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

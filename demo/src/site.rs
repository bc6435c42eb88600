//! The files: the standalone page, causerie.js and what it loads, the examples.
//!
//! **Invariant:** every answer is asked for again, as this server is for trying things out; with a profile only
//! `chat.json` differs from what is in the folder.

use std::path::{Path, PathBuf};

use axum::extract::State;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::Profile;

/// Serves a folder.
pub fn files(folder: Option<&Path>) -> Router {
    match folder {
        Some(folder) => fresh(Router::new().fallback_service(ServeDir::new(folder))),
        None => Router::new(),
    }
}

/// Serves a folder whose standalone page is set up for a profile; what is not there is `unknown`.
pub fn files_for(profile: Profile, folder: Option<&Path>, unknown: Router) -> Router {
    let Some(folder) = folder else { return unknown };
    let files = ServeDir::new(folder).call_fallback_on_method_not_allowed(true).fallback(unknown);
    let options = get(options).with_state((profile, folder.join("chat.json")));
    fresh(Router::new().route("/chat.json", options).fallback_service(files))
}

fn fresh(files: Router) -> Router {
    let fresh = |_: &Response<_>| Some(HeaderValue::from_static("no-cache"));
    files.layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, fresh))
}

/// The options of the standalone page, with the endpoint, the model and the key of the profile.
async fn options(State((profile, file)): State<(Profile, PathBuf)>) -> impl IntoResponse {
    let written = tokio::fs::read(file).await.unwrap_or_default();
    let mut options = match serde_json::from_slice(&written) {
        Ok(Value::Object(options)) => options,
        _ => serde_json::Map::new(),
    };
    let endpoint = if profile.base().is_empty() { "/" } else { profile.base() };
    options.insert("endpoint".to_owned(), json!(endpoint));
    options.insert("model".to_owned(), json!(profile.model()));
    if profile.needs_key() {
        options.insert("headers".to_owned(), json!({ "Authorization": "Bearer demo-key" }));
    }
    Json(options)
}

//! The files: the standalone page, causerie.js and what it loads, the examples.

use std::path::Path;

use axum::Router;
use axum::http::{HeaderValue, Response, header};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Serves a folder; every answer is asked for again, as this server is for trying things out.
pub fn files(folder: Option<&Path>) -> Router {
    let Some(folder) = folder else { return Router::new() };
    let fresh = |_: &Response<_>| Some(HeaderValue::from_static("no-cache"));
    Router::new()
        .fallback_service(ServeDir::new(folder))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, fresh))
}

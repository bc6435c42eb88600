//! Serves the systems of a profile: the same steps for all, in the same order.
//!
//! **Invariant:** key, body, rules, trouble, answer, in this order; each refusal in the system's own shape, also
//! where an address is unknown or a method wrong.

use std::path::Path;

use axum::extract::{DefaultBodyLimit, OriginalUri, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use super::{Profile, System, rules};
use crate::api::{Received, received};
use crate::ask::Ask;
use crate::error::{ApiError, Shape};
use crate::reply::Reply;
use crate::stream::send;
use crate::{BODY_LIMIT, Demo, site};

/// What the handlers of one system share.
#[derive(Clone)]
struct Served {
    demo: Demo,
    system: &'static System,
}

/// The profile's APIs at their base paths, the files of `site` elsewhere.
pub fn routes(demo: &Demo, profile: Profile, site: Option<&Path>) -> Router {
    let mut all = Router::new();
    for system in profile.systems() {
        let api = api(Served { demo: demo.clone(), system });
        all = if system.base.is_empty() { all.merge(api) } else { all.nest(system.base, api) };
    }
    let served = Served { demo: demo.clone(), system: profile.main() };
    let unknown = Router::new().fallback(unknown).with_state(served);
    all.merge(site::files_for(profile, site, unknown))
}

fn api(served: Served) -> Router {
    let mut api = Router::new().route("/chat/completions", post(completions).fallback(wrong_method));
    if let Some((path, _)) = served.system.catalogue {
        api = api.route(path, get(models).fallback(wrong_method));
    }
    api.layer(DefaultBodyLimit::max(BODY_LIMIT)).with_state(served)
}

async fn completions(State(served): State<Served>, headers: HeaderMap, body: Received) -> Response {
    let shape = served.system.shape;
    match served.respond(&headers, body) {
        Ok((reply, is_streamed)) => send(reply, is_streamed).await,
        Err(refusal) => refusal.shaped(shape).into_response(),
    }
}

async fn models(State(served): State<Served>, headers: HeaderMap) -> Response {
    match (rules::authorize(&headers, served.system.needs_key), served.system.catalogue) {
        (Err(refusal), _) => refusal.shaped(served.system.shape).into_response(),
        (Ok(()), catalogue) => Json(catalogue.map(|(_, list)| list())).into_response(),
    }
}

async fn unknown(State(served): State<Served>, method: Method, OriginalUri(uri): OriginalUri) -> ApiError {
    let words = match served.system.shape {
        Shape::Detail => "Not Found".to_owned(),
        _ => format!("Invalid URL ({method} {})", uri.path()),
    };
    ApiError::not_found(words).shaped(served.system.shape)
}

async fn wrong_method(
    State(served): State<Served>,
    method: Method,
    OriginalUri(uri): OriginalUri,
) -> ApiError {
    let words = match served.system.shape {
        Shape::Detail => "Method Not Allowed".to_owned(),
        _ => format!("Not allowed to {method} on {}", uri.path()),
    };
    ApiError::new(405, words).shaped(served.system.shape)
}

impl Served {
    /// The reply, and whether it is to come in pieces.
    fn respond(&self, headers: &HeaderMap, body: Received) -> Result<(Reply, bool), ApiError> {
        rules::authorize(headers, self.system.needs_key)?;
        let ask = Ask::read(&received(body)?).map_err(|refusal| match self.system.shape {
            Shape::Detail => ApiError::new(422, "JSON decode error").param("0").code("json_invalid"),
            _ => refusal,
        })?;
        (self.system.vet)(&ask)?;
        self.trouble(&ask)?;
        let mut reply = Reply::to(&ask, ask.model().unwrap_or_default(), self.demo.pace);
        (self.system.dress)(&ask, &mut reply);
        Ok((reply, ask.is_streamed()))
    }

    /// Refuses a question that asks for it, every other time.
    fn trouble(&self, ask: &Ask) -> Result<(), ApiError> {
        let question = ask.question();
        let asked_for = |phrase: &str| question.to_lowercase().contains(phrase);
        match self.system.troubles.iter().find(|(phrase, _)| asked_for(phrase)) {
            Some((_, refusal)) if self.demo.once.alternate(question) => Err(refusal()),
            _ => Ok(()),
        }
    }
}

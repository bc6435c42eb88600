//! The request: what a chat-completions server is asked.
//!
//! **Invariant:** only `model`, `messages` and `stream` are sent unless an option was set. Strict servers
//! reject fields they do not know and models reject sampling fields they do not take, so no field is sent
//! just to state its default.

use super::{Endpoint, Repairs, Turn, completions_url, embeddings_url};
use crate::config::{Config, is_header_name};
use crate::json::{Json, Name};

/// A request, ready to be sent with `POST`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatCompletionRequest {
    pub url: String,
    /// Header names and values; nothing but these, as each further header is another CORS hurdle.
    pub headers: Vec<(String, String)>,
    /// A JSON object.
    pub body: Json,
}

impl ChatCompletionRequest {
    /// Builds the request for the given turns, without what the server has refused before. `bearer` is the key or
    /// token, without `Bearer `.
    pub fn new(
        config: &Config,
        endpoint: &Endpoint,
        turns: &[Turn],
        repairs: &Repairs,
        bearer: Option<&str>,
    ) -> Self {
        let mut body = body(config, endpoint.model.as_deref(), turns);
        repairs.apply(&mut body);
        Self { url: completions_url(&endpoint.url), headers: headers(&endpoint.headers, bearer), body }
    }

    /// A request for embeddings, with this body.
    pub fn for_embeddings(endpoint: &Endpoint, body: Json, bearer: Option<&str>) -> Self {
        Self { url: embeddings_url(&endpoint.url), headers: headers(&endpoint.headers, bearer), body }
    }

    /// The request as the page's own code gets it: `{url, headers, body}`.
    pub fn to_json(&self) -> Json {
        let mut headers = Json::object([]);
        self.headers.iter().for_each(|(name, value)| headers.set(name, value.as_str().into()));
        Json::object([("url", self.url.as_str().into()), ("headers", headers), ("body", self.body.clone())])
    }

    /// The request as the page's own code has changed it. A part that is missing, or is none, stays as it was.
    pub fn changed(self, mut request: Json) -> Self {
        let url = request.get("url").and_then(Json::as_str).map_or(self.url, str::to_owned);
        let headers = match request.take("headers") {
            Json::Object(headers) => headers.into_iter().filter_map(header).collect(),
            _ => self.headers,
        };
        let body = match request.take("body") {
            body @ Json::Object(_) => body,
            _ => self.body,
        };
        Self { url, headers, body }
    }

    /// The name of a header that no browser sends: its name is no token, or its value holds more than Latin-1 or breaks the
    /// line (Fetch, 2.2.2).
    pub fn unsendable_header(&self) -> Option<&str> {
        let is_value = |value: &str| {
            let ends = |letter| matches!(letter, ' ' | '\t' | '\n' | '\r');
            let fits = |letter| letter <= '\u{ff}' && !matches!(letter, '\0' | '\n' | '\r');
            value.trim_matches(ends).chars().all(fits)
        };
        let bad = self.headers.iter().find(|(name, value)| !is_header_name(name) || !is_value(value));
        bad.map(|(name, _)| name.as_str())
    }

    /// True if the body has this field, which a server may object to.
    pub fn sends(&self, field: &str) -> bool {
        self.body.get(field).is_some()
    }
}

/// A header, if its value is one.
fn header((name, value): (Name, Json)) -> Option<(String, String)> {
    let value = match value {
        Json::Text(text) => text,
        value @ (Json::Number(_) | Json::Bool(_)) => value.written(),
        _ => return None,
    };
    Some((name.into_owned(), value))
}

/// Content type and authorisation, unless the site sets them itself.
fn headers(own: &[(String, String)], bearer: Option<&str>) -> Vec<(String, String)> {
    let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    headers.retain(|(name, _)| own.iter().all(|(there, _)| !there.eq_ignore_ascii_case(name)));
    headers.append(&mut plain_headers(own, bearer));
    headers
}

/// The headers of a request without a body.
pub fn plain_headers(own: &[(String, String)], bearer: Option<&str>) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    if let Some(bearer) = bearer {
        headers.push(("Authorization".to_owned(), ["Bearer ", bearer].concat()));
    }
    for (name, value) in own {
        headers.retain(|(there, _)| !there.eq_ignore_ascii_case(name));
        headers.push((name.clone(), value.clone()));
    }
    headers
}

fn body(config: &Config, model: Option<&str>, turns: &[Turn]) -> Json {
    let mut body =
        Json::object([("model", Json::Null), ("messages", turns.iter().map(Turn::to_json).collect())]);
    body.set("model", model.into());
    body.set("stream", config.stream.into());
    // Without a stream its options are refused.
    let params = config.params.iter().filter(|(name, _)| config.stream || *name != "stream_options");
    params.for_each(|(name, value)| body.set(name, value.clone()));
    for (name, value) in config.body.as_ref().map_or(&[][..], Json::members) {
        body.set(name, value.clone());
    }
    body
}

//! A server, requests to it, and what is in its replies.
//!
//! **Invariant:** every server has a port and a memory of its own, so tests cannot disturb each other.

#![allow(dead_code, reason = "not every suite needs everything")]

use std::path::Path;
use std::time::Duration;

use causerie_demo::{Demo, Profile, router};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

/// Another site's page, as a browser names it.
pub const ORIGIN: &str = "https://shop.example";

/// Starts a server on a port that the system picks; gives its address without a path.
pub async fn start(demo: Demo, site: Option<&Path>) -> String {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = router(demo, site);
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

/// ELIZA's own API, with its path.
pub async fn eliza() -> String {
    start(Demo::new(Duration::ZERO, None), None).await + "/v1"
}

/// A server that behaves as a system does.
pub async fn playing(profile: Profile) -> String {
    start(Demo::new(Duration::ZERO, None).playing(profile), None).await
}

/// A request as a page elsewhere sends it, with a key.
pub fn request(method: Method, url: String) -> RequestBuilder {
    Client::new().request(method, url).header("origin", ORIGIN).bearer_auth("demo-key")
}

/// Asks for a chat completion.
pub async fn post(base: &str, body: &Value) -> Response {
    let request = request(Method::POST, format!("{base}/chat/completions"));
    request.header("content-type", "application/json").body(body.to_string()).send().await.unwrap()
}

/// The status and the document of a chat completion.
pub async fn reply(base: &str, body: &Value) -> (u16, Value) {
    read(post(base, body).await).await
}

pub async fn read(reply: Response) -> (u16, Value) {
    let status = reply.status().as_u16();
    let text = reply.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}")))
}

/// The status and the document of an address.
pub async fn get(url: String) -> (u16, Value) {
    read(request(Method::GET, url).send().await.unwrap()).await
}

/// A body: the roles and texts of the messages by turns.
pub fn ask(model: &str, messages: &[(&str, &str)]) -> Value {
    let message = |(role, content): &(&str, &str)| json!({ "role": role, "content": content });
    json!({ "model": model, "messages": messages.iter().map(message).collect::<Vec<_>>() })
}

/// The same body with more fields.
pub fn with(mut body: Value, fields: Value) -> Value {
    let fields = fields.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(fields);
    body
}

/// The `data:` documents of the stream that answers a body, `[DONE]` as a text.
pub async fn stream(base: &str, body: Value) -> Vec<Value> {
    let reply = post(base, &with(body, json!({ "stream": true }))).await;
    assert_eq!(reply.status(), 200);
    documents(&reply.text().await.unwrap())
}

pub fn documents(stream: &str) -> Vec<Value> {
    let data = stream.split("\n\n").filter_map(|event| event.strip_prefix("data: "));
    data.map(|data| serde_json::from_str(data).unwrap_or_else(|_| json!(data))).collect()
}

/// The pieces that a choice got in a member of its deltas, in order; empty ones left out.
pub fn deltas(documents: &[Value], index: usize, member: &str) -> Vec<String> {
    let choices = documents.iter().filter_map(|document| document["choices"].as_array()).flatten();
    let of_index = choices.filter(|choice| choice["index"] == index);
    of_index
        .filter_map(|choice| choice["delta"][member].as_str())
        .filter(|piece| !piece.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The finish reason of a choice.
pub fn finish(documents: &[Value], index: usize) -> Value {
    let choices = documents.iter().filter_map(|document| document["choices"].as_array()).flatten();
    let mut reasons = choices.filter(|c| c["index"] == index && c["finish_reason"].is_string());
    reasons.next().map(|choice| choice["finish_reason"].clone()).unwrap_or_default()
}

/// What a whole reply says.
pub fn said(reply: &(u16, Value)) -> &str {
    assert_eq!(reply.0, 200, "{}", reply.1);
    reply.1["choices"][0]["message"]["content"].as_str().unwrap()
}

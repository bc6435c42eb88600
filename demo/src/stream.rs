//! Replies: a stream of chunks at a readable pace, or one document.

use std::convert::Infallible;
use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_stream::stream;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::fault::{Fault, page};

/// How long `slow` waits.
const SLOW: Duration = Duration::from_secs(3);
/// After how many pieces a fault in mid-answer strikes.
const STRIKES_AFTER: usize = 4;

/// An answer, cut into pieces.
pub struct Reply {
    pub model: String,
    pub pieces: Vec<String>,
    pub prompt_tokens: usize,
    pub pace: Duration,
    pub fault: Option<Fault>,
}

impl Reply {
    fn usage(&self) -> Value {
        let (prompt, completion) = (self.prompt_tokens, self.pieces.len());
        json!({ "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion })
    }

    fn document(&self, object: &str, rest: Value) -> Value {
        let created = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut document = json!({ "id": format!("chatcmpl-{created}"), "object": object, "created": created, "model": self.model });
        if let (Value::Object(document), Value::Object(rest)) = (&mut document, rest) {
            document.extend(rest);
        }
        document
    }

    fn chunk(&self, delta: Value, finish_reason: Option<&str>) -> Bytes {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": finish_reason });
        data(&self.document("chat.completion.chunk", json!({ "choices": [choice] })))
    }

    fn pieces_to_send(&self) -> &[String] {
        let all = self.pieces.len();
        let strikes = self.fault.is_some_and(Fault::is_midstream);
        &self.pieces[..if strikes { STRIKES_AFTER.min(all) } else { all }]
    }
}

/// The reply as one document.
pub async fn whole(reply: Reply) -> Response {
    match reply.fault {
        Some(Fault::Slow) => tokio::time::sleep(SLOW).await,
        Some(Fault::Html) => return page(),
        Some(fault) if fault.is_midstream() => return ApiError::scripted(500).into_response(),
        _ => {}
    }
    let message = json!({ "role": "assistant", "content": reply.pieces.concat() });
    let choice = json!({ "index": 0, "message": message, "finish_reason": "stop" });
    Json(reply.document("chat.completion", json!({ "choices": [choice], "usage": reply.usage() })))
        .into_response()
}

/// The reply as server-sent events.
pub fn streamed(reply: Reply) -> Response {
    if reply.fault == Some(Fault::Html) {
        return page();
    }
    let headers =
        [(header::CONTENT_TYPE, "text/event-stream; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, Body::from_stream(events(reply))).into_response()
}

fn events(reply: Reply) -> impl Stream<Item = io::Result<Bytes>> {
    stream! {
        if reply.fault == Some(Fault::Slow) {
            tokio::time::sleep(SLOW).await;
        }
        yield Ok(reply.chunk(json!({ "role": "assistant", "content": "" }), None));
        for piece in reply.pieces_to_send() {
            tokio::time::sleep(reply.pace).await;
            yield Ok(reply.chunk(json!({ "content": piece }), None));
        }
        match reply.fault {
            Some(Fault::Stall) => drop(std::future::pending::<Infallible>().await),
            Some(Fault::Cut) => {
                // What was sent must arrive before the connection breaks.
                tokio::time::sleep(Duration::from_millis(200)).await;
                yield Err(io::Error::other("cut"));
                return;
            }
            Some(Fault::Midstream) => {
                yield Ok(data(&ApiError::scripted(500).body()));
                yield Ok(Bytes::from_static(b"data: [DONE]\n\n"));
                return;
            }
            _ => {}
        }
        yield Ok(reply.chunk(json!({}), Some("stop")));
        yield Ok(data(&reply.document("chat.completion.chunk", json!({ "choices": [], "usage": reply.usage() }))));
        yield Ok(Bytes::from_static(b"data: [DONE]\n\n"));
    }
}

fn data(document: &Value) -> Bytes {
    Bytes::from(format!("data: {document}\n\n"))
}

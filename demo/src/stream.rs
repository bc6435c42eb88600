//! Replies on their way: a stream of chunks at a readable pace, or one document.
//!
//! **Invariant:** a stream ends with `[DONE]`, unless its fault is that it does not.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use async_stream::stream;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use serde_json::{Value, json};

use crate::caller;
use crate::error::ApiError;
use crate::fault::{Fault, page};
use crate::reply::{Reply, data, tokens};

/// How long `slow` waits.
const SLOW: Duration = Duration::from_secs(3);
/// How long `silent` waits between two signs of life.
const SIGN: Duration = Duration::from_secs(1);
/// After how many pieces a fault in mid-answer strikes.
pub const STRIKES_AFTER: usize = 4;

/// The reply in the form that is asked for.
pub async fn send(reply: Reply, is_streamed: bool) -> Response {
    match is_streamed {
        true => streamed(reply),
        false => whole(reply).await,
    }
}

/// The reply as one document.
async fn whole(reply: Reply) -> Response {
    match reply.fault {
        Some(Fault::Slow) => tokio::time::sleep(SLOW).await,
        Some(Fault::Silent) => drop(std::future::pending::<Infallible>().await),
        Some(Fault::Html) => return page(),
        Some(fault) if fault.is_midstream() => return ApiError::scripted(500).into_response(),
        _ => {}
    }
    let choice = |(index, pieces): (usize, &Vec<String>)| {
        let mut message = json!({ "role": "assistant", "content": pieces.concat() });
        if !reply.reasoning.is_empty() {
            message["reasoning_content"] = json!(reply.reasoning.concat());
        }
        caller::written(&reply, &mut message);
        json!({ "index": index, "message": message, "finish_reason": reply.finish })
    };
    let choices: Vec<Value> = reply.choices.iter().enumerate().map(choice).collect();
    Json(reply.document("chat.completion", json!({ "choices": choices, "usage": reply.usage() })))
        .into_response()
}

/// The reply as server-sent events.
fn streamed(reply: Reply) -> Response {
    if reply.fault == Some(Fault::Html) {
        return page();
    }
    let headers =
        [(header::CONTENT_TYPE, "text/event-stream; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    let body = match reply.fault {
        Some(Fault::Silent) => Body::from_stream(silence()),
        _ => Body::from_stream(events(reply)),
    };
    (headers, body).into_response()
}

/// Comments without end.
fn silence() -> impl Stream<Item = io::Result<Bytes>> {
    stream! {
        loop {
            yield Ok(Bytes::from_static(b": keep-alive\n\n"));
            tokio::time::sleep(SIGN).await;
        }
    }
}

fn events(reply: Reply) -> impl Stream<Item = io::Result<Bytes>> {
    stream! {
        if reply.fault == Some(Fault::Slow) {
            tokio::time::sleep(SLOW).await;
        }
        if let Some(comment) = reply.style.opening {
            yield Ok(Bytes::from(format!(": {comment}\n\n")));
        }
        for index in 0..reply.choices.len() {
            yield Ok(reply.chunk(index, json!({ "role": "assistant", "content": "" }), None));
        }
        for piece in &reply.reasoning {
            tokio::time::sleep(reply.reasoning_pace).await;
            for index in 0..reply.choices.len() {
                yield Ok(reply.chunk(index, json!({ "reasoning_content": piece }), None));
            }
        }
        for delta in caller::deltas(&reply) {
            tokio::time::sleep(reply.pace).await;
            yield Ok(reply.chunk(0, delta, None));
        }
        let strikes = reply.fault.is_some_and(Fault::is_midstream);
        let longest = reply.choices.iter().map(Vec::len).max().unwrap_or_default();
        for turn in 0..if strikes { STRIKES_AFTER.min(longest) } else { longest } {
            let due = || reply.choices.iter().enumerate().filter_map(|(index, pieces)| Some((index, pieces.get(turn)?)));
            // A sentence takes as long as its words would.
            let tokens = due().map(|(_, piece)| tokens(piece)).max().unwrap_or(1);
            tokio::time::sleep(reply.pace.saturating_mul(u32::try_from(tokens).unwrap_or(1))).await;
            for (index, piece) in due() {
                yield Ok(reply.chunk(index, json!({ "content": piece }), None));
            }
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
        for index in 0..reply.choices.len() {
            yield Ok(reply.chunk(index, json!({}), Some(reply.finish)));
        }
        if let Some(counts) = reply.counts() {
            yield Ok(counts);
        }
        yield Ok(Bytes::from_static(b"data: [DONE]\n\n"));
    }
}

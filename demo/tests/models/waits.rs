//! Servers that keep a client waiting.

use std::time::Duration;

use serde_json::json;
use tokio::time::timeout;

use crate::support::{ask, eliza, post, with};

#[tokio::test]
async fn a_silent_server_lives_but_says_nothing() {
    let body = with(ask("silent", &[("user", "Hi")]), json!({ "stream": true }));
    let mut reply = post(&eliza().await, &body).await;
    assert_eq!(reply.status(), 200);
    for _ in 0..2 {
        let sign = timeout(Duration::from_secs(5), reply.chunk()).await.unwrap();
        assert_eq!(sign.unwrap().unwrap(), ": keep-alive\n\n");
    }
}

#[tokio::test]
async fn a_slow_proxy_sends_not_even_headers() {
    let body = with(ask("empty-slow", &[("user", "Hi")]), json!({ "stream": true }));
    let base = eliza().await;
    let early = timeout(Duration::from_secs(2), post(&base, &body)).await;
    assert!(early.is_err());
}

//! Refusals that a client should heal, wait out or explain.

use serde_json::{Value, json};

use crate::support::{ask, eliza, post, read, reply, said, with};

fn hello(model: &str) -> Value {
    ask(model, &[("user", "Hello there")])
}

#[tokio::test]
async fn a_limit_says_how_long_and_ends() {
    let base = eliza().await;
    for (model, header, words) in
        [("limited", "1", "try again in 1s"), ("limited-long", "90", "try again in 90s")]
    {
        for _ in 0..2 {
            let limited = post(&base, &hello(model)).await;
            assert_eq!(limited.headers()["retry-after"], header);
            assert_eq!(limited.headers()["access-control-expose-headers"], "retry-after");
            let (status, body) = read(limited).await;
            assert_eq!((status, &body["error"]["code"]), (429, &json!("rate_limit_exceeded")));
            assert!(body["error"]["message"].as_str().unwrap().contains(words));
            assert!(!said(&reply(&base, &hello(model)).await).is_empty());
        }
    }
}

#[tokio::test]
async fn a_spent_account_stays_spent() {
    let base = eliza().await;
    for _ in 0..2 {
        let refused = post(&base, &hello("broke")).await;
        assert!(!refused.headers().contains_key("retry-after"));
        let (status, body) = read(refused).await;
        assert_eq!((status, &body["error"]["code"]), (429, &json!("insufficient_quota")));
        assert_eq!(body["error"]["type"], "insufficient_quota");
    }
}

#[tokio::test]
async fn only_its_key_opens_a_door() {
    let base = eliza().await;
    assert_eq!(reply(&base, &hello("needs-key")).await.0, 200);
    let request = reqwest::Client::new().post(format!("{base}/chat/completions")).bearer_auth("other");
    let (status, body) = read(request.body(hello("needs-key").to_string()).send().await.unwrap()).await;
    assert_eq!((status, &body["error"]["code"]), (401, &json!("invalid_api_key")));
}

#[tokio::test]
async fn a_model_without_a_system_role_says_so() {
    let base = eliza().await;
    let (status, body) = reply(&base, &ask("no-system", &[("system", "Be kind"), ("user", "Hi")])).await;
    assert_eq!((status, &body["error"]["message"]), (400, &json!("System role not supported")));
    assert_eq!(reply(&base, &ask("no-system", &[("user", "Be kind\n\nHi")])).await.0, 200);
}

#[tokio::test]
async fn a_strict_model_reports_one_field_at_a_time() {
    let base = eliza().await;
    let both = with(hello("strict"), json!({ "max_tokens": 9, "temperature": 0.5 }));
    let (status, body) = reply(&base, &both).await;
    assert_eq!((status, &body["error"]["param"]), (400, &json!("max_tokens")));
    assert_eq!(body["error"]["code"], "unsupported_parameter");
    let one = with(hello("strict"), json!({ "max_completion_tokens": 9, "temperature": 0.5 }));
    assert_eq!(reply(&base, &one).await.1["error"]["param"], "temperature");
    let none = with(hello("strict"), json!({ "max_completion_tokens": 9, "temperature": 1 }));
    assert_eq!(reply(&base, &none).await.0, 200);
}

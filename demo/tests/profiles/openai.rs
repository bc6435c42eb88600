//! OpenAI.

use causerie_demo::Profile;
use serde_json::{Value, json};

use super::support::{ask, deltas, get, playing, post, read, reply, stream, with};

async fn base() -> String {
    playing(Profile::Openai).await + "/v1"
}

fn hello() -> Value {
    ask("gpt-5-mini", &[("user", "Hi")])
}

#[tokio::test]
async fn nothing_is_answered_without_a_key() {
    let base = base().await;
    let client = reqwest::Client::new();
    let completions = || client.post(format!("{base}/chat/completions")).body(hello().to_string());
    for request in [
        completions(),
        completions().header("authorization", "Bearer "),
        completions().header("authorization", "Basic abc"),
        client.get(format!("{base}/models")),
    ] {
        let (status, body) = read(request.header("origin", "https://a.b").send().await.unwrap()).await;
        assert_eq!((status, &body["error"]["code"]), (401, &json!("invalid_api_key")));
    }
    assert_eq!(completions().bearer_auth("any").send().await.unwrap().status(), 200);
    assert_eq!(get(format!("{base}/models")).await.1["data"][0]["id"], "gpt-5-mini");
}

#[tokio::test]
async fn parameters_are_refused_one_at_a_time() {
    let base = base().await;
    let cases = [
        (
            json!({ "top_k": 3, "max_tokens": 5 }),
            "top_k",
            json!(null),
            "Unrecognized request argument supplied: top_k",
        ),
        (
            json!({ "max_tokens": 5, "temperature": 0.5 }),
            "max_tokens",
            json!("unsupported_parameter"),
            "Use 'max_completion_tokens' instead.",
        ),
        (
            json!({ "temperature": 0.5 }),
            "temperature",
            json!("unsupported_value"),
            "does not support 0.5 with this model",
        ),
        (json!({ "top_p": 0.5 }), "top_p", json!("unsupported_value"), "Only the default (1) value"),
        (json!({ "n": 129 }), "n", json!("invalid_value"), "from 1 to 128"),
        (json!({ "stream_options": {} }), "stream_options", json!(null), "'stream' is enabled"),
    ];
    for (fields, param, code, words) in cases {
        let (status, body) = reply(&base, &with(hello(), fields)).await;
        assert_eq!((status, &body["error"]["param"], &body["error"]["code"]), (400, &json!(param), &code));
        assert!(body["error"]["message"].as_str().unwrap().contains(words), "{body}");
    }
    let usual =
        json!({ "max_completion_tokens": 5, "temperature": 1, "seed": 4, "user": null, "top_k": null });
    assert_eq!(reply(&base, &with(hello(), usual)).await.0, 200);
}

#[tokio::test]
async fn roles_and_models_are_its_own() {
    let base = base().await;
    assert_eq!(reply(&base, &ask("gpt-5", &[("developer", "d"), ("user", "Hi")])).await.0, 200);
    let (status, body) = reply(&base, &ask("gpt-5", &[("user", "Hi"), ("narrator", "n")])).await;
    assert_eq!((status, &body["error"]["param"]), (400, &json!("messages[1].role")));
    let (status, body) = reply(&base, &ask("eliza", &[("user", "Hi")])).await;
    assert_eq!((status, &body["error"]["code"]), (404, &json!("model_not_found")));
}

#[tokio::test]
async fn chunks_are_padded_unless_that_is_switched_off() {
    let base = base().await;
    let documents = stream(&base, hello()).await;
    let chunks = &documents[..documents.len() - 1];
    assert!(
        chunks.iter().all(|chunk| chunk["obfuscation"].as_str().is_some_and(|letters| !letters.is_empty()))
    );
    let bare = with(hello(), json!({ "stream_options": { "include_obfuscation": false } }));
    assert!(stream(&base, bare).await.iter().all(|chunk| chunk.get("obfuscation").is_none()));
}

#[tokio::test]
async fn tokens_are_counted_on_request() {
    let base = base().await;
    assert!(stream(&base, hello()).await.iter().all(|chunk| chunk.get("usage").is_none()));
    let counted = stream(&base, with(hello(), json!({ "stream_options": { "include_usage": true } }))).await;
    let [first, .., counts, _] = counted.as_slice() else { panic!("too short: {counted:?}") };
    assert_eq!((&first["usage"], first.get("usage").is_some()), (&json!(null), true));
    assert_eq!(counts["choices"], json!([]));
    assert!(counts["usage"]["total_tokens"].as_u64().unwrap() > 1);
}

#[tokio::test]
async fn choices_come_by_turns() {
    let documents = stream(&base().await, with(hello(), json!({ "n": 2 }))).await;
    let index = |at: usize| documents[at]["choices"][0]["index"].clone();
    assert_eq!([index(0), index(1), index(2), index(3)], [0, 1, 0, 1].map(|index| json!(index)));
    assert!(!deltas(&documents, 1, "content").is_empty());
}

#[tokio::test]
async fn limits_and_quotas_have_one_status_and_two_codes() {
    let base = base().await;
    let limited = post(&base, &ask("gpt-5", &[("user", "trigger error")])).await;
    assert!(!limited.headers().contains_key("retry-after"));
    let (status, body) = read(limited).await;
    assert_eq!((status, &body["error"]["code"]), (429, &json!("rate_limit_exceeded")));
    assert!(body["error"]["message"].as_str().unwrap().ends_with("Please try again in 20ms."));
    let (status, body) = reply(&base, &ask("gpt-5", &[("user", "trigger quota")])).await;
    assert_eq!((status, &body["error"]["code"]), (429, &json!("insufficient_quota")));
    assert_eq!(reply(&base, &ask("gpt-5", &[("user", "trigger quota")])).await.0, 200);
}

//! Aleph Alpha.

use causerie_demo::Profile;
use serde_json::{Value, json};

use super::support::{ask, deltas, get, playing, reply, stream, with};

const MODEL: &str = "pharia-1-llm-7b-control";

async fn home() -> String {
    playing(Profile::AlephAlpha).await
}

fn hello() -> Value {
    ask(MODEL, &[("user", "Hi")])
}

#[tokio::test]
async fn its_models_are_a_bare_list_at_their_own_address() {
    let home = home().await;
    let (status, list) = get(format!("{home}/models_available")).await;
    assert_eq!((status, &list[0]["name"]), (200, &json!(MODEL)));
    assert!(list[0]["description"].is_string() && list[0]["max_context_size"].is_number());
    let (status, body) = get(format!("{home}/models")).await;
    assert_eq!((status, &body["code"]), (404, &json!("NOT_FOUND")));
}

#[tokio::test]
async fn one_system_message_comes_first() {
    let home = home().await;
    for (messages, wanted) in [
        (vec![("system", "s"), ("user", "a"), ("assistant", "b"), ("user", "c")], 200),
        (vec![("user", "a"), ("assistant", "b"), ("user", "c")], 200),
        (vec![("system", "s"), ("system", "s"), ("user", "a")], 400),
        (vec![("user", "a"), ("system", "s"), ("user", "b")], 400),
    ] {
        let (status, body) = reply(&home, &ask(MODEL, &messages)).await;
        assert_eq!(status, wanted, "{messages:?}: {body}");
        let words = "Only one optional system message is allowed at the beginning.";
        assert!(status == 200 || body == json!({ "error": words, "code": "BAD_REQUEST" }), "{body}");
    }
}

#[tokio::test]
async fn roles_alternate_and_the_user_begins_and_ends() {
    let home = home().await;
    for messages in [
        vec![],
        vec![("system", "s")],
        vec![("user", "a"), ("user", "b")],
        vec![("user", "a"), ("assistant", "b")],
        vec![("assistant", "a"), ("user", "b")],
        vec![("system", "s"), ("assistant", "a"), ("user", "b")],
        vec![("developer", "s"), ("user", "b")],
    ] {
        let (status, body) = reply(&home, &ask(MODEL, &messages)).await;
        assert_eq!(status, 400, "{messages:?}");
        assert!(body["error"].as_str().unwrap().contains("alternate"), "{body}");
    }
}

#[tokio::test]
async fn some_fields_are_refused_and_some_ignored() {
    let home = home().await;
    for (fields, wanted) in [
        (json!({ "parallel_tool_calls": false }), 400),
        (json!({ "response_format": { "type": "json_object" } }), 400),
        (json!({ "response_format": { "type": "json_schema", "json_schema": {} } }), 200),
        (
            json!({ "seed": 1, "user": "u", "service_tier": "x", "name": "n", "top_k": 3, "max_tokens": 5 }),
            200,
        ),
    ] {
        assert_eq!(reply(&home, &with(hello(), fields.clone())).await.0, wanted, "{fields}");
    }
    for (url, wanted) in [("https://a.b/c.png", 400), ("data:image/png;base64,AAAA", 200)] {
        let parts =
            json!([{ "type": "text", "text": "Hi" }, { "type": "image_url", "image_url": { "url": url } }]);
        let body = json!({ "model": MODEL, "messages": [{ "role": "user", "content": parts }] });
        assert_eq!(reply(&home, &body).await.0, wanted, "{url}");
    }
}

#[tokio::test]
async fn models_may_be_missing_or_unable() {
    let home = home().await;
    let (status, body) = reply(&home, &ask("luminous-base", &[("user", "Hi")])).await;
    assert_eq!((status, &body["code"]), (400, &json!("MISSING_CAPABILITY")));
    let (status, body) = reply(&home, &ask("luminous-none", &[("user", "Hi")])).await;
    assert_eq!((status, &body["code"]), (404, &json!("UNKNOWN_MODEL")));
}

#[tokio::test]
async fn an_answer_comes_a_sentence_at_a_time() {
    let documents = stream(&home().await, ask(MODEL, &[("user", "Show markdown")])).await;
    let pieces = deltas(&documents, 0, "content");
    assert!(pieces.iter().any(|piece| piece.len() > 40), "{pieces:?}");
    assert!(documents.iter().all(|d| d == "[DONE]" || d["system_fingerprint"] == ".unknown."));
}

#[tokio::test]
async fn busy_and_spent_are_said_in_capitals() {
    let home = home().await;
    for (question, wanted, code) in
        [("trigger error", 503, "QUEUE_FULL"), ("trigger quota", 402, "OUT_OF_CREDITS")]
    {
        let (status, body) = reply(&home, &ask(MODEL, &[("user", question)])).await;
        assert_eq!((status, &body["code"]), (wanted, &json!(code)));
        assert!(body["error"].is_string());
        assert_eq!(reply(&home, &ask(MODEL, &[("user", question)])).await.0, 200);
    }
}

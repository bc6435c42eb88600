//! LightOn Paradigm.

use causerie_demo::Profile;
use serde_json::json;

use super::support::{ask, get, playing, post, read, reply, stream, with};

async fn base() -> String {
    playing(Profile::Paradigm).await + "/api/v2"
}

#[tokio::test]
async fn its_models_are_listed() {
    let (status, list) = get(base().await + "/models").await;
    assert_eq!((status, &list["object"]), (200, &json!("list")));
    assert_eq!((&list["data"][0]["id"], &list["data"][1]["id"]), (&json!("alfred-4"), &json!("alfred-ft5")));
}

#[tokio::test]
async fn a_model_is_required_and_must_exist() {
    let base = base().await;
    let (status, body) = reply(&base, &json!({ "messages": [{ "role": "user", "content": "Hi" }] })).await;
    assert_eq!(status, 422);
    assert_eq!(
        body["detail"],
        json!([{ "type": "missing", "loc": ["body", "model"], "msg": "Field required" }])
    );
    let (status, body) = reply(&base, &ask("alfred-40b-1123", &[("user", "Hi")])).await;
    assert_eq!((status, &body["detail"]), (404, &json!("The model `alfred-40b-1123` does not exist.")));
}

#[tokio::test]
async fn one_model_has_no_system_role() {
    let base = base().await;
    let system = [("system", "Be kind"), ("user", "Hi")];
    assert_eq!(reply(&base, &ask("alfred-4", &system)).await.0, 200);
    let (status, body) = reply(&base, &ask("alfred-ft5", &system)).await;
    assert_eq!((status, &body["detail"]), (400, &json!("Only user and assistant roles are supported!")));
}

#[tokio::test]
async fn its_roles_are_four() {
    let base = base().await;
    assert_eq!(reply(&base, &ask("alfred-4", &[("user", "Hi"), ("tool", "42")])).await.0, 200);
    let (status, body) = reply(&base, &ask("alfred-4", &[("user", "Hi"), ("developer", "Be kind")])).await;
    assert_eq!((status, &body["detail"][0]["loc"]), (422, &json!(["body", "messages", 1, "role"])));
}

#[tokio::test]
async fn penalties_are_not_negative() {
    let base = base().await;
    let hello = || ask("alfred-4", &[("user", "Hi")]);
    for name in ["frequency_penalty", "presence_penalty"] {
        for (value, kind) in
            [(json!(-0.5), "greater_than_equal"), (json!(2.5), "less_than_equal"), (json!("1"), "float_type")]
        {
            let (status, body) = reply(&base, &with(hello(), json!({ name: value }))).await;
            assert_eq!((status, &body["detail"][0]["type"]), (422, &json!(kind)));
            assert_eq!(body["detail"][0]["loc"][1], name);
        }
    }
    let usual = json!({ "temperature": 0.7, "max_tokens": 9, "top_p": 0.5, "frequency_penalty": 2.0, "presence_penalty": 0, "stop": "x" });
    assert_eq!(reply(&base, &with(hello(), usual)).await.0, 200);
}

#[tokio::test]
async fn a_rate_limit_says_how_long() {
    let base = base().await;
    let body = ask("alfred-4", &[("user", "Please trigger rate limit")]);
    let limited = post(&base, &body).await;
    assert_eq!(limited.headers()["retry-after"], "1");
    let (status, said) = read(limited).await;
    assert!(status == 429 && said["detail"].as_str().unwrap().contains("try again in 1s"));
    assert_eq!(reply(&base, &body).await.0, 200);
}

#[tokio::test]
async fn tokens_are_counted_on_request() {
    let base = base().await;
    let hello = || ask("alfred-4", &[("user", "Hi")]);
    assert!(stream(&base, hello()).await.iter().all(|document| document.get("usage").is_none()));
    let counted = stream(&base, with(hello(), json!({ "stream_options": { "include_usage": true } }))).await;
    assert!(counted[counted.len() - 2]["usage"]["total_tokens"].is_number());
    assert!(counted[0]["usage"].is_null());
}

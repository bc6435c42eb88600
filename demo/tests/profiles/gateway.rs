//! The gateway with budgets.

use causerie_demo::Profile;
use serde_json::json;

use super::support::{ask, get, playing, post, read, reply, with};

async fn base() -> String {
    playing(Profile::Gateway).await + "/api/v1"
}

#[tokio::test]
async fn its_models_are_listed() {
    let (status, list) = get(base().await + "/models").await;
    assert_eq!((status, &list["data"][0]["id"]), (200, &json!("gateway-chat")));
    assert!(!list.to_string().contains("over-budget"));
}

#[tokio::test]
async fn only_the_word_tells_a_budget_from_a_limit() {
    let base = base().await;
    let (status, budget) = reply(&base, &ask("gateway-chat", &[("user", "trigger error")])).await;
    assert_eq!(status, 429);
    assert!(budget["error"]["message"].as_str().unwrap().to_lowercase().contains("budget"));
    let limited = post(&base, &ask("gateway-chat", &[("user", "trigger rate limit")])).await;
    assert_eq!(limited.headers()["retry-after"], "1");
    let (status, limit) = read(limited).await;
    assert_eq!((status, &limit["error"]["type"]), (429, &budget["error"]["type"]));
    assert!(!limit.to_string().to_lowercase().contains("budget"));
    for question in ["trigger error", "trigger rate limit"] {
        assert_eq!(reply(&base, &ask("gateway-chat", &[("user", question)])).await.0, 200);
    }
}

#[tokio::test]
async fn one_budget_stays_spent() {
    let base = base().await;
    for _ in 0..2 {
        let (status, body) = reply(&base, &ask("over-budget", &[("user", "Hi")])).await;
        assert_eq!(
            (status, &body["error"]["message"]),
            (429, &json!("Budget limit exceeded for this API key"))
        );
    }
}

#[tokio::test]
async fn it_takes_top_k_and_the_roles_function_and_tool() {
    let base = base().await;
    let messages = [("system", "s"), ("user", "a"), ("function", "1"), ("tool", "2"), ("user", "b")];
    let body = |fields| with(ask("gateway-chat", &messages), fields);
    assert_eq!(reply(&base, &body(json!({ "top_k": 40, "presence_penalty": -1 }))).await.0, 200);
    assert_eq!(reply(&base, &body(json!({ "top_k": "many" }))).await.0, 400);
    assert_eq!(reply(&base, &body(json!({ "temperature": 3 }))).await.0, 400);
    assert_eq!(reply(&base, &ask("gateway-chat", &[("developer", "a")])).await.0, 400);
    assert_eq!(reply(&base, &ask("gpt-5", &[("user", "a")])).await.0, 404);
}

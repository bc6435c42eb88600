//! XRoute.AI.

use causerie_demo::Profile;
use serde_json::json;

use super::support::{ask, deltas, get, playing, post, read, reply, stream, with};

#[tokio::test]
async fn each_family_has_its_own_path() {
    let home = playing(Profile::Xroute).await;
    let families = [("openai", "gpt-4o"), ("deepseek", "deepseek-chat"), ("grok", "grok-4")];
    for (family, _) in families {
        for (of, model) in families {
            let (status, body) = reply(&format!("{home}/{family}/v1"), &ask(model, &[("user", "Hi")])).await;
            assert_eq!(status, if family == of { 200 } else { 404 }, "{model} under {family}: {body}");
            assert!(status == 200 || body["error"]["code"] == "model_not_found");
        }
    }
}

#[tokio::test]
async fn models_are_not_listed() {
    let home = playing(Profile::Xroute).await;
    for family in ["openai", "deepseek", "grok"] {
        let (status, body) = get(format!("{home}/{family}/v1/models")).await;
        assert_eq!((status, &body["error"]["code"]), (404, &json!("unknown_url")));
        assert_eq!(body["error"]["message"], format!("Invalid URL (GET /{family}/v1/models)"));
    }
}

#[tokio::test]
async fn nothing_is_answered_without_a_key() {
    let home = playing(Profile::Xroute).await;
    for family in ["openai", "deepseek", "grok"] {
        let request = reqwest::Client::new().post(format!("{home}/{family}/v1/chat/completions"));
        let (status, body) = read(request.body("{}").send().await.unwrap()).await;
        assert_eq!((status, &body["error"]["code"]), (401, &json!("invalid_api_key")));
    }
}

#[tokio::test]
async fn deepseek_comments_and_reasons_before_it_answers() {
    let base = playing(Profile::Xroute).await + "/deepseek/v1";
    let body = with(ask("deepseek-reasoner", &[("user", "Hi")]), json!({ "stream": true }));
    let text = post(&base, &body).await.text().await.unwrap();
    assert!(text.starts_with(": keep-alive\n\ndata: "), "{text}");
    let (thought, answer) = (text.rfind("reasoning_content").unwrap(), text.find("\"content\":\" ").unwrap());
    assert!(thought < answer);
    let chat = stream(&base, ask("deepseek-chat", &[("user", "Hi")])).await;
    assert!(deltas(&chat, 0, "reasoning_content").is_empty());
}

#[tokio::test]
async fn grok_names_the_end_only_at_the_end() {
    let base = playing(Profile::Xroute).await + "/grok/v1";
    let documents = stream(&base, ask("grok-4", &[("user", "Hi")])).await;
    assert!(documents[0]["choices"][0].get("finish_reason").is_none());
    assert_eq!(documents[documents.len() - 3]["choices"][0]["finish_reason"], "stop");
}

#[tokio::test]
async fn foreign_fields_pass_and_foreign_roles_do_not() {
    let base = playing(Profile::Xroute).await + "/openai/v1";
    let fields = json!({ "top_k": 3, "max_tokens": 5, "temperature": 0.3 });
    assert_eq!(reply(&base, &with(ask("gpt-4o", &[("user", "Hi")]), fields)).await.0, 200);
    assert_eq!(reply(&base, &ask("gpt-4o", &[("narrator", "Hi")])).await.0, 400);
    assert_eq!(reply(&base, &json!({ "messages": [{ "role": "user", "content": "Hi" }] })).await.0, 400);
}

#[tokio::test]
async fn a_spent_balance_is_said() {
    let base = playing(Profile::Xroute).await + "/openai/v1";
    let (status, body) = reply(&base, &ask("gpt-4o", &[("user", "trigger quota")])).await;
    assert_eq!((status, &body["error"]["message"]), (402, &json!("Insufficient Balance")));
}

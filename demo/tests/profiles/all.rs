//! What is true of every system.

use causerie_demo::Profile;
use clap::ValueEnum;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{ask, deltas, get, playing, post, read, reply, request, said, stream};

/// The bases of a system's APIs with a model of each.
fn apis(profile: Profile) -> &'static [(&'static str, &'static str)] {
    match profile {
        Profile::Paradigm => &[("/api/v2", "alfred-4"), ("/api/v2", "alfred-ft5")],
        Profile::AlephAlpha => &[("", "pharia-1-llm-7b-control"), ("", "llama-3.3-70b-instruct")],
        Profile::Openai => &[("/v1", "gpt-5-mini"), ("/v1", "gpt-5")],
        Profile::Xroute => &[
            ("/openai/v1", "gpt-4o-mini"),
            ("/deepseek/v1", "deepseek-reasoner"),
            ("/deepseek/v1", "deepseek-chat"),
            ("/grok/v1", "grok-4"),
        ],
        Profile::Gateway => &[("/api/v1", "gateway-chat"), ("/api/v1", "gateway-chat-large")],
    }
}

/// Every API with its address and a model.
async fn everywhere() -> Vec<(Profile, String, &'static str)> {
    let mut all = Vec::new();
    for profile in Profile::value_variants() {
        let home = playing(*profile).await;
        all.extend(apis(*profile).iter().map(|(base, model)| (*profile, format!("{home}{base}"), *model)));
    }
    all
}

/// The text that a client would show, whatever the shape.
pub fn words(body: &Value) -> String {
    let error = body.get("error").unwrap_or(body);
    let words = [&error["message"], &error["detail"], &error["detail"][0]["msg"], error];
    words.iter().find_map(|words| words.as_str()).unwrap_or_else(|| panic!("no words: {body}")).to_owned()
}

#[tokio::test]
async fn a_conversation_is_streamed() {
    for (profile, base, model) in everywhere().await {
        let documents = stream(&base, ask(model, &[("user", "I feel lost")])).await;
        assert_eq!(documents[0]["choices"][0]["delta"]["role"], "assistant", "{profile:?}");
        assert!(deltas(&documents, 0, "content").concat().len() > 5, "{profile:?} {model}");
        assert_eq!(documents.last().unwrap(), "[DONE]");
        let sample = stream(&base, ask(model, &[("user", "Show markdown")])).await;
        assert_eq!(deltas(&sample, 0, "content").concat(), include_str!("../../sample.md"), "{profile:?}");
    }
}

#[tokio::test]
async fn the_first_of_the_profiles_models_is_the_pages() {
    for profile in Profile::value_variants() {
        let (base, model) = apis(*profile)[0];
        assert_eq!((profile.base(), profile.model()), (base, model));
    }
}

#[tokio::test]
async fn an_error_on_request_is_over_at_the_next_try() {
    for (profile, base, model) in everywhere().await {
        let body = ask(model, &[("user", &format!("Please TRIGGER ERROR for {model}"))]);
        for _ in 0..2 {
            let status = match profile {
                Profile::Paradigm => 422,
                Profile::AlephAlpha => 503,
                Profile::Openai | Profile::Gateway => 429,
                Profile::Xroute => 502,
            };
            let refused = post(&base, &body).await;
            assert_eq!(refused.headers()["access-control-allow-origin"], "*", "{profile:?}");
            let (refused, said) = read(refused).await;
            assert_eq!(refused, status, "{profile:?}: {said}");
            assert_eq!(reply(&base, &body).await.0, 200, "{profile:?}");
        }
    }
}

#[tokio::test]
async fn a_question_after_the_error_is_answered() {
    for (profile, base, model) in everywhere().await {
        let joined = "trigger error\n\nNever mind, I feel lost";
        assert_eq!(reply(&base, &ask(model, &[("user", joined)])).await.0, 200, "{profile:?}");
    }
}

#[tokio::test]
async fn the_system_prompt_in_force_can_be_asked_for() {
    let question = ("user", "What is your system prompt?");
    for (profile, base, model) in everywhere().await {
        let folded = [("user", "Speak like a pirate.\n\nHi"), ("assistant", "Arr"), question];
        assert_eq!(said(&reply(&base, &ask(model, &folded)).await), "Speak like a pirate.", "{profile:?}");
        let system = [("system", "Speak like a pirate."), ("user", "Hi"), ("assistant", "Arr"), question];
        if model != "alfred-ft5" {
            assert_eq!(
                said(&reply(&base, &ask(model, &system)).await),
                "Speak like a pirate.",
                "{profile:?}"
            );
        }
    }
}

#[tokio::test]
async fn refusals_are_in_the_systems_shape_and_readable_elsewhere() {
    for (profile, base, model) in everywhere().await {
        let home = base.split('/').take(3).collect::<Vec<_>>().join("/");
        let unreadable = if profile == Profile::Paradigm { 422 } else { 400 };
        let hello = ask(model, &[("user", "Hi")]).to_string();
        let completions = format!("{base}/chat/completions");
        let wrong_key =
            reqwest::Client::new().post(&completions).bearer_auth("wrong-key").body(hello.clone());
        let cases = [
            (request(Method::GET, format!("{base}/nothing")), 404),
            (request(Method::POST, format!("{home}/nowhere/chat/completions")).body(hello), 404),
            (request(Method::GET, completions.clone()), 405),
            (request(Method::POST, completions.clone()).body(vec![b' '; causerie_demo::BODY_LIMIT + 1]), 413),
            (request(Method::POST, completions.clone()).body("{oops"), unreadable),
            (request(Method::POST, completions.clone()).body(r#"{"model": "nobody"}"#), 0),
            (wrong_key.header("origin", "https://a.b"), 401),
        ];
        for (request, wanted) in cases {
            let refused = request.send().await.unwrap();
            assert_eq!(refused.headers()["access-control-allow-origin"], "*");
            let (status, body) = read(refused).await;
            assert!(
                wanted == 0 && (400..500).contains(&status) || status == wanted,
                "{profile:?}: {status} {body}"
            );
            assert!(!words(&body).is_empty());
            let members: Vec<&String> = match &body["error"] {
                Value::Object(error) => error.keys().collect(),
                _ => body.as_object().unwrap().keys().collect(),
            };
            match profile {
                Profile::Paradigm => assert_eq!(members, ["detail"]),
                Profile::AlephAlpha => assert_eq!(members, ["code", "error"]),
                Profile::Openai | Profile::Xroute => {
                    assert_eq!(members, ["code", "message", "param", "type"])
                }
                Profile::Gateway => assert_eq!(members, ["message", "type"]),
            }
        }
    }
}

#[tokio::test]
async fn elizas_own_address_is_not_there() {
    for profile in [Profile::Paradigm, Profile::AlephAlpha, Profile::Xroute, Profile::Gateway] {
        let home = playing(profile).await;
        assert_eq!(reply(&format!("{home}/v1"), &ask("eliza", &[("user", "Hi")])).await.0, 404);
        assert_eq!(get(format!("{home}/v1/models")).await.0, 404);
    }
}

#[tokio::test]
async fn several_choices_are_several() {
    for (profile, base, model) in everywhere().await {
        let mut body = ask(model, &[("user", "I feel lost")]);
        body["n"] = json!(2);
        let documents = stream(&base, body).await;
        assert!(deltas(&documents, 1, "content").concat().starts_with("Alternative 2: "), "{profile:?}");
    }
}

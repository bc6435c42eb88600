//! The model that calls tools.

use serde_json::{Value, json};

use crate::support::{ask, eliza, finish, reply, said, stream, with};

const SCRIPT: &str = r#"call weather {"city": "Oslo"} & clock {}; call weather {"city": "Rome"}"#;

fn asked(messages: Value) -> Value {
    let tools = ["weather", "clock"].map(|name| json!({ "type": "function", "function": { "name": name } }));
    json!({ "model": "caller", "messages": messages, "tools": tools })
}

/// The calls of a stream, put together by their places.
fn gathered(documents: &[Value]) -> Vec<(String, String, String)> {
    let mut calls: Vec<(String, String, String)> = Vec::new();
    for delta in
        documents.iter().flat_map(|d| d["choices"][0]["delta"]["tool_calls"].as_array().cloned()).flatten()
    {
        let place = delta["index"].as_u64().unwrap() as usize;
        if let Some(id) = delta["id"].as_str() {
            assert_eq!(place, calls.len());
            calls.push((
                id.to_owned(),
                delta["function"]["name"].as_str().unwrap().to_owned(),
                String::new(),
            ));
        }
        calls[place].2 += delta["function"]["arguments"].as_str().unwrap();
    }
    calls
}

#[tokio::test]
async fn calls_come_in_parallel_and_in_rounds_and_their_results_are_told() {
    let base = eliza().await;
    let mut messages = vec![json!({ "role": "user", "content": SCRIPT })];
    for expected in
        [vec![("weather", r#"{"city": "Oslo"}"#), ("clock", "{}")], vec![("weather", r#"{"city": "Rome"}"#)]]
    {
        let documents = stream(&base, asked(messages.clone().into())).await;
        let calls = gathered(&documents);
        let named: Vec<_> =
            calls.iter().map(|(_, name, arguments)| (name.as_str(), arguments.as_str())).collect();
        assert_eq!(named, expected);
        assert_eq!(finish(&documents, 0), "tool_calls");
        // The whole answer says the same.
        let whole = reply(&base, &asked(messages.clone().into())).await;
        let message = &whole.1["choices"][0]["message"];
        assert_eq!(message["tool_calls"][0]["id"], calls[0].0);
        assert_eq!(message["tool_calls"][0]["function"]["arguments"], expected[0].1);
        assert_eq!(message["content"], Value::Null);
        messages.push(message.clone());
        for (id, name, _) in &calls {
            messages
                .push(json!({ "role": "tool", "tool_call_id": id, "content": format!("{name} is fine") }));
        }
    }
    let whole = reply(&base, &asked(messages.into())).await;
    assert_eq!(said(&whole), "The results are: weather is fine | clock is fine | weather is fine.");
}

#[tokio::test]
async fn a_script_may_have_no_end() {
    let base = eliza().await;
    let mut messages = vec![json!({ "role": "user", "content": "call clock {} ..." })];
    for _ in 0..5 {
        let whole = reply(&base, &asked(messages.clone().into())).await;
        let message = whole.1["choices"][0]["message"].clone();
        let id = message["tool_calls"][0]["id"].clone();
        assert!(id.is_string(), "{whole:?}");
        messages.extend([message, json!({ "role": "tool", "tool_call_id": id, "content": "now" })]);
    }
}

#[tokio::test]
async fn the_way_that_came_before_is_known_too() {
    let base = eliza().await;
    let functions = json!({ "functions": [{ "name": "clock" }] });
    let documents = stream(
        &base,
        with(ask("caller", &[("user", "call clock {\"zone\": 1} & other {}")]), functions.clone()),
    )
    .await;
    let calls: Vec<&Value> = documents
        .iter()
        .map(|d| &d["choices"][0]["delta"]["function_call"])
        .filter(|call| call.is_object())
        .collect();
    assert_eq!(calls[0]["name"], "clock");
    assert_eq!(
        calls.iter().filter_map(|call| call["arguments"].as_str()).collect::<String>(),
        "{\"zone\": 1}"
    );
    assert_eq!(finish(&documents, 0), "function_call");
    let messages = json!([
        { "role": "user", "content": "call clock {}" },
        { "role": "assistant", "content": null, "function_call": { "name": "clock", "arguments": "{}" } },
        { "role": "function", "name": "clock", "content": "noon" },
    ]);
    let whole = reply(&base, &with(json!({ "model": "caller", "messages": messages }), functions)).await;
    assert_eq!(said(&whole), "The results are: noon.");
}

#[tokio::test]
async fn calls_without_results_and_results_without_calls_are_refused() {
    let base = eliza().await;
    let call = json!({ "role": "assistant", "tool_calls": [{ "id": "c1", "type": "function", "function": { "name": "clock", "arguments": "{}" } }] });
    let result = |id| json!({ "role": "tool", "tool_call_id": id, "content": "noon" });
    let user = json!({ "role": "user", "content": "call clock {}" });
    for messages in [
        json!([user, call]),
        json!([user, call, user]),
        json!([user, call, result("c2")]),
        json!([user, result("c1")]),
    ] {
        let whole = reply(&base, &asked(messages.clone())).await;
        let status = whole.0;
        assert_eq!(status, 400, "{messages}");
        assert!(whole.1["error"]["message"].as_str().unwrap().contains("tool_call"), "{whole:?}");
    }
    let (status, _) = reply(&base, &asked(json!([user, call, result("c1")]))).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn without_tools_nothing_is_called() {
    let base = eliza().await;
    let whole = reply(&base, &ask("caller", &[("user", "call clock {}")])).await;
    assert_eq!(said(&whole), "I was given no tools.");
    let none = with(
        asked(json!([{ "role": "user", "content": "call clock {}" }])),
        json!({ "tool_choice": "none" }),
    );
    assert_eq!(said(&reply(&base, &none).await), "There is nothing to call.");
}

//! Tool calls, however a server sends them.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::conversation::{Message, Outcome, State};
use causerie::protocol::{BodyEnd, FinishReason, ReplyHead};

/// Chunks with these deltas, in JSON.
fn chunks(deltas: &[&str]) -> String {
    let chunk = |delta: &&str| format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{delta}}}]}}\n\n");
    deltas.iter().map(chunk).collect()
}

fn message(body: &str) -> Message {
    Outcome::of(ReplyHead::of_status(200), [body.as_bytes()], BodyEnd::Clean).message
}

/// The calls as `id:name(arguments)`.
fn calls(deltas: &[&str]) -> Vec<String> {
    let deltas: Vec<String> = deltas.iter().map(|calls| format!("{{\"tool_calls\":{calls}}}")).collect();
    let deltas: Vec<&str> = deltas.iter().map(String::as_str).collect();
    let message = message(&(chunks(&deltas) + "data: [DONE]\n\n"));
    let shown = |call: &causerie::conversation::ToolCall| {
        format!("{}:{}({})", call.id.as_deref().unwrap_or("-"), call.name, call.arguments)
    };
    message.choice().tool_calls.iter().map(shown).collect()
}

#[test]
fn tool_calls_are_gathered_from_every_way_to_stream_them() {
    for (deltas, gathered) in [
        // By index, arguments in pieces.
        (
            &[
                r#"[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]"#,
                r#"[{"index":0,"function":{"arguments":"{\"x\""}}]"#,
                r#"[{"index":0,"function":{"arguments":":1}"}}]"#,
            ][..],
            &["a:f({\"x\":1})"][..],
        ),
        // In parallel, interleaved.
        (
            &[
                r#"[{"index":0,"id":"a","function":{"name":"f"}},{"index":1,"id":"b","function":{"name":"g"}}]"#,
                r#"[{"index":1,"function":{"arguments":"2"}}]"#,
                r#"[{"index":0,"function":{"arguments":"1"}}]"#,
            ],
            &["a:f(1)", "b:g(2)"],
        ),
        // A new id at the same index is another call, and what follows is its.
        (
            &[
                r#"[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}]"#,
                r#"[{"index":0,"id":"b","function":{"name":"g"}}]"#,
                r#"[{"index":0,"function":{"arguments":"2"}}]"#,
            ],
            &["a:f(1)", "b:g(2)"],
        ),
        // The id repeated, or empty; the name repeated.
        (
            &[
                r#"[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}]"#,
                r#"[{"index":0,"id":"a","function":{"name":"f","arguments":"2"}}]"#,
                r#"[{"index":0,"id":"","function":{"name":"","arguments":"3"}}]"#,
            ],
            &["a:f(123)"],
        ),
        // Without ids, another name at the same place is another call.
        (
            &[
                r#"[{"index":0,"function":{"name":"f","arguments":"1"}}]"#,
                r#"[{"index":0,"function":{"name":"f","arguments":"2"}}]"#,
                r#"[{"index":0,"function":{"name":"g"}}]"#,
                r#"[{"index":0,"function":{"arguments":"3"}}]"#,
            ],
            &["-:f(12)", "-:g(3)"],
        ),
        // One id for two, which their places tell apart; what goes on needs no name.
        (
            &[
                r#"[{"index":0,"id":"a","function":{"name":"f"}},{"index":1,"id":"a","function":{"name":"g"}}]"#,
                r#"[{"index":0,"function":{"arguments":"1"}}]"#,
                r#"[{"index":1,"id":"a","function":{"arguments":"2"}}]"#,
            ],
            &["a:f(1)", "a:g(2)"],
        ),
        // Without an index: by id, else the last.
        (
            &[
                r#"[{"id":"a","function":{"name":"f","arguments":"1"}},{"id":"b","function":{"name":"g"}}]"#,
                r#"[{"function":{"arguments":"2"}}]"#,
            ],
            &["a:f(1)", "b:g(2)"],
        ),
        // Whole calls without id and index.
        (
            &[r#"[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"f","arguments":"{}"}}]"#],
            &["-:f({})", "-:f({})"],
        ),
        // The name comes late; arguments as a value.
        (
            &[r#"[{"index":0,"id":"a"}]"#, r#"[{"index":0,"function":{"name":"f","arguments":{"x":[1]}}}]"#],
            &["a:f({\"x\":[1]})"],
        ),
    ] {
        assert_eq!(calls(deltas), gathered, "for {deltas:?}");
    }
}

#[test]
fn in_a_whole_answer_each_call_is_one() {
    for calls in [
        r#"[{"id":"a","function":{"name":"f","arguments":"1"}},{"id":"a","function":{"name":"f","arguments":"2"}}]"#,
        r#"[{"id":"a","index":0,"function":{"name":"f","arguments":"1"}},{"id":"b","index":0,"function":{"name":"f","arguments":"2"}}]"#,
        r#"[{"index":0,"function":{"name":"f","arguments":"1"}},{"index":0,"function":{"name":"f","arguments":"2"}}]"#,
        r#"[{"function":{"name":"f","arguments":"1"}},{"function":{"name":"f","arguments":"2"}}]"#,
    ] {
        let body = format!(
            "{{\"choices\":[{{\"message\":{{\"tool_calls\":{calls}}},\"finish_reason\":\"tool_calls\"}}]}}"
        );
        let arguments: Vec<String> =
            message(&body).choice().tool_calls.iter().map(|call| call.arguments.clone()).collect();
        assert_eq!(arguments, ["1", "2"], "for {calls}");
    }
}

#[test]
fn an_empty_call_is_none() {
    for nothing in [
        r#""function_call":{"name":"","arguments":""},"tool_calls":[]"#,
        r#""function_call":{}"#,
        r#""function_call":"""#,
        r#""function_call":{"name":null,"arguments":null}"#,
        r#""tool_calls":[{"index":0}]"#,
        r#""tool_calls":[{"index":0,"id":"","type":"function","function":{"name":"","arguments":""}}]"#,
    ] {
        let last =
            format!(r#"{{"choices":[{{"delta":{{"content":"",{nothing}}},"finish_reason":"stop"}}]}}"#);
        let body = format!("{}data: {last}\n\ndata: [DONE]\n\n", chunks(&[r#"{"content":"Oui"}"#]));
        let message = message(&body);
        assert_eq!((message.text(), message.finish()), ("Oui", Some(FinishReason::Stop)), "for {nothing}");
        assert_eq!(message.choice().tool_calls, [], "for {nothing}");
        assert_eq!(message.state, State::Complete, "for {nothing}");
    }
}

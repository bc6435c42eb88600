//! Which messages are sent, and in what shape.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use causerie::Config;
use causerie::conversation::{CallState, Message, ToolCall, Turns, from_json, to_json};
use causerie::json::Json;
use causerie::protocol::{ApiError, ChatCompletionRequest, Endpoint, ErrorKind, Repairs, Role, Turn};
use proptest::prelude::*;

fn shown(turns: &[Turn]) -> Vec<String> {
    turns.iter().map(|turn| format!("{}: {}", turn.role.name(), turn.content)).collect()
}

fn turns(config: &Config, messages: &[Message]) -> Vec<Turn> {
    Turns::of(messages.to_vec()).shaped(config, &Repairs::default())
}

fn json(text: &str) -> Json {
    Json::parse(text).unwrap()
}

fn config(options: &str) -> Config {
    Config::from_json(&json(options)).0
}

#[test]
fn the_whole_conversation_is_sent_with_the_system_prompt_first() {
    let messages = [
        Message::new(Role::User, "Hi"),
        Message::new(Role::Assistant, "Hello"),
        Message::new(Role::User, "Why?"),
    ];
    let config = config(r#"{"system_prompt": "Be kind."}"#);
    assert_eq!(
        shown(&turns(&config, &messages)),
        ["system: Be kind.", "user: Hi", "assistant: Hello", "user: Why?"]
    );
}

#[test]
fn an_answer_of_which_nothing_came_is_left_out_and_questions_are_joined() {
    let mut failed = Message::awaited();
    failed.fail(ApiError::new(ErrorKind::Network, ""));
    let messages = [Message::new(Role::User, "Hi"), failed, Message::new(Role::User, "Still there?")];
    assert_eq!(shown(&turns(&Config::default(), &messages)), ["user: Hi\n\nStill there?"]);
}

#[test]
fn the_greeting_is_not_sent() {
    let config = config(r#"{"greeting": "Welcome!"}"#);
    let turns = turns(&config, &[Message::new(Role::User, "Hi")]);
    assert_eq!(shown(&turns), ["user: Hi"]);
}

fn request(options: &str, bearer: Option<&str>) -> String {
    let config = config(options);
    let turns = [Turn::new(Role::User, "Hi \"there\"")];
    let endpoint = Endpoint::all(&config, None).remove(0);
    let request = ChatCompletionRequest::new(&config, &endpoint, &turns, &Repairs::default(), bearer);
    format!("{}\n{:#?}\n{}", request.url, request.headers, request.body)
}

#[test]
fn only_model_messages_and_stream_are_sent_by_default() {
    insta::assert_snapshot!(request(r#"{"endpoint": "/v1", "model": "m"}"#, None));
}

#[test]
fn an_option_that_is_set_is_sent() {
    let options = r#"{"endpoint": "https://h/v1", "model": "m", "temperature": 0.70, "max_tokens": 5, "top_p": "1",
        "headers": {"X-Team": "chat", "content-type": "application/json; charset=utf-8"}}"#;
    insta::assert_snapshot!(request(options, Some("sk-1")));
}

fn messages() -> impl Strategy<Value = Vec<Message>> {
    let role = prop::sample::select(vec![Role::System, Role::Developer, Role::User, Role::Assistant]);
    let text = prop::sample::select(vec!["", " ", "a", "b\n", "c d"]);
    prop::collection::vec((role, text).prop_map(|(role, text)| Message::new(role, text)), 0..12)
}

proptest! {
    #[test]
    fn any_messages_give_legal_turns(messages in messages()) {
        let turns = turns(&Config::default(), &messages);
        prop_assert_eq!(common::legal::check(&turns), Ok(()));
    }

    #[test]
    fn a_conversation_is_read_back_as_it_was_written(messages in messages()) {
        let kept: Vec<Message> = messages.into_iter().filter(|message| !message.text().is_empty()).collect();
        prop_assert_eq!(from_json(&to_json(&kept)), kept);
    }
}

#[test]
fn every_parameter_is_sent_as_the_api_names_it() {
    insta::assert_snapshot!(request(
        r#"{"endpoint": "/v1", "model": "m", "max_completion_tokens": 9, "top_k": 40, "n": 2, "stop": ["a", "b"],
        "presence_penalty": -0.5, "frequency_penalty": 2, "logit_bias": {"50256": -100}, "user": "u", "seed": -7,
        "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}},
        "tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": "auto",
        "parallel_tool_calls": false, "logprobs": true, "top_logprobs": 3, "reasoning_effort": "low",
        "stream_options": {"include_usage": true}, "body": {"chat_template_kwargs": {"enable_thinking": false}}}"#,
        None
    ));
}

#[test]
fn each_parameter_alone_adds_its_field_and_nothing_else() {
    for (option, value, field) in [
        ("temperature", "0.7", r#""temperature":0.7"#),
        ("max-tokens", "5", r#""max_tokens":5"#),
        ("max-completion-tokens", "5", r#""max_completion_tokens":5"#),
        ("top-p", "0.9", r#""top_p":0.9"#),
        ("top-k", "40", r#""top_k":40"#),
        ("n", "3", r#""n":3"#),
        ("stop", "a", r#""stop":"a""#),
        ("stop", "a | b", r#""stop":["a","b"]"#),
        ("presence-penalty", "-2", r#""presence_penalty":-2"#),
        ("frequency-penalty", "1.5", r#""frequency_penalty":1.5"#),
        ("logit-bias", "{\"1\": -100}", r#""logit_bias":{"1":-100}"#),
        ("user", "u", r#""user":"u""#),
        ("seed", "-1", r#""seed":-1"#),
        ("response-format", "json_object", r#""response_format":{"type":"json_object"}"#),
        ("tools", "[{}]", r#""tools":[{}]"#),
        ("tool-choice", "required", r#""tool_choice":"required""#),
        ("tool-choice", "{\"type\": \"function\"}", r#""tool_choice":{"type":"function"}"#),
        ("parallel-tool-calls", "false", r#""parallel_tool_calls":false"#),
        ("logprobs", "true", r#""logprobs":true"#),
        ("top-logprobs", "20", r#""top_logprobs":20"#),
        ("reasoning-effort", "high", r#""reasoning_effort":"high""#),
        ("stream-options", "{\"include_usage\": true}", r#""stream_options":{"include_usage":true}"#),
        ("body", "{\"x\": [1]}", r#""x":[1]"#),
    ] {
        let mut options = Json::object([("endpoint", "/v1".into()), ("model", "m".into())]);
        options.set(option, value.into());
        let sent = request(&options.to_string(), None);
        let body = format!(
            r#"{{"model":"m","messages":[{{"role":"user","content":"Hi \"there\""}}],"stream":true,{field}}}"#
        );
        assert!(sent.ends_with(&body), "{option}={value} gives {sent}");
    }
}

#[test]
fn one_stop_is_a_text_and_the_free_body_wins() {
    let sent = request(
        r#"{"endpoint": "/v1", "model": "m", "stop": "END", "temperature": 1, "stream": "off", "stream_options": {"a": 1},
        "response_format": "json_object", "body": {"model": "other", "temperature": null, "messages": []}}"#,
        None,
    );
    let body = r#"{"model":"other","messages":[],"stream":false,"stop":"END","response_format":{"type":"json_object"}}"#;
    assert!(sent.ends_with(body), "{sent}");
}

#[test]
fn instructions_go_where_the_model_takes_them() {
    let messages = [
        Message::new(Role::Developer, "Be brief."),
        Message::new(Role::User, "Hi"),
        Message::new(Role::User, "!"),
    ];
    for (option, sent) in [
        ("system", vec!["system: Be kind.\n\nBe brief.", "user: Hi\n\n!"]),
        ("developer", vec!["developer: Be kind.\n\nBe brief.", "user: Hi\n\n!"]),
        ("fold", vec!["user: Be kind.\n\nBe brief.\n\nHi\n\n!"]),
    ] {
        let config = config(&format!(r#"{{"system_prompt": "Be kind.", "system-role": "{option}"}}"#));
        assert_eq!(shown(&turns(&config, &messages)), sent, "for {option}");
    }
}

#[test]
fn thoughts_are_not_sent_back_and_the_shown_answer_is() {
    use causerie::protocol::{Delta, ReplyEvent};
    let mut answer = Message::awaited();
    for (choice, content, reasoning) in [(0, "A", "hm"), (1, "<think>x</think>B", "")] {
        let (content, reasoning) = (content.to_owned(), reasoning.to_owned());
        answer.apply(ReplyEvent::Delta(Delta { choice, content, reasoning, ..Delta::default() }));
    }
    answer.apply(ReplyEvent::Done);
    answer.show(1);
    let messages = [Message::new(Role::User, "Hi"), answer, Message::new(Role::User, "Why?")];
    assert_eq!(shown(&turns(&Config::default(), &messages)), ["user: Hi", "assistant: B", "user: Why?"]);
}

#[test]
fn the_rest_of_an_answer_is_asked_for_in_words() {
    let messages = vec![Message::new(Role::User, "Hi"), Message::new(Role::Assistant, "One, two,")];
    let asked = Turns::to_go_on(messages, "Go on.").shaped(&Config::default(), &Repairs::default());
    assert_eq!(shown(&asked), ["user: Hi", "assistant: One, two,", "user: Go on."]);
}

#[test]
fn calls_are_sent_with_their_results_or_not_at_all() {
    let call = |id: &str| ToolCall::new(Some(id.to_owned()), "f", "{}");
    let result = |id: &str| {
        let mut result = Message::new(Role::Tool, "42");
        result.tool_call_id = Some(id.to_owned());
        result
    };
    let asked = |calls: Vec<ToolCall>| Message::new(Role::Assistant, "").with_tool_calls(calls);
    let sent = |middle: Vec<Message>| {
        let messages = [vec![Message::new(Role::User, "Hi")], middle].concat();
        let turns = turns(&Config::default(), &messages);
        turns.iter().map(|turn| turn.role.name()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(sent(vec![asked(vec![call("a")]), result("a")]), "user assistant tool");
    let both = vec![asked(vec![call("a"), call("b")]), result("b"), result("a")];
    assert_eq!(sent(both), "user assistant tool tool");
    assert_eq!(sent(vec![asked(vec![call("a"), call("b")]), result("a")]), "user");
    assert_eq!(sent(vec![result("a")]), "user");
    assert_eq!(sent(vec![asked(vec![call("a")])]), "user");
}

#[test]
fn a_function_call_of_the_first_years_is_sent_as_one() {
    let mut result = Message::new(Role::Function, "sunny");
    result.name = Some("weather".to_owned());
    let call = Message::new(Role::Assistant, "").with_tool_calls(vec![ToolCall::new(None, "weather", "{}")]);
    let messages = [Message::new(Role::User, "Hi"), call, result];
    let config = Config::default();
    let endpoint = Endpoint::all(&config, None).remove(0);
    let turns = turns(&config, &messages);
    let request = ChatCompletionRequest::new(&config, &endpoint, &turns, &Repairs::default(), None);
    assert_eq!(
        request.body.get("messages").unwrap().to_string(),
        r#"[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"function_call":{"name":"weather","arguments":"{}"}},{"role":"function","content":"sunny","name":"weather"}]"#
    );
}

/// DeepSeek and Kimi refuse results without it; others refuse it, or pay for it, in any other place.
#[test]
fn what_a_model_thought_goes_back_with_its_calls_until_the_next_question() {
    let answer = |name: &str, calls: &str| {
        common::answered(&json(&format!(
            r#"{{"content": "", "{name}": "Which town?", "tool_calls": [{calls}]}}"#
        )))
    };
    let call = r#"{"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}"#;
    let mut result = Message::new(Role::Tool, "42");
    result.tool_call_id = Some("a".to_owned());
    let question = || Message::new(Role::User, "Hi");
    let sent = |messages: &[Message], repairs: &Repairs| {
        let turns = Turns::of(messages.to_vec()).shaped(&Config::default(), repairs);
        let thoughts = turns.iter().filter_map(|turn| turn.field("reasoning_content")?.as_str());
        thoughts.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut learnt = Repairs::default();
    learnt.drops_reasoning = true;
    let looped = [question(), answer("reasoning_content", call), result.clone()];
    assert_eq!(sent(&looped, &Repairs::default()), ["Which town?"]);
    assert_eq!(sent(&looped, &learnt), [] as [&str; 0]);
    let twice = [&looped[..], &looped[1..]].concat();
    assert_eq!(sent(&twice, &Repairs::default()), ["Which town?", "Which town?"]);
    let silent = Message::new(Role::Assistant, "").with_tool_calls(looped[1].choice().tool_calls.clone());
    let silently = [&looped[..], &[silent, result.clone()]].concat();
    assert_eq!(sent(&silently, &Repairs::default()), ["Which town?", ""]);
    let asked_again = [&looped[..], &[Message::new(Role::Assistant, "42."), question()]].concat();
    assert_eq!(sent(&asked_again, &Repairs::default()), [] as [&str; 0]);
    assert_eq!(sent(&[question(), answer("reasoning", call), result], &Repairs::default()), [] as [&str; 0]);
    let thought = answer("reasoning_content", "");
    assert_eq!(sent(&[question(), thought, question()], &Repairs::default()), [] as [&str; 0]);
}

#[test]
fn a_result_that_is_very_long_is_cut_for_the_model_only() {
    let call = ToolCall::new(Some("a".to_owned()), "f", "{}");
    let mut result = Message::result_of(&call);
    result.settle(CallState::Done, "ä".repeat(100_000));
    let asked = Message::new(Role::Assistant, "").with_tool_calls(vec![call]);
    let messages = [Message::new(Role::User, "Hi"), asked, result];
    let sent = turns(&Config::default(), &messages).remove(2).content;
    assert_eq!(sent.lines().next(), Some(&*"ä".repeat(65_536)));
    assert_eq!(sent.lines().last(), Some("[cut here: the first 131072 of 200000 bytes]"));
    assert_eq!(messages[2].text().len(), 200_000);
}

/// A request has room for one `function_call`.
#[test]
fn several_calls_without_ids_are_not_sent() {
    let call = |name: &str| ToolCall::new(None, name, "{}");
    let calls = Message::new(Role::Assistant, "Well.").with_tool_calls(vec![call("f"), call("g")]);
    let result = |name: &str| {
        let mut result = Message::result_of(&call(name));
        result.settle(CallState::Done, "1");
        result
    };
    let turns = turns(&Config::default(), &[Message::new(Role::User, "Hi"), calls, result("f"), result("g")]);
    assert_eq!(shown(&turns), ["user: Hi"]);
}

#[test]
fn what_is_no_message_is_passed_over() {
    let json = r#"[{"role": "user", "content": "a"}, {"role": "robot", "content": "b"}, {"role": "user"}, 7, null,
        {"role": "assistant", "content": 7}]"#;
    assert_eq!(from_json(&Json::parse(json).unwrap()), [Message::new(Role::User, "a")]);
    assert_eq!(from_json(&Json::Null), []);
}

#[test]
fn of_content_in_parts_the_texts_are_read() {
    let json = r#"[{"role": "user", "content": [{"type": "text", "text": "What is "},
        {"type": "image_url", "image_url": {"url": "data:,"}}, {"type": "text", "text": "this?"}]},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]}]"#;
    assert_eq!(from_json(&Json::parse(json).unwrap()), [Message::new(Role::User, "What is this?")]);
}

//! What of tools and calls is sent, and how it is written.

use causerie::Config;
use causerie::conversation::Message;
use causerie::json::Json;
use causerie::protocol::{ChatCompletionRequest, Endpoint, Repairs, Role};
use causerie::tools::{Declaration, Tools, heard, said};

use super::returned;
use crate::common::legal;
use crate::tools_support::{Play, answer, call, json, tools};

#[test]
fn calls_without_ids_or_with_one_twice_get_their_own() {
    let mut play = Play::new("{}");
    // Not by the wire, where pieces with one id are one call.
    let calls = ["", "a", "a", ""].map(|id| call(id, "now", "{}"));
    play.answer(Message::new(Role::Assistant, "").with_tool_calls(calls.to_vec()));
    let named: Vec<_> =
        play.thread[1].choice().tool_calls.iter().map(|call| call.id.clone().unwrap()).collect();
    assert_eq!(named.len(), 4);
    assert_eq!(named[1], "a");
    for (at, id) in named.iter().enumerate().filter(|(at, _)| *at != 1) {
        // Mistral takes no others.
        assert!(id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
        assert!(!named[..at].contains(id));
    }
}

#[test]
fn functions_of_the_first_years_are_called_and_answered() {
    let mut play = Play::new(
        r#"{"legacy_functions": true, "tool_choice": {"type": "function", "function": {"name": "now"}}}"#,
    );
    play.answer(answer("", &[call("", "now", "{}")]));
    play.event(returned(0, "5"));
    let turns = play.turns_now();
    let config = play.tools.declared(&play.config, 0);
    let endpoint = Endpoint::all(&config, None).remove(0);
    let body = ChatCompletionRequest::new(&config, &endpoint, &turns, &Repairs::default(), None).body;
    let sent = body.get("messages").unwrap().written();
    assert!(sent.contains(r#"{"role":"function","content":"5","name":"now"}"#), "{sent}");
    assert!(sent.contains(r#""function_call":{"name":"now","arguments":"{}"}"#), "{sent}");
    assert_eq!(body.get("function_call").unwrap().written(), r#"{"name":"now"}"#);
    assert_eq!(body.get("functions").unwrap().items().len(), 3);
    assert!(body.get("tools").is_none() && body.get("tool_choice").is_none());
}

#[test]
fn tools_are_declared_beside_those_of_the_site() {
    let site = r#"{"tools": [{"type": "web_search"}, {"type": "function", "function": {"name": "now"}}],
        "tool_choice": "required", "parallel_tool_calls": false}"#;
    let (config, problems) = Config::from_json(&json(site));
    assert_eq!(problems, []);
    let declared = tools().declared(&config, 0);
    let sent = declared.params.get("tools").unwrap();
    let names: Vec<_> = sent
        .items()
        .iter()
        .map(|tool| tool.get("function").map(|f| f.get("name").unwrap().as_str().unwrap()))
        .collect();
    assert_eq!(names, [None, Some("weather"), Some("now"), Some("pay")]);
    assert_eq!(
        sent.items()[2].written(),
        r#"{"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}"#
    );
    assert_eq!(declared.params.get("tool_choice"), Some(&"required".into()));
    assert_eq!(declared.params.get("parallel_tool_calls"), Some(&Json::Bool(false)));
    // What must be called the first time would be called for ever.
    assert_eq!(tools().declared(&config, 1).params.get("tool_choice"), None);
    // Without tools nothing is sent of them.
    assert_eq!(Tools::default().declared(&Config::default(), 0), Config::default());
    let legacy = Config { legacy_functions: true, ..Config::default() };
    assert_eq!(Tools::default().declared(&legacy, 0), legacy);
    let (free, _) =
        Config::from_json(&json(r#"{"legacy_functions": "on", "body": {"functions": null, "x": 1}}"#));
    assert_eq!(tools().declared(&free, 0).body, free.body);
}

#[test]
fn a_declaration_that_servers_refuse_is_refused_here() {
    let read = |text: &str| Declaration::read(&json(text));
    let tool = read(
        r#"{"name": "a-B_9", "description": "d", "parameters": {}, "confirm": {}, "timeout": 5, "render": false}"#,
    );
    let tool = tool.unwrap();
    assert_eq!((tool.name.as_str(), tool.confirm, tool.timeout, tool.render), ("a-B_9", true, 5, false));
    let tool = read(r#"{"type": "function", "function": {"name": "f", "description": "d"}}"#).unwrap();
    assert_eq!((tool.description.as_str(), tool.timeout, tool.confirm), ("d", 60, false));
    for bad in [
        r#"{}"#,
        r#"{"name": ""}"#,
        r#"{"name": "a b"}"#,
        r#"{"name": "é"}"#,
        r#"{"name": "f", "parameters": "x"}"#,
        r#"{"name": "f", "parameters": true}"#,
        r#"{"name": "f", "timeout": 0}"#,
        r#"{"name": "f", "timeout": "long"}"#,
        "7",
    ] {
        let problem = read(bad).unwrap_err().text();
        assert!(problem.starts_with("causerie: tools="), "{problem}");
    }
    assert!(Declaration::new(&"x".repeat(65), "", json("{}")).is_err());
    let twice = [tool.clone(), Declaration { timeout: 9, ..tool.clone() }].to_vec();
    let mut tools = Tools::default();
    assert_eq!(tools.set(twice).len(), 1);
    assert_eq!(tools.get("f").unwrap().timeout, 9);
    let many = (0..130).map(|n| Declaration { name: format!("f{n}"), ..tool.clone() }).collect();
    assert_eq!((tools.set(many).len(), tools.all().len()), (2, 128));
}

#[test]
fn a_result_is_heard_as_it_was_said() {
    for value in
        [r#""plain words""#, r#""12""#, r#""{\"a\":1}""#, "12", "null", r#"{"a":["b"]}"#, r#""""#, r#"" ""#]
    {
        assert_eq!(heard(&said(&json(value))), json(value), "{value}");
    }
    assert_eq!(said(&"plain words".into()), "plain words");
}

/// What a server would refuse is sent otherwise than it was said; what was said stays.
#[test]
fn names_and_arguments_that_servers_refuse_are_not_sent_back() {
    let mut play = Play::new("{}");
    play.answer(answer("", &[call("a", "multi.use/x", r#"{"a": "#), call("b", "", "7")]));
    let calls = legal::calls(&play.turns_now()[1]);
    assert_eq!((calls[0].name.as_str(), calls[0].arguments.as_str()), ("multi_use_x", "{}"));
    assert_eq!((calls[1].name.as_str(), calls[1].arguments.as_str()), ("_", "{}"));
    assert_eq!(play.thread[1].choice().tool_calls[0].arguments, r#"{"a": "#);
}

#[test]
fn json_is_shown_over_lines_and_means_the_same() {
    let text = r#"{"a":[1,{"b":"x, {y}"}],"c":{},"d":[],"e":null}"#;
    let shown = causerie::tools::indented(text);
    assert_eq!(
        shown,
        "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x, {y}\"\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": null\n}"
    );
    assert_eq!(Json::parse(&shown), Json::parse(text));
    assert_eq!(causerie::tools::indented("{\"a\": "), "{\"a\": ");
}

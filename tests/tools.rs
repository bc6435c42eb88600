//! The loop of tool calls, with scripted replies: what is run, what the model hears, when it ends, and that whatever
//! happens no call is left without a result.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;
mod tools_support;

use causerie::Config;
use causerie::config::SystemRole;
use causerie::conversation::{CallState, Message, State, ToolCall, turns};
use causerie::json::Json;
use causerie::protocol::{ChatCompletionRequest, Endpoint, Repairs, Role};
use causerie::tools::{Declaration, End, Event, Fault, Rounds, Step, Tools, close, heard, said};
use tools_support::{Play, answer, call, json, tools};

/// What the model hears of each call of the last round.
fn results(play: &Play) -> Vec<String> {
    play.rounds.results().map(|result| result.said().to_owned()).collect()
}

fn states(play: &Play) -> Vec<&'static str> {
    play.rounds.results().map(|result| result.call_state().unwrap().name()).collect()
}

fn returned(call: usize, result: &str) -> Event {
    Event::Returned { call, result: json(result) }
}

fn failed(call: usize, fault: Fault, words: &str) -> Event {
    Event::Failed { call, fault, words: words.to_owned() }
}

#[test]
fn an_answer_that_calls_nothing_ends_the_loop() {
    let mut play = Play::new("{}");
    assert_eq!(play.answer(answer("Hello.", &[])), [Step::End(End::Answered)]);
    assert!(play.rounds.is_over());
}

#[test]
fn calls_run_side_by_side_and_their_results_stand_in_order() {
    let mut play = Play::new("{}");
    let calls =
        [call("a", "weather", r#"{"town": "Bern"}"#), call("b", "weather", r#"{"town":"Rome","days":2}"#)];
    let run = |call, arguments: &str| Step::Run { call, name: "weather".into(), arguments: json(arguments) };
    let expected = [run(0, r#"{"town":"Bern"}"#), run(1, r#"{"town":"Rome","days":2}"#)];
    assert_eq!(play.answer(answer("", &calls)), expected);
    assert_eq!(states(&play), ["running", "running"]);
    assert_eq!(play.event(returned(1, r#"{"sky": "blue"}"#)), [Step::Show { call: 1 }]);
    assert_eq!(play.event(returned(0, r#""rain""#)), [Step::Show { call: 0 }, Step::Request]);
    assert_eq!(results(&play), ["rain", r#"{"sky":"blue"}"#]);
    let ids: Vec<_> = play.thread[2..].iter().map(|result| result.tool_call_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(play.answer(answer("Rain, and sun.", &[])), [Step::End(End::Answered)]);
}

#[test]
fn several_rounds_lead_to_one_legal_conversation() {
    let mut play = Play::new("{}");
    for town in ["Bern", "Rome", "Oslo"] {
        play.answer(answer("Let me look.", &[call("x", "weather", &format!(r#"{{"town":"{town}"}}"#))]));
        assert_eq!(play.event(returned(0, "12")).last(), Some(&Step::Request));
    }
    play.answer(answer("Twelve each.", &[]));
    assert_eq!(play.rounds.used(), 3);
    let roles: Vec<&str> = play.turns("And?").iter().map(|turn| turn.role.name()).collect();
    assert_eq!(roles.join(" "), "user assistant tool assistant tool assistant tool assistant user");
}

#[test]
fn what_cannot_be_run_is_answered_at_once() {
    let mut play = Play::new("{}");
    let calls = [
        call("a", "fly", "{}"),
        call("b", "weather", r#"{"town": "Be"#),
        call("c", "weather", "[1]"),
        call("d", "weather", r#"{"days": 0.5}"#),
        call("e", "now", ""),
    ];
    let now = Step::Run { call: 4, name: "now".to_owned(), arguments: json("{}") };
    assert_eq!(play.answer(answer("", &calls)), [now]);
    assert_eq!(states(&play), ["unknown_tool", "not_json", "not_json", "misfit", "running"]);
    assert_eq!(
        results(&play)[..4],
        [
            r#"{"error":"There is no such tool."}"#,
            r#"{"error":"The arguments are no JSON object: {\"town\": \"Be"}"#,
            r#"{"error":"The arguments are no JSON object: [1]"}"#,
            r#"{"error":"The arguments do not fit the tool's schema: the whole must have the member \"town\"; /days must be of type integer, not number"}"#,
        ]
    );
    assert_eq!(play.event(returned(4, "null")), [Step::Show { call: 4 }, Step::Request]);
    // The model hears at once of an answer of which nothing can be run.
    assert_eq!(play.answer(answer("", &[call("a", "fly", "{}")])), [Step::Request]);
}

#[test]
fn tools_that_fail_tell_the_model_and_the_loop_goes_on() {
    let mut play = Play::new("{}");
    let now = |id| call(id, "now", "{}");
    play.answer(answer("", &[now("a"), now("b"), now("c")]));
    play.event(failed(0, Fault::Threw, "no clock"));
    play.event(failed(1, Fault::TimedOut, ""));
    assert_eq!(play.event(failed(2, Fault::BadResult, "")).last(), Some(&Step::Request));
    assert_eq!(states(&play), ["threw", "timed_out", "bad_result"]);
    assert_eq!(
        results(&play),
        [
            r#"{"error":"The tool failed: no clock"}"#,
            r#"{"error":"The tool took too long."}"#,
            r#"{"error":"The tool gave a result that is no JSON."}"#
        ]
    );
    // A result that comes late changes nothing.
    assert_eq!(play.event(returned(1, "1")), []);
    assert_eq!(states(&play)[1], "timed_out");
}

#[test]
fn the_visitor_is_asked_and_the_model_hears_of_a_denial() {
    let mut play = Play::new("{}");
    let pay = |id, sum: u64| call(id, "pay", &format!(r#"{{"sum":{sum}}}"#));
    let steps = play.answer(answer("", &[pay("a", 5), pay("b", 6), pay("c", 0)]));
    let ask = |call, sum: u64| Step::Ask {
        call,
        name: "pay".into(),
        arguments: Json::object([("sum", sum.into())]),
    };
    // What does not fit is not even asked for.
    assert_eq!(steps, [ask(0, 5), ask(1, 6)]);
    assert_eq!(states(&play), ["asked", "asked", "misfit"]);
    // It was not run, so it cannot have given anything.
    assert_eq!(play.event(returned(0, "1")), []);
    assert_eq!(play.event(Event::Denied { call: 0 }), [Step::Show { call: 0 }]);
    assert_eq!(play.event(Event::Allowed { call: 0, always: true }), []);
    let run = Step::Run { call: 1, name: "pay".to_owned(), arguments: json(r#"{"sum":6}"#) };
    assert_eq!(play.event(Event::Allowed { call: 1, always: false }), [run, Step::Show { call: 1 }]);
    assert_eq!(play.event(returned(1, "true")), [Step::Show { call: 1 }, Step::Request]);
    assert_eq!(results(&play)[0], r#"{"error":"The visitor did not allow this call."}"#);
    // Allowed once is not allowed the next time.
    assert_eq!(play.answer(answer("", &[pay("d", 7)])), [ask(0, 7)]);
}

#[test]
fn a_tool_that_is_always_allowed_is_not_asked_for_again() {
    let mut play = Play::new("{}");
    let pay = |id, sum: u64| call(id, "pay", &format!(r#"{{"sum":{sum}}}"#));
    play.answer(answer("", &[pay("a", 5), pay("b", 6), pay("c", 7), pay("d", 8)]));
    play.event(Event::Denied { call: 0 });
    play.event(Event::Allowed { call: 1, always: false });
    let steps = play.event(Event::Allowed { call: 2, always: true });
    let run = |step: &Step| matches!(step, Step::Run { call, .. } if *call > 1);
    assert_eq!(steps.iter().filter(|step| run(step)).count(), 2);
    assert_eq!(steps.len(), 4);
    (1..4).for_each(|call| _ = play.event(returned(call, "1")));
    assert!(matches!(play.answer(answer("", &[pay("c", 7)]))[..], [Step::Run { .. }]));
    // Leave is for the tool as it was declared.
    let mut all = play.tools.all().to_vec();
    assert_eq!(play.tools.set(all.clone()), []);
    assert!(play.tools.is_allowed("pay"));
    all[2].description.push('!');
    assert_eq!(play.tools.set(all), []);
    assert!(!play.tools.is_allowed("pay"));
}

#[test]
fn the_loop_ends_after_so_many_rounds_with_all_calls_answered() {
    let mut play = Play::new(r#"{"max_tool_rounds": 2}"#);
    for day in ["1", "2"] {
        play.answer(answer("", &[call(day, "weather", &format!(r#"{{"town":"Bern","days":{day}}}"#))]));
        play.event(returned(0, "1"));
    }
    let last = [call("x", "weather", r#"{"town":"Bern"}"#), call("y", "now", "{}")];
    let steps = play.answer(answer("", &last));
    assert_eq!(steps, [Step::Show { call: 0 }, Step::Show { call: 1 }, Step::End(End::TooMany)]);
    assert_eq!(states(&play), ["too_many_rounds"; 2]);
    // The next question is legal, although no answer followed the results.
    let sent: Vec<_> =
        play.turns("Why?").iter().map(|turn| [turn.role.name(), ": ", &turn.content].concat()).collect();
    assert_eq!(sent[sent.len() - 2..], ["assistant: (no answer)", "user: Why?"]);
}

#[test]
fn an_identical_call_in_three_rounds_ends_the_loop() {
    let mut play = Play::new("{}");
    let forms = [
        r#"{"town":"Bern","days":1}"#,
        r#"{"days": 1.0, "town": "Bern"}"#,
        r#"{"days":1e0,"town":"Be\u0072n"}"#,
    ];
    for form in &forms[..2] {
        assert!(matches!(play.answer(answer("", &[call("", "weather", form)]))[..], [Step::Run { .. }]));
        play.event(returned(0, "1"));
    }
    let both = [call("n", "now", "{}"), call("", "weather", forms[2])];
    let steps = play.answer(answer("", &both));
    assert_eq!(steps, [Step::Show { call: 0 }, Step::Show { call: 1 }, Step::End(End::Repeated)]);
    assert_eq!(states(&play), ["repeated"; 2]);
}

#[test]
fn calls_that_differ_or_stand_in_one_answer_are_no_repetition() {
    let mut play = Play::new("{}");
    let now = call("", "now", "{}");
    for _ in 0..2 {
        assert_eq!(play.answer(answer("", &[now.clone(), now.clone(), now.clone()])).len(), 3);
        (0..3).for_each(|call| _ = play.event(returned(call, "1")));
    }
    for days in 1..=4 {
        let arguments = format!(r#"{{"town":"Bern","days":{days}}}"#);
        assert!(matches!(
            play.answer(answer("", &[call("", "weather", &arguments)]))[..],
            [Step::Run { .. }]
        ));
        play.event(returned(0, "1"));
    }
    // Also what cannot be run is not repeated for ever.
    for _ in 0..2 {
        assert_eq!(play.answer(answer("", &[call("", "weather", "{")])), [Step::Request]);
    }
    assert_eq!(play.answer(answer("", &[call("", "weather", "{")])).last(), Some(&Step::End(End::Repeated)));
}

#[test]
fn stop_ends_every_open_call() {
    let mut play = Play::new("{}");
    play.answer(answer(
        "",
        &[call("a", "now", "{}"), call("b", "pay", r#"{"sum":1}"#), call("c", "now", "{}")],
    ));
    play.event(returned(2, "3"));
    let steps = play.event(Event::Stop);
    assert_eq!(steps, [Step::Show { call: 0 }, Step::Show { call: 1 }, Step::End(End::Stopped)]);
    assert_eq!(states(&play), ["stopped", "stopped", "done"]);
    assert_eq!(results(&play)[0], r#"{"error":"The visitor stopped this call."}"#);
    assert_eq!(play.event(returned(0, "1")), []);
    assert_eq!(play.event(Event::Stop), []);
}

#[test]
fn calls_of_an_answer_that_did_not_come_whole_are_not_run() {
    for (state, end, name) in
        [(State::Stopped, End::Stopped, "stopped"), (State::Interrupted, End::Broken, "interrupted")]
    {
        let mut play = Play::new("{}");
        let mut cut = answer("", &[call("a", "pay", r#"{"su"#)]);
        cut.state = state;
        assert_eq!(play.answer(cut), [Step::Show { call: 0 }, Step::End(end)]);
        assert_eq!(states(&play), [name]);
    }
}

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
fn results_say_how_long_they_took_and_pages_hear_of_them() {
    let mut play = Play::new("{}");
    play.answer(answer("", &[call("a", "pay", r#"{"sum": 5}"#), call("b", "fly", "{")]));
    assert_eq!(
        play.rounds.detail(0).written(),
        r#"{"id":"a","name":"pay","arguments":{"sum":5},"state":"asked"}"#
    );
    play.now += 60_000;
    play.event(Event::Allowed { call: 0, always: false });
    play.now += 250;
    play.event(returned(0, r#""12""#));
    assert_eq!(
        play.rounds.detail(0).written(),
        r#"{"id":"a","name":"pay","arguments":{"sum":5},"state":"done","result":"12","ms":250}"#
    );
    let unknown = r#"{"id":"b","name":"fly","arguments":"{","state":"unknown_tool","result":{"error":"There is no such tool."}}"#;
    assert_eq!(play.rounds.detail(1).written(), unknown);
    assert_eq!(play.rounds.detail(7), Json::Null);
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
    let calls = common::legal::calls(&play.turns_now()[1]);
    assert_eq!((calls[0].name.as_str(), calls[0].arguments.as_str()), ("multi_use_x", "{}"));
    assert_eq!((calls[1].name.as_str(), calls[1].arguments.as_str()), ("_", "{}"));
    assert_eq!(play.thread[1].choice().tool_calls[0].arguments, r#"{"a": "#);
}

#[test]
fn a_conversation_that_is_read_back_has_all_its_results() {
    let mut play = Play::new("{}");
    play.answer(answer(
        "",
        &[call("a", "now", "{}"), call("b", "pay", r#"{"sum":1}"#), call("", "now", "{}")],
    ));
    play.event(returned(0, "5"));
    let mut thread = play.read_back();
    let read: Vec<_> = thread[2..].iter().map(|result| result.call_state().unwrap().name()).collect();
    assert_eq!(read, ["done", "interrupted", "interrupted"]);
    // The last record was never written.
    thread.pop();
    let missing = close(&mut thread, false, 99);
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].tool_call_id, thread[1].choice().tool_calls[2].id);
    assert_eq!(missing[0].call_state(), Some(CallState::Interrupted));
    thread.extend(missing);
    assert_eq!(close(&mut thread, false, 99), []);
    thread.push(Message::new(Role::User, "Go on"));
    let sent = turns(None, SystemRole::System, &thread);
    assert_eq!(common::legal::check(&sent), Ok(()));
    let results: Vec<_> =
        sent.iter().filter(|turn| turn.role == Role::Tool).map(|turn| &turn.content[..]).collect();
    let ended = r#"{"error":"The call ended before it gave a result."}"#;
    assert_eq!(results, ["5", ended, ended]);
}

#[test]
fn only_the_end_of_a_conversation_is_closed() {
    let calls = |id: &str| answer("", &[call(id, "now", "{}")]);
    let question = || Message::new(Role::User, "Hi");
    assert_eq!(close(&mut [], false, 0), []);
    assert_eq!(close(&mut [question(), calls("a"), question()], false, 0), []);
    assert_eq!(close(&mut [question(), calls("a")], false, 0).len(), 1);
    let result = Message::result_of(&calls("a").choice().tool_calls[0]);
    let mut asked = [question(), calls("a"), result];
    assert_eq!(close(&mut asked, false, 0), []);
    assert_eq!(asked[2].call_state(), Some(CallState::Interrupted));
    assert!(!asked[2].is_open());
    let mut open = calls("a");
    open.state = State::Arriving;
    assert_eq!(close(&mut [question(), open], false, 0), []);
    let legacy = Message::new(Role::Assistant, "").with_tool_calls(vec![ToolCall::new(None, "now", "{}")]);
    let closed = close(&mut [question(), legacy.clone()], true, 0);
    assert_eq!((closed[0].role, closed[0].name.as_deref()), (Role::Function, Some("now")));
    assert_eq!(close(&mut [question(), legacy, closed[0].clone()], false, 0), []);
}

#[test]
fn a_round_begins_once_the_one_before_it_is_over() {
    let mut play = Play::new("{}");
    play.answer(answer("", &[call("a", "now", "{}")]));
    let mut other = answer("", &[call("b", "now", "{}")]);
    assert_eq!(play.rounds.begin(&mut other, &play.tools, &|_, _| None, 0), []);
    assert_eq!(states(&play), ["running"]);
    let mut fresh = Rounds::new(&Config::default());
    assert_eq!(fresh.begin(&mut Message::awaited(), &play.tools, &|_, _| None, 0), []);
    assert!(!fresh.is_over());
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

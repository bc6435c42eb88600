//! One call: whether it is run, and what comes of it.

use causerie::json::Json;
use causerie::tools::{Event, Fault, Step};

use super::{failed, results, returned, states};
use crate::tools_support::{Play, answer, call, json};

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
    assert_eq!(play.event(Event::Allowed { call: 1, always: false }), [run]);
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
    assert!(steps.len() == 2 && steps.iter().all(run));
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

//! How the loop begins, goes on and ends.

use causerie::Config;
use causerie::conversation::{Message, State};
use causerie::tools::{End, Event, Rounds, Step};

use super::{results, returned, states};
use crate::tools_support::{Play, answer, call, json};

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

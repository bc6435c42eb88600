//! Calls of tools, whatever answers come and whatever happens in whatever order: none is left without a result, none is
//! run twice or without leave, the loop ends, and what is sent is legal (`Play` checks that after each step).

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;
mod tools_support;

use std::collections::BTreeSet;

use causerie::conversation::{Message, State, ToolCall, turns};
use causerie::json::Json;
use causerie::protocol::Role;
use causerie::tools::{End, Event, Fault, Step, close};
use common::legal;
use proptest::prelude::*;
use tools_support::{Play, answer, call};

#[derive(Clone, Debug)]
enum Act {
    /// An answer comes, if one is waited for.
    Answer(Vec<ToolCall>, &'static str, State),
    Event(Event),
    Wait(u64),
}

fn any_call() -> impl Strategy<Value = ToolCall> {
    let ids = prop::sample::select(vec!["", "", "a", "b", "c"]);
    let names = prop::sample::select(vec!["weather", "weather", "now", "pay", "pay", "fly", "", "a.b"]);
    #[rustfmt::skip]
    let arguments = prop::sample::select(vec![
        "", "{}", r#"{"town": "Bern"}"#, r#"{"town":"Bern"}"#, r#"{"town": 5}"#, r#"{"sum": 3}"#, r#"{"sum": 0}"#,
        "{", "[]", "null", "\"{}\"",
    ]);
    let calls = (ids, names, arguments).prop_map(|(id, name, arguments)| call(id, name, arguments));
    calls.prop_filter("an empty call is none", |call| *call != ToolCall::default())
}

fn any_answer() -> impl Strategy<Value = Act> {
    let states = vec![State::Complete, State::Complete, State::Complete, State::Stopped, State::Interrupted];
    let calls = prop::collection::vec(any_call(), 0..4);
    (calls, prop::sample::select(vec!["", "Well."]), prop::sample::select(states))
        .prop_map(|(calls, text, state)| Act::Answer(calls, text, state))
}

fn any_event() -> impl Strategy<Value = Act> {
    let faults = prop::sample::select(vec![Fault::Threw, Fault::TimedOut, Fault::BadResult]);
    // Also of calls that there are not.
    let event =
        (0..5_usize, 0..12_u8, any::<bool>(), faults).prop_map(|(call, kind, always, fault)| match kind {
            0..3 => Event::Allowed { call, always },
            3..5 => Event::Denied { call },
            5..9 => Event::Returned { call, result: Json::from(call as u64) },
            9..11 => Event::Failed { call, fault, words: "no".to_owned() },
            _ => Event::Stop,
        });
    event.prop_map(Act::Event)
}

fn any_acts() -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(
        prop_oneof![2 => any_answer(), 5 => any_event(), 1 => (0..9_u64).prop_map(Act::Wait)],
        0..40,
    )
}

/// What is wrong with the results in a conversation, if anything is.
fn check_results(thread: &[Message]) -> Result<(), TestCaseError> {
    for (at, message) in thread.iter().enumerate() {
        let calls = &message.choice().tool_calls;
        let results: Vec<&Message> =
            thread[at + 1..].iter().take_while(|message| message.is_result()).collect();
        if message.is_result() {
            continue;
        }
        prop_assert_eq!(results.len(), calls.len());
        for (result, call) in results.iter().zip(calls) {
            prop_assert_eq!(&result.tool_call_id, &call.id);
            prop_assert!(result.call_state().is_some_and(|state| !state.is_open()));
            prop_assert!(!result.is_open() && !result.said().is_empty());
        }
    }
    Ok(())
}

/// What was run and asked of one round.
#[derive(Default)]
struct Seen {
    asked: BTreeSet<usize>,
    allowed: BTreeSet<usize>,
    denied: BTreeSet<usize>,
    run: BTreeSet<usize>,
}

impl Seen {
    fn note(&mut self, steps: &[Step], play: &Play) -> Result<(), TestCaseError> {
        for step in steps {
            match step {
                Step::Ask { call, .. } => prop_assert!(self.asked.insert(*call), "asked twice"),
                Step::Run { call, name, .. } => {
                    let may = !self.asked.contains(call)
                        || self.allowed.contains(call)
                        || play.tools.is_allowed(name);
                    prop_assert!(may, "run without leave");
                    prop_assert!(!self.denied.contains(call), "run though it was denied");
                    prop_assert!(self.run.insert(*call), "run twice");
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Plays it all; false where a question waits for its answer.
fn play(acts: Vec<Act>, options: &str) -> Result<Play, TestCaseError> {
    let mut play = Play::new(options);
    let mut seen = Seen::default();
    for act in acts {
        match act {
            Act::Wait(ms) => play.now += ms,
            Act::Answer(calls, text, state) => {
                if play.rounds.is_open() {
                    continue;
                }
                if play.rounds.is_over() {
                    play.ask();
                }
                seen = Seen::default();
                let mut answer = answer(text, &calls);
                answer.state = state;
                let steps = play.answer(answer);
                seen.note(&steps, &play)?;
                prop_assert!(play.rounds.used() <= play.config.max_tool_rounds);
            }
            Act::Event(event) => {
                let was_over = play.rounds.is_over();
                if let Event::Allowed { call, .. } = event {
                    seen.allowed.insert(call);
                }
                if let Event::Denied { call } = event {
                    seen.denied.extend(Some(call).filter(|call| !seen.run.contains(call)));
                }
                let steps = play.event(event);
                prop_assert!(!was_over || steps.is_empty(), "something is done after the end");
                seen.note(&steps, &play)?;
            }
        }
    }
    Ok(play)
}

const OPTIONS: [&str; 3] = ["{}", r#"{"max_tool_rounds": 2}"#, r#"{"legacy_functions": true}"#];

proptest! {
    #[test]
    fn no_call_is_left_without_a_result(acts in any_acts(), options in prop::sample::select(OPTIONS.to_vec())) {
        let mut play = play(acts, options)?;
        let steps = play.event(Event::Stop);
        prop_assert!(play.rounds.is_over() && !play.rounds.is_open());
        prop_assert!(steps.is_empty() || steps.last() == Some(&Step::End(End::Stopped)));
        check_results(&play.thread)?;
    }

    #[test]
    fn a_page_that_goes_at_any_time_leaves_a_conversation_that_can_go_on(
        acts in any_acts(), options in prop::sample::select(OPTIONS.to_vec()), lost in 0..5_usize,
    ) {
        let play = play(acts, options)?;
        let mut thread = play.read_back();
        // The records of the last results were not written, or none was.
        let results = thread.len() - play.from;
        thread.truncate(thread.len() - lost.min(results));
        let before = thread.clone();
        let missing = close(&mut thread, play.config.legacy_functions, play.now);
        thread.extend(missing);
        check_results(&thread)?;
        for (before, after) in before.iter().zip(&thread) {
            prop_assert_eq!(before.text(), after.text());
        }
        prop_assert_eq!(close(&mut thread.clone(), play.config.legacy_functions, play.now), []);
        thread.push(Message::new(Role::User, "Where were we?"));
        let sent = turns(None, play.config.system_role, &thread);
        prop_assert_eq!(legal::check(&sent), Ok(()));
        // Nothing that came is held back.
        let said = |message: &&Message| message.is_result() || !message.choice().tool_calls.is_empty();
        prop_assert_eq!(
            sent.iter().filter(|turn| !legal::calls(turn).is_empty() || turn.role == Role::Tool || turn.role == Role::Function).count(),
            thread.iter().filter(said).count()
        );
    }

    #[test]
    fn a_model_that_calls_for_ever_is_stopped(
        calls in prop::collection::vec(any_call(), 1..4), limit in 1..12_u64, differs in any::<bool>(),
    ) {
        let mut play = Play::new(&format!(r#"{{"max_tool_rounds": {limit}}}"#));
        let mut end = None;
        for round in 0..=limit {
            let mut calls = calls.clone();
            if differs {
                calls.iter_mut().for_each(|call| call.arguments = format!(r#"{{"town": "{round}", "sum": {}}}"#, round + 1));
            }
            let mut steps = play.answer(answer("", &calls));
            for call in 0..calls.len() {
                steps.extend(play.event(Event::Allowed { call, always: false }));
                steps.extend(play.event(Event::Returned { call, result: Json::Null }));
            }
            end = steps.into_iter().find(|step| matches!(step, Step::End(_)));
            if end.is_some() {
                break;
            }
        }
        let expected = if differs || limit < 2 { End::TooMany } else { End::Repeated };
        prop_assert_eq!(end, Some(Step::End(expected)));
        check_results(&play.thread)?;
    }

    /// Not only what this loop made: any answers and results, as a page or a file gives them.
    #[test]
    fn any_calls_and_results_give_legal_turns(
        said in prop::collection::vec((0..5_u8, prop::collection::vec(any_call(), 0..3), any::<bool>()), 0..12),
    ) {
        let message = |(kind, calls, is_blank): (u8, Vec<ToolCall>, bool)| {
            let text = if is_blank { "" } else { "x" };
            match kind {
                0 => Message::new(Role::User, text),
                1 | 2 => Message::new(Role::Assistant, text).with_tool_calls(calls),
                _ => {
                    let mut result = calls.first().map_or_else(|| Message::new(Role::Tool, text), Message::result_of);
                    if !is_blank {
                        result.interrupt();
                    }
                    result
                }
            }
        };
        let thread: Vec<Message> = said.into_iter().map(message).collect();
        let sent = turns(Some("Be brief."), Default::default(), &thread);
        prop_assert_eq!(legal::check(&sent), Ok(()));
    }
}

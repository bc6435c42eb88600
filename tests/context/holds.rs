//! What must hold for anything that is sent.

use causerie::Config;
use causerie::conversation::ToolCall;
use causerie::conversation::context::{Chosen, Estimate, Refusal, Window, truncate};
use causerie::protocol::Role;
use proptest::prelude::*;

use crate::common::{self, legal};
use crate::{Entry, path, shaped};

/// What must hold for anything that is sent.
pub fn check(
    config: &Config,
    estimate: Estimate,
    entries: &[Entry],
    chosen: &Chosen,
) -> Result<(), TestCaseError> {
    let path = path(entries);
    let window = Window::of(config, estimate, &Refusal::default());
    let turns = shaped(config, &path, chosen);
    prop_assert_eq!(common::legal::check(&turns), Ok(()));

    // Nothing that is always sent is left out.
    let is_question = |entry: &Entry| entry.1.role == Role::User && !entry.1.text().trim().is_empty();
    let question = entries.iter().rposition(is_question);
    for (place, (_, message, is_pinned)) in entries.iter().enumerate() {
        let is_always = *is_pinned || Some(place) == question || message.role == Role::System;
        let is_lost = matches!(message.role, Role::Tool | Role::Function) && !is_result(entries, place);
        prop_assert!(chosen.sent[place] || !is_always || is_lost, "message {} is left out", place);
    }

    // A call is sent with its results, and whatever is chosen of them is really sent.
    let mut calls = 0;
    for place in (0..entries.len()).filter(|place| !results(entries, *place).is_empty()) {
        let together =
            results(entries, place).into_iter().all(|result| chosen.sent[result] == chosen.sent[place]);
        prop_assert!(together, "call {} and its results are apart", place);
        calls += usize::from(chosen.sent[place]);
    }
    prop_assert_eq!(turns.iter().filter(|turn| !legal::calls(turn).is_empty()).count(), calls);

    // It fits, unless what is always sent does not.
    let least = truncate(&path, &Window { room: Some(0), ..window });
    let least = shaped(config, &path, &Chosen { sent: least, summary: chosen.summary.clone() });
    let room = window.room.unwrap();
    if Window::weight_of_turns(config, &least) <= room {
        let weight = Window::weight_of_turns(config, &turns);
        prop_assert!(weight <= room, "{} are sent where {} fit", weight, room);
        prop_assert!(estimate.tokens(weight) < config.context_tokens.unwrap());
    }
    Ok(())
}

/// True for what stands behind a call, with nothing between them that is sent.
fn is_result(entries: &[Entry], place: usize) -> bool {
    let is_between = |entry: &&Entry| {
        let is_blank = entry.1.text().trim().is_empty() && entry.1.choice().tool_calls.is_empty();
        is_blank || matches!(entry.1.role, Role::System | Role::Tool | Role::Function)
    };
    let head = entries[..place].iter().rev().find(|entry| !is_between(entry));
    head.is_some_and(|head| !head.1.choice().tool_calls.is_empty())
}

/// The places of the results of calls that are all answered, behind the first question; what is not sent at all may
/// stand between.
fn results(entries: &[Entry], place: usize) -> Vec<usize> {
    let is_blank = |entry: &Entry| entry.1.text().trim().is_empty() && entry.1.choice().tool_calls.is_empty();
    let is_result = |entry: &Entry| matches!(entry.1.role, Role::Tool | Role::Function);
    let is_question = |entry: &Entry| entry.1.role == Role::User && !is_blank(entry);
    let is_between = |entry: &Entry| entry.1.role == Role::System || is_blank(entry);
    let calls = &entries[place].1.choice().tool_calls;
    let behind =
        (place + 1..entries.len()).take_while(|at| is_result(&entries[*at]) || is_between(&entries[*at]));
    let results: Vec<usize> = behind.filter(|at| is_result(&entries[*at])).collect();
    let has = |call: &ToolCall| results.iter().any(|at| entries[*at].1.tool_call_id == call.id);
    let is_answered = entries[..place].iter().any(is_question) && calls.iter().all(has);
    if is_answered && !calls.is_empty() { results } else { Vec::new() }
}

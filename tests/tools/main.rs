//! The loop of tool calls, with scripted replies: what is run, what the model hears, when it ends, and that whatever
//! happens no call is left without a result.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod closed;
#[path = "../common/mod.rs"]
mod common;
mod rounds;
mod runs;
mod sent;
#[path = "../tools_support/mod.rs"]
mod tools_support;

use causerie::tools::{Event, Fault};
use tools_support::{Play, json};

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

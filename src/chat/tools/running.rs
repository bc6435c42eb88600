//! One call, as it runs.
//!
//! **Invariant:** it ends: with what the tool gives, or when its time is over. What comes after that is heard by nobody.

use std::rc::Rc;

use super::Tool;
use super::round::Round;
use crate::browser::fetch::Abort;
use crate::browser::frame;
use crate::json::Json;
use crate::tools::{Event, Fault};

/// Runs a call, and tells the round how it went.
pub fn run(round: &Rc<Round>, call: usize, tool: Option<Rc<Tool>>, arguments: Json, abort: Option<Abort>) {
    let Some(tool) = tool else {
        // The page took it away since the model was told of it.
        return round.happens(failed(call, Fault::Threw, String::new()));
    };
    let seconds = i32::try_from(tool.declaration.timeout.saturating_mul(1000)).unwrap_or(i32::MAX);
    let late = Rc::clone(round);
    frame::after(seconds, move || late.happens(failed(call, Fault::TimedOut, String::new())));
    let round = Rc::clone(round);
    frame::spawn(async move {
        // The page may have stopped everything when it heard of another call.
        if abort.as_ref().is_some_and(Abort::is_aborted) {
            return;
        }
        let outcome = tool.run(arguments, abort).await;
        round.happens(match outcome {
            Ok(result) => Event::Returned { call, result },
            Err((fault, words)) => failed(call, fault, words),
        });
    });
}

const fn failed(call: usize, fault: Fault, words: String) -> Event {
    Event::Failed { call, fault, words }
}

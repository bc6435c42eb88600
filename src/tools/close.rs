//! A conversation that is read back after its page went in the middle of a call.
//!
//! **Invariant:** afterwards every call at the end of the conversation has a result; what was said before that end is
//! not touched, as nothing can come in between any more.

use super::words;
use crate::conversation::{CallState, Message};

/// Ends the results that are open at the end of a thread, gives its last answer's calls their ids, and gives back the
/// results that are missing, to be put behind the last message in this order. `now` is Unix milliseconds.
///
/// Only for a thread in which nobody else runs a tool. Nothing is done for an answer that is itself still open.
pub fn close(thread: &mut [Message], is_legacy: bool, now: u64) -> Vec<Message> {
    let Some(last) = thread.iter().rposition(|message| !message.is_result()) else { return Vec::new() };
    let (head, results) = thread.split_at_mut(last + 1);
    let Some(answer) = head.last_mut().filter(|answer| !answer.is_open()) else { return Vec::new() };
    // A result of a function names no id, so its call must not get one either.
    answer.name_calls(is_legacy || results.iter().any(|result| result.tool_call_id.is_none()), now);
    let state = CallState::Interrupted;
    results.iter_mut().for_each(|result| result.settle(state, words::error(state, "")));
    let calls = answer.choice().tool_calls.iter();
    let missing = calls.filter(|call| !results.iter().any(|result| result.answers(call)));
    let interrupted = |call| {
        let mut result = Message::result_of(call);
        result.settle(state, words::error(state, ""));
        result
    };
    missing.map(interrupted).collect()
}

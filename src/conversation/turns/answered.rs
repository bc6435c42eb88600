//! Calls of tools and their results, in the order that servers take.
//!
//! In a browser this comes with the half of the widget that is loaded later; a question in whose conversation there are calls
//! waits for it (`Turns::has_calls`), and is asked as it stands only if that does not load. **Invariant:** behind each call
//! there is its result, behind results an answer.

use std::cell::Cell;

use super::is_result;
use crate::json::Json;
use crate::protocol::{Role, Turn, TurnCall};

/// What the model seems to have said where nothing came after the results of its calls.
pub const NO_ANSWER: &str = "(no answer)";

/// [`later_answered`].
type Answering = fn(Vec<Turn>) -> Vec<Turn>;

thread_local! {
    static ANSWERED: Cell<Option<Answering>> =
        const { Cell::new(if cfg!(target_arch = "wasm32") { None } else { Some(later_answered) }) };
}

/// From now on calls and results are sent.
pub fn complete(answering: Answering) {
    ANSWERED.set(Some(answering));
}

pub(super) fn answered(turns: Vec<Turn>) -> Vec<Turn> {
    match ANSWERED.get() {
        Some(answered) => answered(turns),
        None => turns,
    }
}

/// Puts one result behind each call, in the calls' order; calls of which one has none go, and results without calls. A door
/// (`src/browser/later.rs`).
pub fn later_answered(turns: Vec<Turn>) -> Vec<Turn> {
    let mut kept: Vec<Turn> = Vec::new();
    let mut turns = turns.into_iter().peekable();
    while let Some(mut turn) = turns.next() {
        if is_result(&turn) {
            continue;
        }
        let mut results = Vec::new();
        while let Some(result) = turns.next_if(is_result) {
            results.push(result);
        }
        let mut take = |call: &TurnCall| {
            let at = results.iter().position(|result| result.answers(call))?;
            Some(results.remove(at))
        };
        let own: Option<Vec<Turn>> = turn.tool_calls.iter().map(&mut take).collect();
        // Of calls without ids a request has room for one.
        let own = own.filter(|own| own.len() < 2 || turn.tool_calls.iter().all(|call| call.id.is_some()));
        if own.is_none() {
            turn.tool_calls.clear();
        }
        if turn.content.is_empty() && turn.tool_calls.is_empty() {
            continue;
        }
        // The calls were given up, and an answer is missed where roles alternate.
        if turn.role == Role::User && kept.last().is_some_and(is_result) {
            kept.push(Turn::new(Role::Assistant, NO_ANSWER));
        }
        turn.tool_calls.iter_mut().for_each(clean);
        kept.push(turn);
        kept.extend(own.unwrap_or_default().into_iter().map(|mut result| {
            result.name = result.name.map(|name| function_name(&name));
            result
        }));
    }
    kept
}

/// Makes a call one that strict servers take back: some read the arguments, and refuse the request if they are no JSON.
fn clean(call: &mut TurnCall) {
    if !matches!(Json::parse(&call.arguments), Ok(Json::Object(_))) {
        call.arguments = "{}".to_owned();
    }
    call.name = function_name(&call.name);
}

/// Models call functions by names that no function may have, and a server that gave such a name refuses it.
fn function_name(name: &str) -> String {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-');
    let signs = name.chars().take(64).map(|sign| if is_sign(sign) { sign } else { '_' });
    let name: String = signs.collect();
    if name.is_empty() { "_".to_owned() } else { name }
}

//! Calls of tools and their results, in the order that servers take.
//!
//! In a browser this comes with the half of the widget that is loaded later; a question in whose conversation there are calls
//! waits for it (`Turns::has_calls`), and only if that does not load it is asked without them. **Invariant:** behind each call
//! there is its result, behind results an answer.

use std::cell::Cell;

use super::{content, plain};
use crate::conversation::{Message, ToolCall};
use crate::json::Json;
use crate::protocol::{Role, Turn};
use crate::text::{cut_at, digits};

/// What the model seems to have said where nothing came after the results of its calls.
pub const NO_ANSWER: &str = "(no answer)";

/// So much of a result is sent, in bytes: one call that gives a whole database leaves room for the conversation.
pub const LONGEST_RESULT: usize = 128 * 1024;

/// [`later_answered`].
type Answering = fn(Vec<&Message>, bool) -> Vec<Turn>;

thread_local! {
    static ANSWERED: Cell<Option<Answering>> =
        const { Cell::new(if cfg!(target_arch = "wasm32") { None } else { Some(later_answered) }) };
}

/// From now on calls and results are sent.
pub fn complete(answering: Answering) {
    ANSWERED.set(Some(answering));
}

pub(super) fn answered(messages: Vec<&Message>, thinks: bool) -> Vec<Turn> {
    match ANSWERED.get() {
        Some(answered) => answered(messages, thinks),
        None => {
            let said = messages.into_iter().filter(|message| !message.is_result()).map(plain);
            said.filter(|turn| !turn.content.is_empty()).collect()
        }
    }
}

/// Puts one result behind each call, in the calls' order; calls of which one has none go, and results without calls. `thinks`:
/// what the model thought behind the last question goes with the calls that it made. A door (`src/browser/later.rs`).
pub fn later_answered(messages: Vec<&Message>, thinks: bool) -> Vec<Turn> {
    let is_said = |message: &&Message| {
        message.is_result() || !message.choice().tool_calls.is_empty() || !content(message).is_empty()
    };
    let messages: Vec<&Message> = messages.into_iter().filter(is_said).collect();
    let question = messages.iter().rposition(|message| message.role == Role::User).unwrap_or(messages.len());
    let thinks = thinks && messages[question..].iter().any(|message| message.choice().reasons_apart);
    let mut kept: Vec<Turn> = Vec::new();
    let mut messages = messages.into_iter().enumerate().peekable();
    while let Some((at, message)) = messages.next() {
        if message.is_result() {
            continue;
        }
        let mut results = Vec::new();
        while let Some((_, result)) = messages.next_if(|(_, next)| next.is_result()) {
            results.push(result);
        }
        let calls = &message.choice().tool_calls;
        let mut take = |call: &ToolCall| {
            let at = results.iter().position(|result| result.answers(call))?;
            Some(results.remove(at))
        };
        let own: Option<Vec<&Message>> = calls.iter().map(&mut take).collect();
        // Of calls without ids a request has room for one.
        let own = own.filter(|own| own.len() < 2 || calls.iter().all(|call| call.id.is_some()));
        let own = own.unwrap_or_default();
        let mut turn = plain(message);
        if turn.content.is_empty() && own.is_empty() {
            continue;
        }
        // The calls were given up, and an answer is missed where roles alternate.
        if turn.role == Role::User && kept.last().is_some_and(is_result) {
            kept.push(Turn::new(Role::Assistant, NO_ANSWER));
        }
        if !own.is_empty() {
            turn.fields = called(message, thinks && at > question);
        }
        kept.push(turn);
        kept.extend(own.into_iter().map(result));
    }
    kept
}

const fn is_result(turn: &Turn) -> bool {
    matches!(turn.role, Role::Tool | Role::Function)
}

/// What an answer wants to be called, and what it thought before, if that is wanted back.
fn called(message: &Message, thinks: bool) -> Vec<(&'static str, Json)> {
    let choice = message.choice();
    let calls: Vec<ToolCall> = choice.tool_calls.iter().map(clean).collect();
    let mut fields = Vec::new();
    match calls.first().filter(|call| call.id.is_none()) {
        Some(legacy) => fields.push(("function_call", legacy.function())),
        None => fields.push(("tool_calls", calls.iter().map(ToolCall::to_json).collect())),
    }
    // Where one of them thought, servers miss it in the others, too, although there is nothing that came as such.
    if thinks {
        let thought = if choice.reasons_apart { choice.reasoning.as_str() } else { "" };
        fields.push(("reasoning_content", thought.into()));
    }
    fields
}

/// The result of a call, as long as it may be.
fn result(message: &Message) -> Turn {
    let mut turn = plain(message);
    let (sent, whole) = (cut_at(&turn.content, LONGEST_RESULT).len(), turn.content.len());
    if sent < whole {
        let [sent_digits, whole_digits] = [sent, whole].map(|bytes| digits(bytes as u64));
        turn.content.truncate(sent);
        turn.content
            .push_str(&["\n[cut here: the first ", &sent_digits, " of ", &whole_digits, " bytes]"].concat());
    }
    match (&message.tool_call_id, &message.name) {
        (Some(id), _) => turn.fields.push(("tool_call_id", id.as_str().into())),
        (None, name) => turn.fields.push(("name", function_name(name.as_deref().unwrap_or_default()).into())),
    }
    turn
}

/// A call that strict servers take back: some read the arguments, and refuse the request if they are no JSON.
fn clean(call: &ToolCall) -> ToolCall {
    let is_object = matches!(Json::parse(&call.arguments), Ok(Json::Object(_)));
    let arguments = if is_object { &call.arguments } else { "{}" };
    ToolCall::new(call.id.clone(), function_name(&call.name), arguments)
}

/// Models call functions by names that no function may have, and a server that gave such a name refuses it.
fn function_name(name: &str) -> String {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-');
    let signs = name.chars().take(64).map(|sign| if is_sign(sign) { sign } else { '_' });
    let name: String = signs.collect();
    if name.is_empty() { "_".to_owned() } else { name }
}

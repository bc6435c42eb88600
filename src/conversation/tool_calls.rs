//! Tool calls, gathered from the pieces in which servers stream them.
//!
//! **Invariant:** a call is known by its id, else by its index, else it is the last one; where one id is given to two, the
//! index tells them apart. A name is set once, and arguments only grow.

use crate::json::{Json, half};
use crate::protocol::ToolCallDelta;

/// What the model wants to be called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToolCall {
    /// Missing in the API's first years, and with some servers.
    pub id: Option<String>,
    /// The function.
    pub name: String,
    /// JSON; perhaps broken, as models write it.
    pub arguments: String,
    slot: Option<u64>,
    is_legacy: bool,
}

impl ToolCall {
    /// A whole call.
    pub fn new(id: Option<String>, name: impl Into<String>, arguments: impl Into<String>) -> Self {
        Self { id, name: name.into(), arguments: arguments.into(), ..Self::default() }
    }

    /// No piece of it comes any more.
    pub(super) fn close(&mut self) {
        half::close(&mut self.arguments);
        (self.slot, self.is_legacy) = (None, false);
    }

    /// The wire form: `{id, type, function: {name, arguments}}`.
    pub(super) fn to_json(&self) -> Json {
        Json::object([
            ("id", self.id.as_deref().into()),
            ("type", "function".into()),
            ("function", self.function()),
        ])
    }

    /// `{name, arguments}`: the wire form of the API's first years.
    pub(super) fn function(&self) -> Json {
        Json::object([("name", self.name.as_str().into()), ("arguments", self.arguments.as_str().into())])
    }
}

/// Gives each call an id of its own, where a server gave none or one twice. A single call without an id stays as it is
/// where it is a `function_call`. `now` is Unix milliseconds: ids must differ within a conversation.
pub(super) fn name(calls: &mut [ToolCall], is_legacy: bool, now: u64) {
    if is_legacy && calls.len() == 1 {
        return;
    }
    for at in 0..calls.len() {
        let (before, rest) = calls.split_at_mut(at);
        let call = &mut rest[0];
        let is_fine =
            |id: &String| !id.is_empty() && before.iter().all(|other| other.id.as_ref() != Some(id));
        call.id = call.id.take().filter(is_fine).or_else(|| Some(made_id(now.wrapping_add(at as u64))));
    }
}

/// Nine letters and digits, which is what the strictest servers (Mistral's) take.
fn made_id(mut number: u64) -> String {
    const SIGNS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut id = String::from("c");
    for _ in 0..8 {
        id.push(char::from(SIGNS[(number % 36) as usize]));
        number /= 36;
    }
    id
}

/// Adds a piece to the call that it belongs to, or begins one.
pub(super) fn merge(calls: &mut Vec<ToolCall>, piece: ToolCallDelta) {
    let at = match find(calls, &piece) {
        Some(at) => at,
        None => {
            calls.push(ToolCall { slot: piece.index, is_legacy: piece.is_legacy, ..ToolCall::default() });
            calls.len() - 1
        }
    };
    let call = &mut calls[at];
    call.id = call.id.take().or(piece.id);
    if call.name.is_empty() {
        call.name = piece.name.unwrap_or_default();
    }
    half::push(&mut call.arguments, &piece.arguments);
}

/// The call that a piece continues.
fn find(calls: &[ToolCall], piece: &ToolCallDelta) -> Option<usize> {
    let last = |is_it: &dyn Fn(&ToolCall) -> bool| calls.iter().rposition(is_it);
    if piece.is_legacy {
        return last(&|call| call.is_legacy);
    }
    match (&piece.id, piece.index) {
        (Some(id), index) => last(&|call| {
            let is_elsewhere =
                piece.name.is_some() && index.is_some() && call.slot.is_some() && call.slot != index;
            call.id.as_ref() == Some(id) && !is_elsewhere
        })
        .or_else(|| {
            // The id may come after the first piece; another id is another call, even at the same index.
            last(&|call| call.id.is_none() && !call.is_legacy && index.is_some() && call.slot == index)
        }),
        // Another name at the same place is another call.
        (None, Some(index)) => last(&|call| call.slot == Some(index)).filter(|at| {
            let there = &calls[*at].name;
            there.is_empty() || piece.name.as_ref().is_none_or(|name| name == there)
        }),
        (None, None) => calls.len().checked_sub(1).filter(|at| !begins_another(&calls[*at], piece)),
    }
}

/// A piece with neither id nor index, but with a name, begins a call unless the last one still waits for it.
fn begins_another(last: &ToolCall, piece: &ToolCallDelta) -> bool {
    let Some(name) = &piece.name else { return false };
    let is_whole = Json::parse(&last.arguments).is_ok();
    !last.name.is_empty() && (last.name != *name || is_whole)
}

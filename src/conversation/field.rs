//! Members of a JSON object, as records and messages have them: read if they are there, written if they say something.
//!
//! **Invariant:** what is missing or of another kind than it should be counts as never set.

use crate::conversation::{Flag, Id, Node};
use crate::json::Json;

/// Takes a text out.
pub(super) fn text(record: &mut Json, name: &str) -> Option<String> {
    match record.take(name) {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

/// Takes the elements of an array out.
pub(super) fn items(record: &mut Json, name: &str) -> Vec<Json> {
    match record.take(name) {
        Json::Array(items) => items,
        _ => Vec::new(),
    }
}

/// A number; 0 counts as none.
pub(super) fn number(record: &Json, name: &str) -> Option<u64> {
    record.get(name).and_then(Json::as_u64).filter(|number| *number > 0)
}

/// Unix milliseconds; 0 is never.
pub(super) fn time(record: &Json, name: &str) -> u64 {
    number(record, name).unwrap_or(0).min(Node::LAST)
}

pub(super) fn is_true(record: &Json, name: &str) -> bool {
    record.get(name) == Some(&Json::Bool(true))
}

/// True is written, false is left out.
pub(super) fn truth(is: bool) -> Json {
    is.then_some(true).into()
}

/// A text is written unless it is empty.
pub(super) fn some(text: &str) -> Json {
    Some(text).filter(|text| !text.is_empty()).into()
}

/// A number is written unless it is 0.
pub(super) fn some_number(number: u64) -> Json {
    Some(number).filter(|number| *number > 0).into()
}

/// An array is written unless it is empty.
pub(super) fn list(items: Vec<Json>) -> Json {
    if items.is_empty() { Json::Null } else { Json::Array(items) }
}

pub(super) fn id(record: &Json, name: &str) -> Option<Id> {
    record.get(name).and_then(Json::as_str).and_then(Id::read)
}

/// `{is, at}`; left out if it was never set.
pub(super) fn flag(flag: Flag) -> Json {
    if flag == Flag::default() {
        return Json::Null;
    }
    Json::object([("is", flag.is.into()), ("at", flag.at.into())])
}

pub(super) fn read_flag(record: &Json, name: &str) -> Flag {
    let read = |flag: &Json| Flag { at: time(flag, "at"), is: is_true(flag, "is") };
    record.get(name).map(read).unwrap_or_default()
}

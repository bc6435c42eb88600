//! From each past version of a record to the next.
//!
//! | version | what it was |
//! |---|---|
//! | 0 | the API's `messages` array, as the page property `messages` has it; no version was written |
//! | 1 | a record for the conversation and one for each message |
//!
//! **Invariant:** a step that was released is never changed. `tests/fixtures/records` has documents of each version,
//! and a test reads them all.

use super::{Unreadable, field};
use crate::json::Json;

/// The version that is written.
pub const VERSION: u64 = STEPS.len() as u64;

/// What leads from each version to the next, for either kind of record.
const STEPS: [fn(&mut Json); 1] = [from_0];

/// A record as the present version has it.
pub(super) fn present(mut record: Json) -> Result<Json, Unreadable> {
    let version = version(&record)?;
    STEPS.iter().skip(version).for_each(|step| step(&mut record));
    Ok(record)
}

/// The version of a record or a document; none is 0.
pub(super) fn version(record: &Json) -> Result<usize, Unreadable> {
    let Json::Object(_) = record else { return Err(Unreadable::Broken) };
    match record.get("version").map(Json::as_u64) {
        None => Ok(0),
        Some(None) => Err(Unreadable::Broken),
        Some(Some(version)) if version > VERSION => Err(Unreadable::Newer),
        Some(Some(version)) => usize::try_from(version).map_err(|_| Unreadable::Newer),
    }
}

/// What a message of version 0 had; others have put more beside it.
pub(super) const MEMBERS_0: [&str; 6] = ["role", "content", "tool_calls", "tool_call_id", "name", "context"];

/// `content` and `tool_calls` stood in the message itself, of which there was one choice.
fn from_0(record: &mut Json) {
    let content = field::text(record, "content").unwrap_or_default();
    let calls = record.take("tool_calls");
    let choice = Json::object_of_set([("text", content.into()), ("tool_calls", calls)]);
    // A conversation has no choices; a message that has them has but lost its version.
    if record.get("role").is_some() && record.get("choices").is_none() {
        record.set("choices", Json::Array(vec![choice]));
    }
}

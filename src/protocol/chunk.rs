//! One JSON document of a reply, a stream's chunk or a whole completion, read field by field.
//!
//! **Invariant:** every field is optional and may have the wrong type; what cannot be read is left out and
//! never spoils the rest. Derived types would reject real replies (and weigh twice as much).

pub use causerie_wire::citation::Citation;
pub use causerie_wire::delta::{Delta, FinishReason, ToolCallDelta};
pub use causerie_wire::usage::Usage;
use causerie_wire::{citation, usage};

use super::{ApiError, ErrorKind, Failure, ReplyEvent, ReplyHead};
use crate::json::Json;

/// More choices than any API gives; what claims to be beyond is left out.
const MOST_CHOICES: u64 = 128;

/// Gives the events of one document; of an array, those of its elements. A chunk has `delta`, a completion
/// `message`; fake streamers send a message in a chunk, so either is taken. An error comes last.
pub(super) fn read(document: Json, place: Place<'_>, on_event: &mut dyn FnMut(ReplyEvent)) {
    match document {
        Json::Array(items) => items.into_iter().for_each(|item| read(item, place, on_event)),
        document => read_one(document, place, on_event),
    }
}

/// Where a document stands: an error means one thing in the middle of a stream and another as a whole reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// An event of a stream whose reply had this status.
    Stream(u16),
    /// The whole body of a reply with this head.
    Body(&'a ReplyHead),
}

impl Place<'_> {
    fn failure(self, document: &Json) -> Failure {
        match self {
            Self::Stream(status) => Failure::Event(status, document.clone()),
            Self::Body(head) => Failure::Document(head.clone(), document.clone()),
        }
    }
}

fn read_one(mut document: Json, place: Place<'_>, on_event: &mut dyn FnMut(ReplyEvent)) {
    let mut failure = ApiError::is_in(&document).then(|| place.failure(&document));
    if let Json::Text(model) = document.take("model")
        && !model.is_empty()
    {
        on_event(ReplyEvent::Model(model));
    }
    let citations = citation::citations(&document);
    if !citations.is_empty() {
        on_event(ReplyEvent::Citations(citations));
    }
    let usage = usage::find(&document);
    if let Json::Array(choices) = document.take("choices") {
        for (position, choice) in choices.into_iter().enumerate() {
            let index = choice.get("index").and_then(Json::as_u64).unwrap_or(position as u64);
            if index < MOST_CHOICES {
                let of_choice = read_choice(choice, index as usize, place, on_event);
                failure = failure.or(of_choice);
            }
        }
    }
    if let Some(usage) = usage {
        on_event(ReplyEvent::Usage(usage));
    }
    if let Some(failure) = failure {
        on_event(ReplyEvent::Error(failure));
    }
}

/// Gives the events of a choice; an error that it holds is given back.
fn read_choice(
    mut choice: Json,
    index: usize,
    place: Place<'_>,
    on_event: &mut dyn FnMut(ReplyEvent),
) -> Option<Failure> {
    let (message, is_whole) = match (choice.take("delta"), choice.take("message")) {
        (Json::Null, Json::Null) => (Json::object([("content", choice.take("text"))]), true),
        (Json::Null, message) => (message, true),
        (delta, _) => (delta, false),
    };
    let citations = citation::annotations(&message);
    let mut delta = Delta::read(message);
    if is_whole {
        // Each is a call, whatever ids or places they were given.
        (0..).zip(&mut delta.tool_calls).for_each(|(at, call)| call.index = Some(at));
    }
    delta.choice = index;
    delta.is_whole = is_whole;
    delta.logprobs = choice.take("logprobs");
    if !delta.is_empty() {
        on_event(ReplyEvent::Delta(delta));
    }
    if !citations.is_empty() {
        on_event(ReplyEvent::Citations(citations));
    }
    let wire = choice.get("finish_reason").and_then(Json::as_str).filter(|reason| !reason.is_empty());
    if let Some(wire) = wire {
        on_event(ReplyEvent::Finish {
            choice: index,
            reason: FinishReason::from_wire(wire),
            wire: wire.to_owned(),
        });
    }
    // Some servers say no more than the reason.
    let says_error = wire.is_some_and(|wire| FinishReason::from_wire(wire) == FinishReason::Error);
    if ApiError::is_in(&choice) {
        Some(place.failure(&choice))
    } else if says_error {
        Some(match place {
            Place::Stream(status) => {
                let error = ApiError { status: Some(status), ..ApiError::new(ErrorKind::Server, "") };
                Failure::Known(ApiError { in_stream: true, ..error })
            }
            Place::Body(head) => Failure::Wordless(head.clone()),
        })
    } else {
        None
    }
}

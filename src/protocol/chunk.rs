//! One JSON document of a reply, a stream's chunk or a whole completion, read field by field.
//!
//! **Invariant:** every field is optional and may have the wrong type; what cannot be read is left out and
//! never spoils the rest. Derived types would reject real replies (and weigh twice as much).

pub use causerie_wire::citation::Citation;
pub use causerie_wire::delta::{Delta, FinishReason, ToolCallDelta};
pub use causerie_wire::usage::Usage;
use causerie_wire::{citation, usage};

use super::{ApiError, ErrorKind, ReplyEvent};
use crate::json::Json;

/// More choices than any API gives; what claims to be beyond is left out.
const MOST_CHOICES: u64 = 128;

/// Gives the events of one document; of an array, those of its elements. A chunk has `delta`, a completion
/// `message`; fake streamers send a message in a chunk, so either is taken. An error comes last.
pub(super) fn read(document: Json, place: Place, on_event: &mut dyn FnMut(ReplyEvent)) {
    match document {
        Json::Array(items) => items.into_iter().for_each(|item| read(item, place, on_event)),
        document => read_one(document, place, on_event),
    }
}

/// Where a document stands: an error means one thing in the middle of a stream and another as a whole reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// An event of a stream whose reply had this status.
    Stream(u16),
    /// The whole body of a reply with this status.
    Body(u16),
}

impl Place {
    fn error(self, document: &Json) -> ApiError {
        match self {
            Self::Stream(status) => ApiError::in_stream(status, document),
            Self::Body(status) => ApiError::of_document(status, document),
        }
    }
}

fn read_one(mut document: Json, place: Place, on_event: &mut dyn FnMut(ReplyEvent)) {
    let mut error = ApiError::is_in(&document).then(|| place.error(&document));
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
                let failure = read_choice(choice, index as usize, place, on_event);
                error = error.or(failure);
            }
        }
    }
    if let Some(usage) = usage {
        on_event(ReplyEvent::Usage(usage));
    }
    if let Some(error) = error {
        on_event(ReplyEvent::Error(error));
    }
}

/// Gives the events of a choice; an error that it holds is given back.
fn read_choice(
    mut choice: Json,
    index: usize,
    place: Place,
    on_event: &mut dyn FnMut(ReplyEvent),
) -> Option<ApiError> {
    let message = match (choice.take("delta"), choice.take("message")) {
        (Json::Null, Json::Null) => Json::object([("content", choice.take("text"))]),
        (Json::Null, message) => message,
        (delta, _) => delta,
    };
    let citations = citation::annotations(&message);
    let mut delta = Delta::read(message);
    delta.choice = index;
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
        Some(place.error(&choice))
    } else if says_error {
        let status = match place {
            Place::Stream(status) | Place::Body(status) => status,
        };
        let error = ApiError { status: Some(status), ..ApiError::new(ErrorKind::Server, "") };
        Some(ApiError { in_stream: matches!(place, Place::Stream(_)), ..error })
    } else {
        None
    }
}

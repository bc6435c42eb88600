//! Any bytes as a reply, whole and cut.
//!
//! Input: one byte for the status, one for the end of the body, four for the lengths of its pieces, the body.
//! **Invariant:** whole, cut so, and byte by byte, a body gives the same events and the same message, never a
//! panic, and just one ending, which is the last event.

#![no_main]

use causerie::conversation::Outcome;
use causerie::protocol::{BodyEnd, ReplyDecoder, ReplyEvent, ReplyHead};
use libfuzzer_sys::fuzz_target;

const PREFIX: usize = 6;
/// The first one, which the seeds name by a zero, is the most fruitful.
const STATUSES: [u16; 16] = [200, 201, 204, 302, 400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504, 529];

fuzz_target!(|input: &[u8]| {
    let Some((&[status, end, first, second, third, fourth], body)) = input.split_first_chunk::<PREFIX>()
    else {
        return;
    };
    let status = STATUSES[usize::from(status) % STATUSES.len()];
    let end = if end % 2 == 0 { BodyEnd::Clean } else { BodyEnd::Broken };
    let whole = events(status, end, [body]);
    let endings = whole.iter().filter(|event| is_ending(event)).count();
    assert!(endings == 1 && whole.last().is_some_and(is_ending), "not one ending, and last: {whole:?}");
    let lengths = [first, second, third, fourth];
    assert_eq!(events(status, end, pieces(body, lengths)), whole, "{status} in pieces of {lengths:?}");
    assert_eq!(events(status, end, body.chunks(1)), whole, "{status} byte by byte");
    let head = ReplyHead::of_status(status);
    let message = Outcome::of(head.clone(), [body], end);
    assert!(!message.message.is_open(), "the message waits for ever: {message:?}");
    assert_eq!(Outcome::of(head.clone(), pieces(body, lengths), end), message, "{status} folded in pieces");
    assert_eq!(Outcome::of(head, body.chunks(1), end), message, "{status} folded byte by byte");
});

fn is_ending(event: &ReplyEvent) -> bool {
    matches!(event, ReplyEvent::Done | ReplyEvent::Error(_))
}

/// Feeds the decoder as a page does: until it says that the reply is over.
#[allow(clippy::needless_update, reason = "a head may come to know more than the status")]
fn events<'a>(status: u16, end: BodyEnd, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<ReplyEvent> {
    let mut decoder = ReplyDecoder::new(ReplyHead { status, ..ReplyHead::default() });
    let mut events = Vec::new();
    for piece in pieces {
        decoder.feed(piece, &mut |event| events.push(event));
        let ended = events.iter().any(is_ending);
        assert_eq!(decoder.is_over(), ended, "the decoder does not know whether the reply is over");
        if ended {
            break;
        }
    }
    decoder.finish(end, &mut |event| events.push(event));
    events
}

/// Cuts the body into pieces of these lengths, over and over. Empty pieces are pieces too.
fn pieces(mut body: &[u8], mut lengths: [u8; 4]) -> Vec<&[u8]> {
    if lengths == [0; 4] {
        lengths = [1; 4];
    }
    let mut pieces = Vec::new();
    for length in lengths.into_iter().cycle() {
        if body.is_empty() {
            break;
        }
        let (piece, rest) = body.split_at(usize::from(length).min(body.len()));
        pieces.push(piece);
        body = rest;
    }
    pieces
}

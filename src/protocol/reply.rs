//! The reply decoder: bytes in, events out, and an end.
//!
//! What a reply is shows in its first bytes, not in its content type: servers send JSON for a stream, a
//! stream as JSON, JSON lines, and HTML with status 200. **Invariant:** every way to cut a reply into pieces
//! gives the same events; after an `Error` or `Done` nothing follows.

mod body;
mod head;
mod step;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use head::ReplyHead;

use causerie_wire::envelope::Envelope;

use super::failure::SHOWN;
use super::{Citation, Delta, Failure, FinishReason, Usage};
use body::Body;
use step::Step;

/// How the body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEnd {
    /// The server closed it.
    Clean,
    /// Reading failed.
    Broken,
    /// The visitor stopped it.
    Aborted,
}

/// A step of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyEvent {
    /// The model that answers, by its own name; a stream tells it once.
    Model(String),
    /// More of the message.
    Delta(Delta),
    /// Sources of the answer so far, perhaps ones that were given before.
    Citations(Vec<Citation>),
    /// Token counts so far; the last one holds.
    Usage(Usage),
    /// Why a choice stopped, as its meaning and as the wire has it; others may follow.
    Finish { choice: usize, reason: FinishReason, wire: String },
    /// The reply is whole.
    Done,
    /// The reply failed; what came before stays.
    Error(Failure),
}

/// Decodes one reply.
///
/// ```
/// use causerie::conversation::Message;
/// use causerie::protocol::{BodyEnd, ReplyDecoder, ReplyHead};
///
/// let mut message = Message::awaited();
/// let mut decoder = ReplyDecoder::new(ReplyHead::of_status(200));
/// for piece in [&b"data: {\"choices\":[{\"delta\":{\"content\":\"Hel"[..], b"lo\"}}]}\n\ndata: [DONE]\n\n"] {
///     decoder.feed(piece, &mut |event| message.apply(event));
/// }
/// decoder.finish(BodyEnd::Clean, &mut |event| message.apply(event));
/// assert_eq!(message.text(), "Hello");
/// ```
#[derive(Debug)]
pub struct ReplyDecoder {
    head: ReplyHead,
    body: Body,
    progress: Progress,
}

/// How far a reply is.
#[derive(Debug, Default)]
struct Progress {
    /// A bit for each choice that has begun, and for each that a reason to stop was given for.
    begun: u64,
    finished: u64,
    /// The same for those whose text comes in pieces, and for those whose calls do.
    in_pieces: [u64; 2],
    /// The model's name was given.
    knows_model: bool,
    /// `[DONE]` was read.
    saw_done: bool,
    /// `Done` or `Error` was given.
    over: bool,
    /// What the chunks so far have in common.
    envelope: Envelope,
}

impl ReplyDecoder {
    /// A decoder for the reply with this head.
    pub fn new(head: ReplyHead) -> Self {
        Self { head, body: Body::Unknown(Vec::new()), progress: Progress::default() }
    }

    /// Reads the next bytes.
    pub fn feed(&mut self, bytes: &[u8], on_event: &mut dyn FnMut(ReplyEvent)) {
        match &mut self.body {
            Body::Unknown(start) => {
                start.extend_from_slice(bytes);
                // Blanks say nothing, and there may be many. One stays before a line that began with them: what
                // stands there is no field of a stream.
                let blanks = start.len() - start.trim_ascii_start().len();
                let is_indented = start[..blanks].last().is_some_and(|b| !matches!(b, b'\n' | b'\r'));
                start.drain(..blanks - usize::from(is_indented));
                let start = std::mem::take(start);
                self.body = Body::of(start.trim_ascii_start(), &self.head);
                match &mut self.body {
                    Body::Unknown(kept) => *kept = start,
                    Body::Stream(..) => self.read(&start, on_event),
                    _ => self.read(start.trim_ascii_start(), on_event),
                }
            }
            _ => self.read(bytes, on_event),
        }
    }

    fn read(&mut self, bytes: &[u8], on_event: &mut dyn FnMut(ReplyEvent)) {
        let mut step = Step::new(&self.head, &mut self.progress, on_event);
        match &mut self.body {
            Body::Stream(sse, first) => {
                let room = SHOWN.saturating_sub(first.len());
                first.extend_from_slice(&bytes[..room.min(bytes.len())]);
                let mut bytes = bytes;
                while !bytes.is_empty() {
                    if sse.is_between_events() {
                        bytes = step.known_events(bytes);
                    }
                    bytes = sse.feed_line(bytes, &mut |event| step.event(&event));
                }
            }
            Body::FirstLine(kept) => {
                if let Some(body) = body::first_line(kept, bytes, &mut step) {
                    self.body = body;
                }
            }
            Body::Lines(open) => body::lines(open, bytes, &mut step),
            Body::Whole(kept) => kept.extend_from_slice(bytes),
            Body::Unknown(_) => {}
        }
    }

    /// True once nothing more can come: reading on would be a waste.
    pub fn is_over(&self) -> bool {
        self.progress.over
    }

    /// True if `[DONE]` was read, also behind an error.
    pub fn saw_done(&self) -> bool {
        self.progress.saw_done
    }

    /// Ends the reply: gives `Done` or `Error`, unless one was given before.
    pub fn finish(&mut self, end: BodyEnd, on_event: &mut dyn FnMut(ReplyEvent)) {
        let body = std::mem::replace(&mut self.body, Body::Unknown(Vec::new()));
        let mut step = Step::new(&self.head, &mut self.progress, on_event);
        if end == BodyEnd::Clean {
            step.salvages = true;
            match body {
                Body::Whole(bytes) | Body::FirstLine(bytes) => step.document(&bytes),
                Body::Lines(open) => step.line(&open),
                Body::Stream(mut sse, first) => {
                    sse.finish(&mut |event| step.event(&event));
                    step.check_grammar(&sse, &first);
                }
                Body::Unknown(bytes) if !self.head.is_success() => step.document(&bytes),
                Body::Unknown(_) => {}
            }
        } else if end == BodyEnd::Broken
            && !self.head.is_success()
            && let Body::Whole(bytes) | Body::FirstLine(bytes) | Body::Unknown(bytes) = body
        {
            // The status says what is wrong, whatever came of the words.
            step.document(&bytes);
        }
        step.end(end);
    }
}

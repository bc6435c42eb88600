//! The reply decoder: bytes in, events out, and an end.
//!
//! What a reply is shows in its first byte, not in its content type: servers send JSON for a stream, a
//! stream as JSON, and HTML with status 200. **Invariant:** every way to cut a reply into pieces gives the
//! same events; after an `Error` or `Done` nothing follows.

use super::{ApiError, Delta, ErrorKind, FinishReason, SseDecoder, SseEvent, Usage, chunk};
use crate::json::Json;

/// What is known before the first byte of the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplyHead {
    /// The HTTP status.
    pub status: u16,
}

/// How the body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEnd {
    /// The server closed it.
    Clean,
    /// Reading failed.
    Broken,
}

/// A step of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyEvent {
    /// The model that answers, by its own name.
    Model(String),
    /// More of the message.
    Delta(Delta),
    /// Token counts so far; the last one holds.
    Usage(Usage),
    /// Why the model stopped; others may follow.
    Finish(FinishReason),
    /// The reply is whole.
    Done,
    /// The reply failed; what came before stays.
    Error(ApiError),
}

/// Decodes one reply.
#[derive(Debug)]
pub struct ReplyDecoder {
    status: u16,
    body: Body,
    finished: bool,
    over: bool,
}

#[derive(Debug)]
enum Body {
    /// Nothing but white space so far.
    Unknown,
    Stream(SseDecoder),
    /// One document, or a page, or nothing that is known.
    Whole(Vec<u8>),
}

impl ReplyDecoder {
    /// A decoder for the reply with this head.
    pub fn new(head: ReplyHead) -> Self {
        Self { status: head.status, body: Body::Unknown, finished: false, over: false }
    }

    /// Reads the next bytes.
    pub fn feed(&mut self, mut bytes: &[u8], on_event: &mut dyn FnMut(ReplyEvent)) {
        if let Body::Unknown = self.body {
            bytes = bytes.trim_ascii_start();
            let Some(first) = bytes.first() else { return };
            let is_stream = (200..300).contains(&self.status) && !matches!(first, b'{' | b'[' | b'<');
            self.body = if is_stream { Body::Stream(SseDecoder::default()) } else { Body::Whole(Vec::new()) };
        }
        match &mut self.body {
            Body::Whole(kept) => kept.extend_from_slice(bytes),
            Body::Stream(sse) => {
                let mut step =
                    Step { finished: &mut self.finished, over: &mut self.over, salvage: false, on_event };
                sse.feed(bytes, &mut |event| step.take(&event));
            }
            Body::Unknown => {}
        }
    }

    /// True once nothing more can come: reading on would be a waste.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Ends the reply: gives `Done` or `Error`, unless one was given before.
    pub fn finish(&mut self, end: BodyEnd, on_event: &mut dyn FnMut(ReplyEvent)) {
        let body = std::mem::replace(&mut self.body, Body::Unknown);
        let mut step = Step { finished: &mut self.finished, over: &mut self.over, salvage: true, on_event };
        match (body, end) {
            (Body::Whole(bytes), BodyEnd::Clean) => step.document(self.status, &bytes),
            (Body::Stream(mut sse), BodyEnd::Clean) => sse.finish(&mut |event| step.take(&event)),
            (Body::Unknown, BodyEnd::Clean) if !(200..300).contains(&self.status) => {
                step.document(self.status, b"")
            }
            _ => {}
        }
        step.end(end);
    }
}

/// Reads events until one of them ends the reply.
struct Step<'a> {
    finished: &'a mut bool,
    over: &'a mut bool,
    /// The event was left open at the end of the file: only a whole document counts.
    salvage: bool,
    on_event: &'a mut dyn FnMut(ReplyEvent),
}

impl Step<'_> {
    fn give(&mut self, event: ReplyEvent) {
        if !*self.over {
            *self.finished |= matches!(event, ReplyEvent::Finish(_));
            *self.over = matches!(event, ReplyEvent::Done | ReplyEvent::Error(_));
            (self.on_event)(event);
        }
    }

    fn take(&mut self, event: &SseEvent<'_>) {
        let data = event.data.trim();
        if event.name == "error" {
            self.give(ReplyEvent::Error(ApiError::in_error_event(data)));
        } else if data == "[DONE]" {
            self.give(ReplyEvent::Done);
        } else if !data.is_empty() {
            match Json::parse(data) {
                Ok(document) => chunk::read(document, &mut |event| self.give(event)),
                Err(_) if self.salvage => {}
                Err(_) => self.give(bad_response(data)),
            }
        }
    }

    fn document(&mut self, status: u16, bytes: &[u8]) {
        if !(200..300).contains(&status) {
            self.give(ReplyEvent::Error(ApiError::from_body(status, bytes)));
            return;
        }
        match Json::parse(&String::from_utf8_lossy(bytes)) {
            Ok(document) if is_reply(&document) => {
                chunk::read(document, &mut |event| self.give(event));
                self.give(ReplyEvent::Done);
            }
            _ => {
                let error = ApiError::from_body(status, bytes);
                self.give(bad_response(&error.message));
            }
        }
    }

    fn end(&mut self, end: BodyEnd) {
        match end {
            _ if *self.finished => self.give(ReplyEvent::Done),
            BodyEnd::Clean => self.give(ReplyEvent::Error(ApiError::new(ErrorKind::Truncated, ""))),
            BodyEnd::Broken => self.give(ReplyEvent::Error(ApiError::new(ErrorKind::Network, ""))),
        }
    }
}

fn is_reply(document: &Json) -> bool {
    document.unwrap_array().get("choices").is_some() || ApiError::in_document(document).is_some()
}

/// With the beginning of what came, for "Details".
fn bad_response(body: &str) -> ReplyEvent {
    const SHOWN: usize = 200;
    let shown: String = body.chars().take(SHOWN).collect();
    ReplyEvent::Error(ApiError::new(ErrorKind::BadResponse, shown))
}

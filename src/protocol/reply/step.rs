//! One step of decoding: from an event, a line or a document to what the reply says with it.
//!
//! **Invariant:** the first ending counts; behind it only `[DONE]` is still looked for.

use super::{BodyEnd, Progress, ReplyEvent, ReplyHead};
use crate::json::Json;
use crate::protocol::chunk::{self, Place};
use crate::protocol::{ApiError, Delta, ErrorKind, Failure, SseDecoder, SseEvent};

/// What stands in every chunk and says nothing here.
const DULL: [&str; 7] =
    ["model", "id", "object", "created", "system_fingerprint", "obfuscation", "service_tier"];

pub(super) struct Step<'a> {
    head: &'a ReplyHead,
    progress: &'a mut Progress,
    on_event: &'a mut dyn FnMut(ReplyEvent),
    /// The file has ended: an event that was left open counts only if its document is whole.
    pub salvages: bool,
}

impl<'a> Step<'a> {
    pub fn new(
        head: &'a ReplyHead,
        progress: &'a mut Progress,
        on_event: &'a mut dyn FnMut(ReplyEvent),
    ) -> Self {
        Self { head, progress, on_event, salvages: false }
    }

    fn give(&mut self, event: ReplyEvent) {
        if !self.progress.over {
            match &event {
                ReplyEvent::Delta(delta) if self.progress.repeats(delta) => return,
                ReplyEvent::Delta(delta) => self.progress.begun |= bit(delta.choice),
                ReplyEvent::Finish { choice, .. } => self.progress.finished |= bit(*choice),
                _ => {}
            }
            self.progress.knows_model |= matches!(event, ReplyEvent::Model(_));
            self.progress.over = matches!(event, ReplyEvent::Done | ReplyEvent::Error(_));
            (self.on_event)(event);
        }
    }

    fn lose(&mut self, failure: Failure) {
        self.give(ReplyEvent::Error(failure));
    }

    fn fail(&mut self, kind: ErrorKind) {
        let error = ApiError::new(kind, "");
        self.lose(Failure::Known(ApiError { status: Some(self.head.status), ..error }));
    }

    /// An event of a stream.
    pub fn event(&mut self, event: &SseEvent<'_>) {
        let data = event.data.trim();
        if data.eq_ignore_ascii_case("[DONE]") {
            self.progress.saw_done = true;
            self.give(ReplyEvent::Done);
        } else if self.progress.over {
        } else if event.name == "error" && !(self.salvages && Json::parse(data).is_err()) {
            self.lose(Failure::Named(self.head.status, data.to_owned()));
        } else if !data.is_empty() {
            self.chunk(data);
        }
    }

    /// A line of a stream that has no more grammar than this; some are events after all.
    pub fn line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_start_matches('\u{feff}').trim();
        let data = line.strip_prefix("data:").map_or(line, str::trim_start);
        self.event(&SseEvent { name: "", data });
    }

    /// Reads the events that these bytes begin with, as long as they are whole and like those before; gives the rest. The
    /// grammar of event streams leaves such a line as it is.
    pub fn known_events<'b>(&mut self, mut bytes: &'b [u8]) -> &'b [u8] {
        while let Some((delta, rest)) =
            bytes.strip_prefix(b"data: ").and_then(|chunk| self.progress.envelope.read(chunk))
            && let Some(rest) = rest.strip_prefix(b"\n\n").or_else(|| rest.strip_prefix(b"\r\n\r\n"))
        {
            self.delta(delta);
            bytes = rest;
        }
        bytes
    }

    fn delta(&mut self, delta: Delta) {
        if !delta.is_empty() {
            self.give(ReplyEvent::Delta(delta));
        }
    }

    fn chunk(&mut self, data: &str) {
        if let Some((delta, [])) = self.progress.envelope.read(data.as_bytes()) {
            return self.delta(delta);
        }
        // The model's name is told once.
        let dull = if self.progress.knows_model { &DULL[..] } else { &DULL[1..] };
        match Json::parse_with_halves(data, dull) {
            Ok(document) => {
                let (mut count, mut only) = (0, None);
                chunk::read(document, Place::Stream(self.head.status), &mut |event| {
                    count += 1;
                    only = match &event {
                        ReplyEvent::Delta(delta) if count == 1 => {
                            let text = self.progress.envelope.only_text(data, delta);
                            text.map(|text| (delta.choice, text))
                        }
                        _ => None,
                    };
                    self.give(event);
                });
                if let Some((choice, text)) = only {
                    self.progress.envelope.learn(data, choice, text);
                }
            }
            // A server that ends its events with one line end in the place of two.
            Err(_) if data.contains('\n') => {
                data.lines().for_each(|data| self.event(&SseEvent { name: "", data }))
            }
            Err(_) if self.salvages => {}
            // A sign of life, such as a date: neither a document nor a page that came in the place of one.
            Err(_) if !data.starts_with(['{', '[', '<', '"']) => {}
            Err(_) => self.no_reply(data.as_bytes()),
        }
    }

    /// The whole body.
    pub fn document(&mut self, bytes: &[u8]) {
        if !self.head.is_success() {
            return self.lose(Failure::Body(self.head.clone(), bytes.to_vec()));
        }
        let text = String::from_utf8_lossy(bytes);
        match Json::parse_with_halves(text.trim_start_matches('\u{feff}'), &DULL[1..]) {
            Ok(document) if is_reply(&document) => {
                chunk::read(document, Place::Body(self.head), &mut |event| self.give(event));
                self.give(ReplyEvent::Done);
            }
            _ => self.no_reply(bytes),
        }
    }

    /// A text that has nothing of a stream's grammar is something else.
    pub fn check_grammar(&mut self, sse: &SseDecoder, first: &[u8]) {
        if !sse.is_event_stream() {
            self.no_reply(first);
        }
    }

    /// With the beginning of what came, for "Details".
    fn no_reply(&mut self, body: &[u8]) {
        self.lose(Failure::Alien(self.head.clone(), body.to_vec()));
    }

    /// The end of the body.
    pub fn end(&mut self, end: BodyEnd) {
        match end {
            _ if self.progress.is_finished() => self.give(ReplyEvent::Done),
            BodyEnd::Clean => self.fail(ErrorKind::Truncated),
            BodyEnd::Broken => self.fail(ErrorKind::Network),
            BodyEnd::Aborted => self.fail(ErrorKind::Aborted),
        }
    }

    /// True if a line is a chunk of a stream, and not the first line of a document.
    pub fn is_chunk(line: &[u8]) -> bool {
        let document =
            Json::parse(String::from_utf8_lossy(line).trim_start_matches('\u{feff}')).unwrap_or_default();
        let Some(Json::Array(choices)) = document.get("choices") else { return false };
        choices.first().is_none_or(|choice| choice.get("delta").is_some())
    }
}

impl Progress {
    /// Notes what comes in pieces. True of a whole message behind them: some send it at the end (MiniMax).
    fn repeats(&mut self, delta: &Delta) -> bool {
        let bit = bit(delta.choice);
        let has_calls = !delta.tool_calls.is_empty();
        let pieces = &mut self.in_pieces[usize::from(has_calls)];
        if delta.is_whole {
            return *pieces & bit != 0;
        }
        if has_calls || !delta.content.is_empty() {
            *pieces |= bit;
        }
        false
    }

    /// True if a reason to stop was given for all that has begun.
    const fn is_finished(&self) -> bool {
        self.finished != 0 && self.begun & !self.finished == 0
    }
}

/// Of a choice. Those behind the 64th share one.
fn bit(choice: usize) -> u64 {
    1 << choice.min(63)
}

fn is_reply(document: &Json) -> bool {
    let first = document.unwrap_array();
    first.get("choices").is_some() || ApiError::is_in(first)
}

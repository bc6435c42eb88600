//! What the body of a reply is, told from its first bytes.
//!
//! **Invariant:** what is told does not depend on how the bytes were cut.

use super::super::SseDecoder;
use super::{ReplyHead, Step};

/// What a body is, and what of it is kept.
#[derive(Debug)]
pub enum Body {
    /// Nothing but white space, and perhaps a part of a byte order mark.
    Unknown(Vec<u8>),
    /// With the first bytes, for whoever wants to know what came in its place.
    Stream(SseDecoder, Vec<u8>),
    /// JSON whose first line has not ended yet.
    FirstLine(Vec<u8>),
    /// A document on each line; this is the one that is still open.
    Lines(Vec<u8>),
    /// One document, or a page, or nothing that is known.
    Whole(Vec<u8>),
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

impl Body {
    /// What a body is that begins like this.
    pub fn of(start: &[u8], head: &ReplyHead) -> Self {
        let after_mark = start.strip_prefix(BOM).map_or(start, <[u8]>::trim_ascii_start);
        match after_mark.first() {
            None => Self::Unknown(Vec::new()),
            Some(_) if start.len() < BOM.len() && BOM.starts_with(start) => Self::Unknown(Vec::new()),
            Some(b'{' | b'[') if head.is_success() => Self::FirstLine(Vec::new()),
            Some(b'{' | b'[' | b'<') => Self::Whole(Vec::new()),
            Some(_) if head.is_success() => Self::Stream(SseDecoder::default(), Vec::new()),
            Some(_) => Self::Whole(Vec::new()),
        }
    }
}

/// Looks for the end of the first line: if a chunk of a stream stands there, then each line is one.
pub fn first_line(kept: &mut Vec<u8>, bytes: &[u8], step: &mut Step<'_>) -> Option<Body> {
    let Some(end) = bytes.iter().position(|b| matches!(b, b'\n' | b'\r')) else {
        kept.extend_from_slice(bytes);
        return None;
    };
    let (line, rest) = bytes.split_at(end);
    let mut first = std::mem::take(kept);
    first.extend_from_slice(line);
    if Step::is_chunk(&first) {
        step.line(&first);
        let mut open = Vec::new();
        lines(&mut open, rest, step);
        return Some(Body::Lines(open));
    }
    first.extend_from_slice(rest);
    Some(Body::Whole(first))
}

/// Reads the lines that end here, and keeps the open one.
pub fn lines(open: &mut Vec<u8>, mut bytes: &[u8], step: &mut Step<'_>) {
    while let Some(end) = bytes.iter().position(|b| *b == b'\n') {
        open.extend_from_slice(&bytes[..end]);
        step.line(open);
        open.clear();
        bytes = &bytes[end + 1..];
    }
    open.extend_from_slice(bytes);
}

//! The envelope of a stream: what stands around the text in every chunk, so that only the text is parsed.
//!
//! The chunks of an answer are alike but for one string. Once that is known for certain, a chunk is the same bytes
//! before, a string, and the same bytes behind. **Invariant:** a chunk that is read here gives what the parser and
//! all that reads its document would have given; any doubt, and it is left to them. It is certain because:
//!
//! * In a document that was parsed, a value follows wherever `"content":` is found. The second quote has no backslash
//!   before it and, behind a bare word, begins nothing; so it closes a string, and the colon behind that is none of a text.
//! * So two documents that differ only in a string there are one tree, but for one text. If all that came of each
//!   was a delta with just its own text, and the texts are different, then the text is what goes there.

use std::borrow::Cow;

use crate::delta::Delta;
use crate::json::Json;

const NAME: &[u8] = b"\"content\":";
/// Chunks that are longer have no need of it, and learning would read all of them twice.
const LONGEST: usize = 1024;
/// After so many in a row that were of no use, the server has something else in each.
const MOST_MISSES: u8 = 16;

/// What is remembered of the chunks of one reply.
#[derive(Debug, Default)]
pub struct Envelope {
    /// Up to the colon after the content's name.
    before: String,
    /// From behind the content's closing quote.
    behind: String,
    /// Which of the answers they are of.
    choice: usize,
    /// The text of the last one that was parsed.
    text: String,
    /// Two of them told different texts.
    is_certain: bool,
    misses: u8,
}

impl Envelope {
    /// Reads the chunk that these bytes begin with, if it is known but for its text, which may be empty; with what
    /// stands behind it.
    pub fn read<'a>(&mut self, bytes: &'a [u8]) -> Option<(Delta, &'a [u8])> {
        if !self.is_certain {
            return None;
        }
        let string = behind(bytes, self.before.as_bytes())?;
        let (string, rest) = string.split_at(string_end(string)?);
        let rest = behind(rest, self.behind.as_bytes())?;
        // The check of the standard library that does not repair would be code of its own.
        let Cow::Borrowed(string) = String::from_utf8_lossy(string) else { return None };
        let content = text(string)?;
        self.misses = 0;
        Some((Delta { choice: self.choice, content, ..Delta::default() }, rest))
    }

    /// The text of a delta that has nothing else, if the chunk it came from is worth to be learned.
    pub fn only_text(&self, data: &str, delta: &Delta) -> Option<String> {
        let is_curious = self.misses < MOST_MISSES && data.len() <= LONGEST;
        (is_curious && !delta.is_whole && delta.is_only_content()).then(|| delta.content.clone())
    }

    /// Learns from a chunk that was parsed and told nothing but this text.
    pub fn learn(&mut self, data: &str, choice: usize, told: String) {
        self.misses += 1;
        let Some((before, behind)) = around(data, &told) else { return };
        let is_known = before == self.before && behind == self.behind;
        self.is_certain = is_known && told != self.text;
        if !is_known {
            (self.before, self.behind) = (before.to_owned(), behind.to_owned());
        }
        (self.choice, self.text) = (choice, told);
    }
}

/// What stands around the content, if that is what was told.
fn around<'a>(data: &'a str, told: &str) -> Option<(&'a str, &'a str)> {
    let at = data.as_bytes().windows(NAME.len()).position(|there| there == NAME)?;
    let (before, rest) = data.split_at(at + NAME.len());
    let (string, behind) = rest.split_at(string_end(rest.as_bytes())?);
    (text(string)? == told).then_some((before, behind))
}

/// Where the first string ends that is closed, its quote included. What cannot stand in a string is not passed: it is
/// not looked through for long.
fn string_end(bytes: &[u8]) -> Option<usize> {
    let mut at = bytes.iter().position(|byte| *byte == b'"')? + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            0..0x20 => return None,
            _ => at += 1,
        }
    }
}

/// What stands behind this beginning. The standard library's comparison goes byte by byte when it is compiled for size,
/// and each chunk of a stream is compared nearly whole.
fn behind<'a>(bytes: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(start.len())?;
    let ((head, head_end), (start, start_end)) = (head.as_chunks(), start.as_chunks());
    let is_same = |(one, other): (&[u8; 8], &[u8; 8])| u64::from_ne_bytes(*one) == u64::from_ne_bytes(*other);
    (head.iter().zip(start).all(is_same) && head_end == start_end).then_some(rest)
}

/// The text, if this is one string and nothing else.
fn text(string: &str) -> Option<String> {
    // Nearly always a few letters.
    let plain = string.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if let Some(plain) = plain.filter(|plain| plain.bytes().all(|b| b >= b' ' && !matches!(b, b'"' | b'\\')))
    {
        return Some(plain.to_owned());
    }
    match Json::parse_with_halves(string, &[]) {
        Ok(Json::Text(text)) => Some(text),
        _ => None,
    }
}

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
    /// The delta of a chunk that is known but for its text, which may be empty.
    pub fn read(&mut self, data: &str) -> Option<Delta> {
        if !self.is_certain {
            return None;
        }
        let content = text(cut(data, &self.before, &self.behind)?)?;
        self.misses = 0;
        Some(Delta { choice: self.choice, content, ..Delta::default() })
    }

    /// The text of a delta that has nothing else, if the chunk it came from is worth to be learned.
    pub fn only_text(&self, data: &str, delta: &Delta) -> Option<String> {
        let is_curious = self.misses < MOST_MISSES && data.len() <= LONGEST;
        (is_curious && delta.is_only_content()).then(|| delta.content.clone())
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
    let opening = rest.find('"')? + 1;
    let mut is_escaped = false;
    let length = rest[opening..].bytes().position(|byte| {
        let is_plain = !std::mem::take(&mut is_escaped);
        is_escaped = is_plain && byte == b'\\';
        is_plain && byte == b'"'
    })?;
    let (string, behind) = rest.split_at(opening + length + 1);
    (text(string)? == told).then_some((before, behind))
}

/// The middle of a chunk, if it begins and ends like this.
fn cut<'a>(data: &'a str, before: &str, behind: &str) -> Option<&'a str> {
    data.strip_prefix(before)?.strip_suffix(behind)
}

/// The text, if this is one string and nothing else.
fn text(string: &str) -> Option<String> {
    match Json::parse_with_halves(string, &[]) {
        Ok(Json::Text(text)) => Some(text),
        _ => None,
    }
}

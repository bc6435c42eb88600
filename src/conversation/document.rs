//! An answer that is a JSON document, also while it is still coming.
//!
//! **Invariant:** total: any text gives a document or none, and where the text goes on, the document only grows: what it
//! had stays in its place, but for the last text or number, which may get longer.

use crate::json::Json;

/// Why an answer is no document: line and column of the first sign that does not fit, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    pub line: usize,
    pub column: usize,
}

/// The document's own text: without the fence in which models like to put it.
pub fn bare(text: &str) -> &str {
    const FENCE: &str = "```";
    let text = text.trim();
    let Some(rest) = text.strip_prefix(FENCE) else { return text };
    let Some((_, rest)) = rest.split_once('\n') else { return "" };
    rest.trim_end().strip_suffix(FENCE).unwrap_or(rest).trim()
}

/// True if a text may be, or become, a document.
pub fn may_be(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty() || text.starts_with(['{', '[', '`'])
}

/// True if a text was to be a document, whether it is one or not.
pub fn is_meant(text: &str) -> bool {
    bare(text).starts_with(['{', '['])
}

/// The whole document.
pub fn whole(text: &str) -> Result<Json, Broken> {
    let text = bare(text);
    Json::parse(text).map_err(|error| {
        let before = text.get(..error.at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Broken { line, column }
    })
}

/// The whole document for the page's own code; null, if it is none.
pub fn later_parsed(text: &str) -> Json {
    whole(text).unwrap_or_default()
}

/// As much of the document as there is; nothing before its first sign, or if it is none.
pub fn so_far(text: &str) -> Option<Json> {
    let text = bare(text);
    Json::parse(text).or_else(|_| Json::parse(&Closer::of(text).closed())).ok()
}

/// Reads a text up to its end, to know what would close it.
struct Closer<'a> {
    text: &'a str,
    /// What is open: the signs that close it.
    open: Vec<u8>,
    /// The end of what is whole, and what was open there.
    whole: (usize, usize),
    /// Where an escape of the open text begins.
    escape: Option<usize>,
    is_in_text: bool,
    /// The open text names a member.
    is_name: bool,
    expects_name: bool,
}

impl<'a> Closer<'a> {
    fn of(text: &'a str) -> Self {
        let mut closer = Self {
            text,
            open: Vec::new(),
            whole: (0, 0),
            escape: None,
            is_in_text: false,
            is_name: false,
            expects_name: false,
        };
        text.bytes().enumerate().for_each(|(at, byte)| closer.read(at, byte));
        closer
    }

    fn read(&mut self, at: usize, byte: u8) {
        if self.is_in_text {
            return self.read_text(at, byte);
        }
        match byte {
            b'"' => (self.is_in_text, self.is_name) = (true, self.expects_name),
            b'{' | b'[' => {
                self.open.push(if byte == b'{' { b'}' } else { b']' });
                self.expects_name = byte == b'{';
                self.is_whole(at + 1);
            }
            b'}' | b']' => {
                self.open.pop();
                self.is_whole(at + 1);
                self.expects_name = false;
            }
            // A number or a word before it is whole now.
            b',' => {
                self.is_whole(at);
                self.expects_name = self.open.last() == Some(&b'}');
            }
            b':' => self.expects_name = false,
            _ => {}
        }
    }

    fn read_text(&mut self, at: usize, byte: u8) {
        match self.escape {
            Some(from) => {
                // `\n` has one more sign, `\u00e9` five.
                let length = if self.text.as_bytes().get(from + 1) == Some(&b'u') { 5 } else { 1 };
                if at >= from + length {
                    self.escape = None;
                }
            }
            None if byte == b'\\' => self.escape = Some(at),
            None if byte == b'"' => {
                self.is_in_text = false;
                if !self.is_name {
                    self.is_whole(at + 1);
                }
            }
            None => {}
        }
    }

    fn is_whole(&mut self, end: usize) {
        self.whole = (end, self.open.len());
    }

    fn closed(mut self) -> String {
        let is_value = self.is_in_text && !self.is_name;
        let (end, depth) = match is_value {
            true => (self.escape.unwrap_or(self.text.len()), self.open.len()),
            false => self.whole,
        };
        self.open.truncate(depth);
        let mut closed = self.text.get(..end).unwrap_or_default().to_owned();
        if is_value {
            closed.push('"');
        }
        closed.extend(self.open.iter().rev().map(|sign| char::from(*sign)));
        closed
    }
}

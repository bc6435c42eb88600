//! What can be recognised by looking at the text alone: addresses, titles, labels and tags.
//!
//! Each scanner is given the text and where to begin, and gives where the thing ends. **Invariant:** total, linear in
//! what it reads, and never reads past the end.

mod autolink;
mod link;
mod raw_html;

pub use autolink::{autolink, has_scheme};
pub use link::{destination, label, title};
pub use raw_html::{html, tag};

/// A result that more text might change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan<T> {
    Found(T),
    /// The text ended in the middle.
    Cut,
    No,
}

/// True for the characters that a backslash makes plain.
pub fn is_punctuation(byte: u8) -> bool {
    byte.is_ascii_punctuation()
}

/// Past blanks and at most one line end.
pub fn skip_space(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut has_line_end = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' => {}
            b'\n' if !has_line_end => has_line_end = true,
            _ => break,
        }
        at += 1;
    }
    at
}

pub fn skip_while(bytes: &[u8], mut at: usize, is_in: impl Fn(u8) -> bool) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_in(byte)) {
        at += 1;
    }
    at
}

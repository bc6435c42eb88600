//! Any text as markdown, at once, in pieces, and against two other parsers.
//!
//! Input: two bytes for the lengths of the pieces in characters, then the text. **Invariant:** in pieces it becomes the
//! same nodes as at once, nothing changes that was done, what is read again stays in proportion, and what it becomes is
//! what pulldown-cmark or comrak make of it, but for what is intended.

#![no_main]
#![allow(dead_code)]

#[path = "../../tests/common/oracle/mod.rs"]
mod oracle;

use causerie::markdown::Streamed;
use libfuzzer_sys::fuzz_target;

/// An open end may be read again with each push, up to so many bytes; what is longer, rarely.
const SHORT: usize = 4096;

fuzz_target!(|input: &[u8]| {
    let Some((&[first, second], text)) = input.split_first_chunk::<2>() else { return };
    let text = String::from_utf8_lossy(text);
    let sizes = [usize::from(first % 16) + 1, usize::from(second) + 1];
    let whole = Streamed::of([&*text]).nodes();
    for sizes in [sizes, [1, 1]] {
        let mut streamed = Streamed::default();
        let mut pushes = 0;
        for piece in pieces(&text, sizes) {
            streamed.push(piece);
            pushes += 1;
        }
        streamed.finish();
        assert!(streamed.violations().is_empty(), "{:?} for {text:?} by {sizes:?}", streamed.violations());
        assert_eq!(streamed.nodes(), whole, "{text:?} in pieces of {sizes:?}");
        let most = 16 * text.len() + pushes * (SHORT + 300);
        assert!(streamed.bytes_read() <= most, "{} bytes were read for {text:?}", streamed.bytes_read());
    }
    if let Some(difference) = oracle::difference(&text) {
        panic!("{difference}");
    }
});

/// Cuts a text into pieces of these many characters in turn.
fn pieces(text: &str, sizes: [usize; 2]) -> Vec<&str> {
    let (mut pieces, mut rest, mut turn) = (Vec::new(), text, 0);
    while !rest.is_empty() {
        let end = rest.char_indices().nth(sizes[turn % 2]).map_or(rest.len(), |(at, _)| at);
        pieces.push(&rest[..end]);
        (rest, turn) = (&rest[end..], turn + 1);
    }
    pieces
}

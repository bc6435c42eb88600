//! Marks such as `[1]`, by which an answer points to the sources that come beside it.
//!
//! **Invariant:** total; a mark is a number from 1 to the count of the sources, as a server writes it: no sign, no blank,
//! no zero before it.

use std::ops::Range;

/// The first mark in a text, in bytes, and its number, if there are `count` sources.
pub fn cited(text: &str, count: usize) -> Option<(Range<usize>, usize)> {
    text.match_indices('[').find_map(|(start, _)| {
        let inner = &text[start + 1..];
        let (digits, behind) = inner.split_at(inner.bytes().position(|byte| !byte.is_ascii_digit())?);
        let is_mark = behind.starts_with(']') && !digits.starts_with('0');
        let number = is_mark.then(|| digits.parse().ok()).flatten()?;
        (number <= count).then(|| (start..start + digits.len() + 2, number))
    })
}

//! The parts of a link: its destination, title and label.
//!
//! **Invariant:** a range is that of what is inside the brackets or quotes; escapes in it are not resolved.

use super::{Scan, is_punctuation};

/// A link destination at `at`: its range without angle brackets, and where to go on.
pub fn destination(text: &str, at: usize) -> Scan<(usize, usize, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(at) == Some(&b'<') {
        return pointed(bytes, at + 1);
    }
    let mut depth = 0_u32;
    let mut end = at;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' if bytes.get(end + 1).is_some_and(|&next| is_punctuation(next)) => end += 1,
            b'(' if depth == 32 => return Scan::No,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            0..=b' ' | 0x7f => break,
            _ => {}
        }
        end += 1;
    }
    match (depth, end == bytes.len()) {
        (_, true) if end == at || depth > 0 => Scan::Cut,
        (0, _) => Scan::Found((at, end, end)),
        _ => Scan::No,
    }
}

fn pointed(bytes: &[u8], start: usize) -> Scan<(usize, usize, usize)> {
    let mut at = start;
    loop {
        match bytes.get(at) {
            None => return Scan::Cut,
            Some(b'>') => return Scan::Found((start, at, at + 1)),
            Some(b'<' | b'\n') => return Scan::No,
            Some(b'\\') if bytes.get(at + 1).is_some_and(|&next| is_punctuation(next)) => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// A title at `at`: its range without quotes, and where to go on.
pub fn title(text: &str, at: usize) -> Scan<(usize, usize, usize)> {
    let bytes = text.as_bytes();
    let closer = match bytes.get(at) {
        Some(b'"') => b'"',
        Some(b'\'') => b'\'',
        Some(b'(') => b')',
        _ => return Scan::No,
    };
    let mut end = at + 1;
    loop {
        match bytes.get(end) {
            None => return Scan::Cut,
            Some(&byte) if byte == closer => return Scan::Found((at + 1, end, end + 1)),
            Some(b'(') if closer == b')' => return Scan::No,
            Some(b'\\') => end += 2,
            Some(_) => end += 1,
        }
    }
}

/// A link label at `at`, which is a `[`: the range inside, and where to go on.
pub fn label(text: &str, at: usize) -> Scan<(usize, usize, usize)> {
    const LONGEST: usize = 999;
    let bytes = text.as_bytes();
    let mut end = at + 1;
    loop {
        match bytes.get(end) {
            None => return Scan::Cut,
            Some(b']') => break,
            Some(b'[') => return Scan::No,
            Some(b'\\') if end + 1 < bytes.len() => end += 2,
            Some(_) => end += 1,
        }
        if end - at > LONGEST * 4 {
            return Scan::No;
        }
    }
    let inside = text.get(at + 1..end).unwrap_or_default();
    let fits = inside.len() <= LONGEST || inside.chars().count() <= LONGEST;
    if fits && !inside.trim().is_empty() { Scan::Found((at + 1, end, end + 1)) } else { Scan::No }
}

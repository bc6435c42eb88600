//! Raw HTML within a line.
//!
//! **Invariant:** takes what CommonMark takes for HTML, and nothing more: `a < b` is none.

use super::{Scan, skip_space, skip_while};
use crate::text::find;

/// The end of raw HTML at `at`, which is a `<`: a tag, a comment, an instruction, a declaration or CDATA.
pub fn html(text: &str, at: usize) -> Scan<usize> {
    let rest = text.get(at + 1..).unwrap_or_default();
    let until = |from: usize, end: &str| match rest.get(from..).and_then(|rest| find(rest, end)) {
        Some(found) => Scan::Found(at + 1 + from + found + end.len()),
        None => Scan::Cut,
    };
    match rest.as_bytes() {
        [] => Scan::Cut,
        [b'!', b'-', b'-', b'>', ..] => Scan::Found(at + 5),
        [b'!', b'-', b'-', b'-', b'>', ..] => Scan::Found(at + 6),
        [b'!', b'-', b'-', ..] => until(3, "-->"),
        [b'!', b'[', ..] if rest.starts_with("![CDATA[") => until(8, "]]>"),
        [b'!', letter, ..] if letter.is_ascii_alphabetic() => until(2, ">"),
        [b'!'] => Scan::Cut,
        [b'?', ..] => until(1, "?>"),
        _ => tag(text, at),
    }
}

/// The end of an opening or closing tag at `at`, which is a `<`.
pub fn tag(text: &str, at: usize) -> Scan<usize> {
    let bytes = text.as_bytes();
    let is_closing = bytes.get(at + 1) == Some(&b'/');
    let mut end = at + 1 + usize::from(is_closing);
    match bytes.get(end) {
        Some(byte) if byte.is_ascii_alphabetic() => {}
        Some(_) => return Scan::No,
        None => return Scan::Cut,
    }
    end = skip_while(bytes, end, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
    loop {
        let after_space = skip_space(text, end);
        match bytes.get(after_space) {
            None => return Scan::Cut,
            Some(b'>') => return Scan::Found(after_space + 1),
            Some(b'/') if !is_closing => {
                return match bytes.get(after_space + 1) {
                    Some(b'>') => Scan::Found(after_space + 2),
                    Some(_) => Scan::No,
                    None => Scan::Cut,
                };
            }
            Some(_) if is_closing || after_space == end => return Scan::No,
            Some(_) => match attribute(text, after_space) {
                Scan::Found(next) => end = next,
                other => return other,
            },
        }
    }
}

fn attribute(text: &str, at: usize) -> Scan<usize> {
    let bytes = text.as_bytes();
    if !bytes[at].is_ascii_alphabetic() && !b"_:".contains(&bytes[at]) {
        return Scan::No;
    }
    let end = skip_while(bytes, at, |byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte));
    let sign = skip_space(text, end);
    if bytes.get(sign) != Some(&b'=') {
        return Scan::Found(end);
    }
    let value = skip_space(text, sign + 1);
    match bytes.get(value) {
        None => Scan::Cut,
        Some(&quote @ (b'"' | b'\'')) => {
            let end = skip_while(bytes, value + 1, |byte| byte != quote);
            if end < bytes.len() { Scan::Found(end + 1) } else { Scan::Cut }
        }
        Some(_) => {
            let end = skip_while(bytes, value, |byte| byte > b' ' && !b"\"'=<>`".contains(&byte));
            if end > value { Scan::Found(end) } else { Scan::No }
        }
    }
}

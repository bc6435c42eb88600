//! What can be recognised by looking at the text alone: addresses, titles, labels and tags.
//!
//! Each scanner is given the text and where to begin, and gives where the thing ends. **Invariant:** total, linear in
//! what it reads, and never reads past the end.

use crate::text::find;

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

/// The end of an `<scheme:…>` or `<user@host>` at `at`, which is a `<`; true if it is an address of mail.
pub fn autolink(text: &str, at: usize) -> Scan<(usize, bool)> {
    let bytes = text.as_bytes();
    let mut end = at + 1;
    let end = loop {
        match bytes.get(end) {
            None => return Scan::Cut,
            Some(b'>') => break end,
            Some(b'<' | 0..=b' ') => return Scan::No,
            Some(_) => end += 1,
        }
    };
    let inside = text.get(at + 1..end).unwrap_or_default();
    if has_scheme(inside) {
        return Scan::Found((end + 1, false));
    }
    if is_mail(inside) { Scan::Found((end + 1, true)) } else { Scan::No }
}

/// True for `scheme:` with a scheme of 2 to 32 characters.
pub fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    (2..=32).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
}

fn is_mail(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    !user.is_empty()
        && user.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte))
        && host.split('.').all(is_label)
}

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

pub fn skip_while(bytes: &[u8], mut at: usize, is_in: impl Fn(u8) -> bool) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_in(byte)) {
        at += 1;
    }
    at
}

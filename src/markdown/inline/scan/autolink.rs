//! Addresses in pointed brackets: CommonMark's autolinks.
//!
//! **Invariant:** an address has no blank in it and begins with a scheme, or is one of mail.

use super::Scan;

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

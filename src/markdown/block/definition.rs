//! Link reference definitions at the beginning of a paragraph.
//!
//! **Invariant:** takes whole lines only.

use crate::markdown::inline::scan::{self, Scan};
use crate::markdown::inline::unescape;
use crate::markdown::reference::{Label, Target, normalised};

/// The definition that a text begins with, and where it ends.
pub fn definition(text: &str) -> Scan<(Label, Target, usize)> {
    if !text.starts_with('[') {
        return Scan::No;
    }
    let (from, to, behind) = match scan::label(text, 0) {
        Scan::Found(found) => found,
        Scan::Cut => return Scan::Cut,
        Scan::No => return Scan::No,
    };
    match text.as_bytes().get(behind) {
        Some(b':') => {}
        Some(_) => return Scan::No,
        None => return Scan::Cut,
    }
    let at = scan::skip_space(text, behind + 1);
    let (start, end, behind) = match scan::destination(text, at) {
        Scan::Found((start, end, _)) if start == end && text.as_bytes().get(at) != Some(&b'<') => {
            return Scan::No;
        }
        Scan::Found(found) => found,
        Scan::Cut => return Scan::Cut,
        Scan::No => return Scan::No,
    };
    let (title, end_of_line) = match title_and_end(text, behind) {
        Scan::Found(found) => found,
        Scan::Cut => return Scan::Cut,
        Scan::No => return Scan::No,
    };
    let target = Target { url: unescape(&text[start..end]), title };
    Scan::Found((normalised(&text[from..to]), target, end_of_line))
}

/// The title, if there is one that ends its line, and the end of the definition.
fn title_and_end(text: &str, behind: usize) -> Scan<(String, usize)> {
    let at = scan::skip_space(text, behind);
    let without = line_end(text, behind).map(|end| (String::new(), end));
    let titled = if at > behind { scan::title(text, at) } else { Scan::No };
    match (titled, without) {
        (Scan::Found((from, to, next)), without) => match (line_end(text, next), without) {
            (Some(end), _) => Scan::Found((unescape(&text[from..to]), end)),
            (None, Some(found)) => Scan::Found(found),
            (None, None) => Scan::No,
        },
        (_, Some(found)) => Scan::Found(found),
        (Scan::Cut, None) => Scan::Cut,
        (Scan::No, None) => Scan::No,
    }
}

/// The start of the next line, if nothing but blanks is left of this one.
fn line_end(text: &str, at: usize) -> Option<usize> {
    let end = scan::skip_while(text.as_bytes(), at, |byte| byte == b' ' || byte == b'\t');
    match text.as_bytes().get(end) {
        None => Some(end),
        Some(b'\n') => Some(end + 1),
        Some(_) => None,
    }
}

//! Code spans: a run of backticks up to the next run of the same length.
//!
//! **Invariant:** linear: where runs of each length end is remembered once the text was searched to its end.

use super::Parser;
use super::scan::skip_while;
use crate::markdown::Kind;

/// The longest run that can open a span.
const LONGEST: usize = 80;
/// A span that is not closed looks like one up to this many bytes.
const LONGEST_LOOK: usize = 600;

/// The last place of each length of run.
#[derive(Debug, Default)]
pub struct Runs {
    last: Vec<usize>,
}

impl Runs {
    fn of(text: &str) -> Self {
        let (bytes, mut at, mut last) = (text.as_bytes(), 0, vec![0; LONGEST + 1]);
        while let Some(found) = bytes[at..].iter().position(|&byte| byte == b'`') {
            let start = at + found;
            at = skip_while(bytes, start, |byte| byte == b'`');
            if let Some(place) = last.get_mut(at - start) {
                *place = start;
            }
        }
        Self { last }
    }
}

impl Parser<'_> {
    pub(super) fn code_span(&mut self) -> bool {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let inside = skip_while(bytes, start, |byte| byte == b'`');
        let length = inside - start;
        if self.runs.last.is_empty() {
            self.runs = Runs::of(self.text);
        }
        let last = self.runs.last.get(length).copied().unwrap_or_default();
        let mut at = inside;
        while at <= last {
            let Some(found) = bytes[at..].iter().position(|&byte| byte == b'`') else { break };
            let closer = at + found;
            at = skip_while(bytes, closer, |byte| byte == b'`');
            if at - closer == length {
                if at == bytes.len() {
                    // One more backtick would make it another run.
                    self.block(start);
                }
                return self.leaf(Kind::Code, code(&self.text[inside..closer]), at);
            }
        }
        self.block(start);
        if self.is_open && self.text.len() - inside <= LONGEST_LOOK && !self.text[inside..].contains('\n') {
            return self.half_open_code(inside);
        }
        // The whole run is plain.
        self.at = inside;
        true
    }

    fn half_open_code(&mut self, inside: usize) -> bool {
        let code = self.text[inside..].trim_end_matches('`').to_owned();
        if code.trim().is_empty() { self.hide_rest() } else { self.leaf(Kind::Code, code, self.text.len()) }
    }
}

/// Line ends are blanks, and one blank is taken off both sides if there is more than blanks.
fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let stripped = text.strip_prefix(' ').and_then(|text| text.strip_suffix(' '));
    match stripped {
        Some(inside) if !text.trim_matches(' ').is_empty() => inside.to_owned(),
        _ => text,
    }
}

//! Backslash escapes and character references.
//!
//! **Invariant:** total. The names are those of HTML 4 and the few more that people write; another name stays the
//! text that it is (HTML 5's two thousand names would cost as much as a tenth of the widget).

use super::Parser;
use super::arena::What;
use super::scan::is_punctuation;

/// Pairs of a name and what it stands for, a blank between all.
const NAMES: &str = include_str!("entities.txt");

impl Parser<'_> {
    pub(super) fn backslash(&mut self) -> bool {
        match self.byte(1) {
            Some(b'\n') => {
                self.flush(self.at);
                self.end_line(self.at + 1, true)
            }
            Some(b'(' | b'[') if self.escaped_formula() => true,
            Some(next) if is_punctuation(next) => {
                self.flush(self.at);
                self.plain = self.at + 1;
                self.at += 2;
                true
            }
            None if self.is_open => self.hide_rest(),
            _ => false,
        }
    }

    pub(super) fn reference(&mut self) -> bool {
        if let Some((text, end)) = entity(self.text, self.at) {
            self.flush(self.at);
            self.arena.push(What::Text(text), self.at, end);
            return self.go_on(end);
        }
        let rest = &self.text[self.at + 1..];
        let may_be_one =
            rest.len() < 32 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
        self.is_open && may_be_one && self.hide_rest()
    }
}

/// The reference that begins at `at`, which is an `&`: what it stands for and where it ends.
pub fn entity(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text.get(at + 1..)?;
    let length = rest.bytes().take(33).position(|byte| byte == b';')?;
    let name = &rest[..length];
    let end = at + length + 2;
    let value = match name.strip_prefix('#') {
        Some(number) => numeric(number)?.to_string(),
        None => named(name)?.to_owned(),
    };
    Some((value, end))
}

fn numeric(number: &str) -> Option<char> {
    let (digits, radix, longest) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 6),
        None => (number, 10, 7),
    };
    if !(1..=longest).contains(&digits.len()) {
        return None;
    }
    let code = digits.chars().try_fold(0, |code, digit| Some(code * radix + digit.to_digit(radix)?))?;
    Some(char::from_u32(code).filter(|&c| c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn named(name: &str) -> Option<&'static str> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let mut words = NAMES.split_ascii_whitespace();
    while let (Some(known), Some(value)) = (words.next(), words.next()) {
        if known == name {
            return Some(value);
        }
    }
    None
}

/// The text with backslash escapes and character references resolved.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find(['\\', '&']) {
        out.push_str(&text[at..at + found]);
        at += found;
        let (value, end) = reference(text, at);
        out.push_str(&value);
        at = end;
    }
    out + &text[at..]
}

/// What the backslash or ampersand at `at` stands for, and where that ends.
fn reference(text: &str, at: usize) -> (String, usize) {
    let byte = text.as_bytes()[at];
    let next = text.as_bytes().get(at + 1).copied().filter(|&next| byte == b'\\' && is_punctuation(next));
    match next {
        Some(next) => (char::from(next).to_string(), at + 2),
        None => entity(text, at)
            .filter(|_| byte == b'&')
            .unwrap_or_else(|| (char::from(byte).to_string(), at + 1)),
    }
}

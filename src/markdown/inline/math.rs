//! Formulas within a line: `$…$`, `$$…$$`, `\(…\)` and `\[…\]`.
//!
//! **Invariant:** prices stay text: a single dollar opens only before something that is not blank, closes only behind
//! it and not before a digit or a name, and what begins with a digit must look like more than a number.

use super::Parser;
use crate::markdown::Kind;
use crate::markdown::reference::References;
use crate::text::find;

/// The longest formula within a line, in bytes.
const LONGEST: usize = 2000;
/// One that is not closed looks like one up to this many bytes, unless two dollars say for certain that it is one.
const LONGEST_LOOK: usize = 200;

impl Parser<'_> {
    pub(super) fn dollars(&mut self) -> bool {
        let start = self.at;
        let is_display = self.byte(1) == Some(b'$');
        let mark = if is_display { "$$" } else { "$" };
        let inside = start + mark.len();
        let rest = &self.text[inside..];
        let is_open =
            rest.starts_with(|c: char| !c.is_whitespace() && c != '$') || (is_display && !rest.is_empty());
        if !is_open {
            if rest.is_empty() && self.is_open {
                self.block(start);
                return self.hide_rest();
            }
            self.at = inside;
            return true;
        }
        match closing_dollar(rest, mark) {
            Some(length) => {
                let is_last = inside + length + mark.len() == self.text.len();
                if is_last {
                    // A digit may follow.
                    self.block(start);
                }
                let may_be_prices = is_last && self.is_open && !is_display && begins_with_digit(rest);
                if !may_be_prices && is_formula(&rest[..length], is_display) {
                    let tex = rest[..length].trim().to_owned();
                    return self.leaf(Kind::Math { is_display }, tex, inside + length + mark.len());
                }
            }
            None if rest.len() < LONGEST => {
                self.block(start);
                self.opens_formula |= is_display;
                let looks = match is_display {
                    true => rest.len() < LONGEST_LOOK || !rest.starts_with(' '),
                    false => rest.len() < LONGEST_LOOK && !begins_with_digit(rest) && !is_prose(rest),
                };
                if self.is_open && looks {
                    let tex = rest.trim_end_matches('$').to_owned();
                    return self.leaf(Kind::Math { is_display }, tex, self.text.len());
                }
            }
            None => {}
        }
        self.at = inside;
        true
    }

    /// `\(…\)` or `\[…\]`, at the backslash.
    pub(super) fn escaped_formula(&mut self) -> bool {
        let start = self.at;
        let is_display = self.byte(1) == Some(b'[');
        let closer = if is_display { "\\]" } else { "\\)" };
        let rest = &self.text[start + 2..];
        let near = (0..4).find_map(|back| rest.get(..LONGEST - back)).unwrap_or(rest);
        let found = if self.unclosed_formula[usize::from(is_display)] { None } else { find(near, closer) };
        match found {
            Some(length) if is_formula(&rest[..length], true) => {
                let tex = rest[..length].trim().to_owned();
                self.leaf(Kind::Math { is_display }, tex, start + 4 + length)
            }
            Some(_) => false,
            None if rest.len() < LONGEST => {
                self.unclosed_formula[usize::from(is_display)] = true;
                self.block(start);
                let looks = rest.len() < LONGEST_LOOK && !rest.contains('\n') && is_formula(rest, true);
                if !self.is_open || !looks {
                    return self.is_open && rest.trim_start().len() < 2 && self.hide_rest();
                }
                let tex = rest.trim_end_matches('\\').to_owned();
                self.leaf(Kind::Math { is_display }, tex, self.text.len())
            }
            None => false,
        }
    }
}

fn closing_dollar(rest: &str, mark: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len().min(LONGEST) {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' if mark == "$" => return None,
            b'$' if mark == "$$" && bytes.get(at + 1) == Some(&b'$') => return Some(at),
            b'$' if mark == "$" => {
                let before = *bytes.get(at.wrapping_sub(1))?;
                let is_closer = match bytes.get(at + 1) {
                    Some(b'$' | b'0'..=b'9') => false,
                    // The n$th; but not the next name of `$a,$b`.
                    Some(b'_' | b'{' | b'a'..=b'z' | b'A'..=b'Z') => {
                        before.is_ascii_alphanumeric() || matches!(before, b')' | b']' | b'}' | b'\'')
                    }
                    _ => !before.is_ascii_whitespace(),
                };
                return is_closer.then_some(at);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// True if a display formula begins in this text that its next lines may close.
pub fn opens_formula(text: &str, references: &References) -> bool {
    let mut parser = Parser::new(text, references, false);
    parser.run();
    parser.opens_formula
}

fn begins_with_digit(tex: &str) -> bool {
    tex.starts_with(|c: char| c.is_ascii_digit())
}

/// True if what stands behind a dollar reads like words, or has another dollar: `$HOME and $PATH`.
fn is_prose(tex: &str) -> bool {
    let is_word = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut words = 0;
    let has_words = tex.split(' ').any(|part| {
        words = if is_word(part) { words + 1 } else { 0 };
        words == 2
    });
    has_words || tex.contains('\n') || tex.trim_end_matches('$').contains('$')
}

/// True if this can be meant as a formula: something to read is in it; a lone amount of money is none.
pub fn is_formula(tex: &str, is_marked: bool) -> bool {
    let has_content = tex.contains(char::is_alphanumeric);
    let is_amount = begins_with_digit(tex)
        && !tex.contains(['\\', '^', '_', '=', '{', '+', '<', '>', '*', '/'])
        && tex.contains(' ');
    has_content && (is_marked || !is_amount)
}

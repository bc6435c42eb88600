//! Addresses that stand in the text as they are: GitHub's extended autolinks, also within text that has no blanks.
//!
//! **Invariant:** an address begins where no word is under way, and ends before trailing punctuation.

use super::Parser;
use super::arena::What;
use super::scan::skip_while;
use super::wide::{ends_address, is_cjk};
use crate::text::contains;

/// A name has at most 253 bytes (RFC 1035), so nothing is read further for one.
const LONGEST_HOST: usize = 256;

impl Parser<'_> {
    /// At the `:` of `https://`, the `.` of `www.` or the `@` of an address of mail.
    pub(super) fn bare_address(&mut self, byte: u8) -> bool {
        let found = match byte {
            b':' => self.web_address(&["https", "http", "ftp"], "://"),
            b'.' => self.web_address(&["www"], "."),
            _ => self.mail_address(),
        };
        let Some((start, end, prefix)) = found else { return false };
        if end == self.text.len() {
            self.block(start);
        }
        self.take_back(start);
        let url = [prefix, &self.text[start..end]].concat();
        self.arena.push(What::Address(url), start, end);
        self.go_on(end)
    }

    fn web_address(&self, heads: &[&str], behind: &str) -> Option<(usize, usize, &'static str)> {
        let before = &self.text[self.plain..self.at];
        // Schemes are the same in capitals; `www` is small, as GitHub has it.
        let is_head = |head: &&&str| {
            before.ends_with(**head)
                || behind != "."
                    && before.len() >= head.len()
                    && before.as_bytes()[before.len() - head.len()..].eq_ignore_ascii_case(head.as_bytes())
        };
        let head = heads.iter().find(is_head)?;
        let start = self.at - head.len();
        let may_begin =
            if behind == "." { may_begin(self.text, start) } else { !follows_letter(self.text, start) };
        if !self.text[self.at..].starts_with(behind) || !may_begin {
            return None;
        }
        let host = if behind == "." { start } else { self.at + behind.len() };
        let far = self.text.len().min(host + LONGEST_HOST);
        let host_end = skip_while(&self.text.as_bytes()[..far], host, |byte| {
            byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) || byte >= 0x80
        });
        if host_end == host + LONGEST_HOST {
            return None;
        }
        let host_end = self.text[host..host_end].find(ends_address).map_or(host_end, |length| host + length);
        if !is_host(self.text[host..host_end].trim_end_matches('.')) {
            return None;
        }
        // It may be the words of a link: a bracket that it did not open ends it.
        let mut depth = 0;
        let length = self.text.as_bytes()[host_end..].iter().position(|&byte| {
            depth += i32::from(byte == b'[') - i32::from(byte == b']');
            byte <= b' ' || byte == b'<' || depth < 0
        });
        let end = length.map_or(self.text.len(), |length| host_end + length);
        let end = self.text[host_end..end].find(ends_address).map_or(end, |length| host_end + length);
        Some((start, trimmed(self.text, start, end), if behind == "." { "http://" } else { "" }))
    }

    /// Underscores before an address of mail belong to it: they are no pieces of their own any more.
    fn take_back(&mut self, start: usize) {
        if start >= self.plain {
            self.flush(start);
            return;
        }
        while self.arena.last() != 0 && self.arena.at(self.arena.last()).start >= start {
            let last = self.arena.last();
            self.delimiters.forget(last);
            self.arena.truncate_before(last);
        }
        let last = self.arena.last();
        if last != 0 && self.arena.at(last).end > start {
            self.arena.at_mut(last).end = start;
        }
    }

    fn mail_address(&self) -> Option<(usize, usize, &'static str)> {
        let is_user = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
        let bytes = self.text.as_bytes();
        let length = bytes[..self.at].iter().rev().take_while(|byte| is_user(byte)).count();
        let end =
            skip_while(bytes, self.at + 1, |byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        let host = self.text[self.at + 1..end].trim_end_matches('.');
        let is_mail =
            length > 0 && host.contains('.') && !contains(host, "..") && !host.ends_with(['-', '_']);
        let start = self.at - length;
        let before = &self.text[..start];
        let (start, prefix) = match before.strip_suffix("mailto:") {
            Some(rest) if start - 7 >= self.plain && !rest.ends_with(char::is_alphabetic) => (start - 7, ""),
            _ => (start, "mailto:"),
        };
        (is_mail && !host.starts_with('.')).then_some((start, self.at + 1 + host.len(), prefix))
    }
}

fn follows_letter(text: &str, start: usize) -> bool {
    text[..start].ends_with(|c: char| c.is_alphabetic() && !is_cjk(c))
}

fn may_begin(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '*' | '_' | '~' | '(' | '"' | '\'' | '[')
            || !(c.is_alphanumeric() || c.is_ascii_punctuation())
            || is_cjk(c)
    })
}

/// Parts between dots, none empty, and no underscore in the last two.
fn is_host(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    parts.iter().all(|part| !part.is_empty()) && parts.iter().rev().take(2).all(|part| !part.contains('_'))
}

/// Without what ends a sentence, a closing parenthesis that nothing in the address opened, and a character reference.
fn trimmed(text: &str, start: usize, mut end: usize) -> usize {
    let count = |parenthesis| text[start..end].matches(parenthesis).count();
    let (opened, mut closed) = (count('('), count(')'));
    loop {
        let address = &text[start..end];
        let last = address.as_bytes().last().copied().unwrap_or(b' ');
        match last {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => end -= 1,
            b')' if closed > opened => (end, closed) = (end - 1, closed - 1),
            b';' => {
                let name = address[..address.len() - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                end = if name.ends_with('&') && name.len() + 1 < address.len() {
                    start + name.len() - 1
                } else {
                    end - 1
                };
            }
            _ => return end,
        }
    }
}

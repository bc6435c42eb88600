//! Text that is written: with a backslash before what would mean something, or as the number of a character.
//!
//! **Invariant:** whatever stands in a text, it is read back as text, and as the same.

use super::{Writer, begins_word, ends_word, is_word, number};
use crate::markdown::inline::entity;

impl Writer {
    /// Writes a text that is the first or the last of what it stands in.
    pub(super) fn text(&mut self, text: &str, is_first: bool, is_last: bool) {
        for (at, c) in text.char_indices() {
            let (head, behind) = (&text[..at], &text[at + c.len_utf8()..]);
            let is_after = head.is_empty() && !is_first;
            let is_edge = (is_first && head.is_empty()) || (is_last && behind.is_empty());
            if (is_edge && c.is_whitespace()) || self.is_taken(c, is_after) {
                self.out.push_str(&number(c));
                continue;
            }
            let means = match c {
                '!' => behind.is_empty() && !is_last,
                '&' => entity(text, at).is_some(),
                c => self.means(c, head, behind),
            };
            if means {
                self.out.push('\\');
            }
            self.out.push(c);
        }
    }

    /// True for what a backslash would not make plain: `\[` and `\(` are marks of formulas. `is_after` says that it
    /// comes first behind an element.
    fn is_taken(&self, c: char, is_after: bool) -> bool {
        match c {
            '\n' | '\r' => true,
            '[' => self.has_formula_end,
            ']' => self.is_in_brackets,
            // Behind the mark of a footnote it would be the address of a link.
            '(' => is_after && self.out.ends_with(']'),
            c => is_after && is_word(c) && self.is_behind_marks(),
        }
    }

    /// True if a character would be read as a mark.
    fn means(&self, c: char, head: &str, behind: &str) -> bool {
        match c {
            '\\' => true,
            '[' | '`' | '~' | '$' => self.is_paired(c),
            '*' => self.is_paired(c) && !is_between_blanks(head, behind),
            '_' => self.is_paired(c) && !(begins_word(behind) && ends_word(head)),
            '<' => !behind.starts_with(' '),
            ':' => behind.starts_with("//"),
            '.' => head.ends_with("www"),
            '@' => begins_word(behind) || matches!(behind.as_bytes().first(), Some(b'-' | b'_')),
            _ => false,
        }
    }

    /// Not by `contains`: a sign that is not known beforehand would bring the search for texts into the first half.
    fn is_paired(&self, mark: char) -> bool {
        self.paired.chars().any(|paired| paired == mark)
    }

    /// True behind emphasis that ends with a sign, as other marks are: its marks close nothing before a letter.
    fn is_behind_marks(&self) -> bool {
        let last = self.out.chars().next_back().filter(|last| matches!(last, '*' | '_' | '~'));
        last.is_some_and(|mark| !ends_word(self.out.trim_end_matches(mark)))
    }
}

/// Blanks at an end do not count, which are written as numbers.
fn is_between_blanks(head: &str, behind: &str) -> bool {
    head.len() > 1 && head.ends_with(' ') && behind.len() > 1 && behind.starts_with(' ')
}

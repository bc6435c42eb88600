//! Line ends within a paragraph: soft and hard breaks.
//!
//! **Invariant:** blanks around a line end are not in the text.

use super::arena::What;
use super::scan::skip_while;
use super::{Kind, Parser};

impl Parser<'_> {
    pub(super) fn line_end(&mut self) -> bool {
        let line_end = self.at;
        let before = &self.text[self.plain..line_end];
        let kept = before.trim_end_matches([' ', '\t']).len();
        let is_hard = before.ends_with("  ");
        self.flush(self.plain + kept);
        self.end_line(line_end, is_hard)
    }

    /// A hard break is an element; a soft one stays the character that it is.
    pub(super) fn end_line(&mut self, line_end: usize, is_hard: bool) -> bool {
        let next = skip_while(self.text.as_bytes(), line_end + 1, |byte| byte == b' ' || byte == b'\t');
        if is_hard {
            self.arena.push(What::Element(Kind::Break), self.plain, line_end + 1);
        } else {
            self.arena.push(What::Source, line_end, line_end + 1);
        }
        self.go_on(next)
    }
}

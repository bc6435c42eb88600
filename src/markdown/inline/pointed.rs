//! What begins with `<`: an address, or raw HTML, which is text but hides what looks like markdown in it.
//!
//! **Invariant:** linear: the end of an instruction, a comment and the like is not looked for again once there is none.

use super::arena::What;
use super::scan::{self, Scan};
use super::{Kind, Parser};
use crate::markdown::safe_link;

impl Parser<'_> {
    pub(super) fn pointed(&mut self) -> bool {
        let start = self.at;
        let auto = scan::autolink(self.text, start);
        if let Scan::Found((end, is_mail)) = auto {
            return self.autolink(end, is_mail);
        }
        let kind = self.html_kind();
        let html = if self.unclosed_html & kind > 0 { Scan::No } else { scan::html(self.text, start) };
        match html {
            Scan::Found(end) => return self.raw_html(end),
            Scan::Cut => {
                self.unclosed_html |= kind;
                self.block(start);
            }
            Scan::No if auto == Scan::Cut => self.block(start),
            Scan::No => {}
        }
        self.is_open && self.look_at_pointed()
    }

    fn autolink(&mut self, end: usize, is_mail: bool) -> bool {
        let start = self.at;
        let inside = &self.text[start + 1..end - 1];
        let url = if is_mail { ["mailto:", inside].concat() } else { inside.to_owned() };
        self.flush(start);
        match safe_link(&url) {
            Some(url) => {
                self.arena.push_leaf(Kind::Link { url, title: String::new() }, inside.into(), start, end)
            }
            None => self.arena.push(What::Text(inside.to_owned()), start, end),
        };
        self.go_on(end)
    }

    /// The bit in `unclosed_html` of what begins here; none for a tag.
    fn html_kind(&self) -> u8 {
        match (self.byte(1), self.byte(2)) {
            (Some(b'?'), _) => 1,
            (Some(b'!'), Some(b'-')) => 2,
            (Some(b'!'), Some(b'[')) => 4,
            (Some(b'!'), _) => 8,
            _ => 0,
        }
    }

    fn raw_html(&mut self, end: usize) -> bool {
        let start = self.at;
        self.flush(start);
        match &self.text[start..end] {
            // The one tag that models write where markdown has nothing: a line's end in a table's cell.
            "<br>" | "<br/>" | "<br />" => {
                self.arena.push(What::Element(Kind::Break), start, end);
                self.go_on(scan::skip_while(self.text.as_bytes(), end, |byte| byte == b' '))
            }
            // Not as it stands in the source, where there may be a cut between two words.
            tag => {
                self.arena.push(What::Text(tag.to_owned()), start, end);
                self.go_on(end)
            }
        }
    }

    /// `<htt` may become an address, `<https:` will.
    fn look_at_pointed(&mut self) -> bool {
        let inside = &self.text[self.at + 1..];
        let is_name =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-/!?".contains(&byte));
        if (scan::has_scheme(inside) || inside.contains('@')) && !inside.contains([' ', '>', '<']) {
            let kind = Kind::Link { url: String::new(), title: String::new() };
            return self.leaf(kind, inside.to_owned(), self.text.len());
        }
        inside.len() < 12 && is_name(inside) && self.hide_rest()
    }
}

//! What a block begins with.
//!
//! **Invariant:** each function looks at a line from its first thing on and takes nothing.

use crate::markdown::inline::scan::{self, Scan};
use crate::text::{contains, number};

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    Bullet(u8),
    /// The number and what is behind it.
    Ordered(u64, u8),
}

impl Marker {
    /// True if an item of the other mark belongs to the same list.
    pub fn matches(self, other: Self) -> bool {
        match (self, other) {
            (Self::Bullet(this), Self::Bullet(other)) => this == other,
            (Self::Ordered(_, this), Self::Ordered(_, other)) => this == other,
            _ => false,
        }
    }

    pub fn start(self) -> Option<u64> {
        match self {
            Self::Bullet(_) => None,
            Self::Ordered(number, _) => Some(number),
        }
    }
}

/// The level and the text of an ATX heading.
pub fn heading(line: &str) -> Option<(u8, &str)> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let text = &line[level..];
    if !(1..=6).contains(&level) || !(text.is_empty() || text.starts_with([' ', '\t'])) {
        return None;
    }
    let text = text.trim_matches([' ', '\t']);
    let without = text.trim_end_matches('#');
    let text = if without.is_empty() || without.ends_with([' ', '\t']) {
        without.trim_end_matches([' ', '\t'])
    } else {
        text
    };
    Some((level as u8, text))
}

/// The character, the length and the info string of an opening fence.
pub fn fence(line: &str) -> Option<(u8, usize, &str)> {
    let byte = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = run(line, byte);
    let info = line[length..].trim_matches([' ', '\t']);
    (length >= 3 && !(byte == b'`' && info.contains('`'))).then_some((byte, length, info))
}

pub fn closes_fence(line: &str, byte: u8, length: usize) -> bool {
    let found = run(line, byte);
    found >= length && line[found..].trim_matches([' ', '\t']).is_empty()
}

fn run(line: &str, byte: u8) -> usize {
    line.bytes().take_while(|&other| other == byte).count()
}

pub fn is_rule(line: &str) -> bool {
    let Some(&byte) = line.as_bytes().first().filter(|byte| matches!(byte, b'*' | b'-' | b'_')) else {
        return false;
    };
    let marks = line.bytes().filter(|&other| other == byte).count();
    marks >= 3 && line.bytes().all(|other| other == byte || other == b' ' || other == b'\t')
}

/// The level of the heading that the lines before become.
pub fn underline(line: &str) -> Option<u8> {
    let line = line.trim_end_matches([' ', '\t']);
    let is_all = |byte: u8| !line.is_empty() && line.bytes().all(|other| other == byte);
    if is_all(b'=') {
        Some(1)
    } else if is_all(b'-') {
        Some(2)
    } else {
        None
    }
}

/// The mark of a list item and its length.
pub fn marker(line: &str) -> Option<(Marker, usize)> {
    let bytes = line.as_bytes();
    let (marker, length) = match *bytes.first()? {
        byte @ (b'-' | b'+' | b'*') => (Marker::Bullet(byte), 1),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let behind = *bytes.get(digits).filter(|byte| matches!(byte, b'.' | b')'))?;
            if digits > 9 {
                return None;
            }
            (Marker::Ordered(number(&line[..digits])?, behind), digits + 1)
        }
        _ => return None,
    };
    matches!(bytes.get(length), None | Some(b' ' | b'\t')).then_some((marker, length))
}

/// The label of a footnote's definition and the length of its mark.
pub fn footnote(line: &str) -> Option<(&str, usize)> {
    let label = line.strip_prefix("[^")?;
    let end = label.find(']').filter(|&end| label[end..].starts_with("]:"))?;
    let label = &label[..end];
    let fits =
        !label.is_empty() && label.len() < 200 && !label.contains(|c: char| c.is_whitespace() || c == '[');
    fits.then_some((label, end + 4))
}

/// The number of the condition by which a block of HTML begins here (CommonMark 4.6).
pub fn html(line: &str, in_paragraph: bool) -> Option<u8> {
    let rest = line.strip_prefix('<')?;
    let lower = |text: &str| {
        text.bytes()
            .take_while(u8::is_ascii_alphanumeric)
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect::<String>()
    };
    let is_closing = rest.starts_with('/');
    let name = lower(&rest[usize::from(is_closing)..]);
    let behind = &rest.as_bytes()[usize::from(is_closing) + name.len()..];
    let ends = matches!(behind, [] | [b' ' | b'\t' | b'>', ..]);
    let is_one_of = |names: &str| !name.is_empty() && names.split(' ').any(|known| known == name);
    if !is_closing && ends && is_one_of("pre script style textarea") {
        return Some(1);
    }
    match rest.as_bytes() {
        [b'!', b'-', b'-', ..] => return Some(2),
        [b'?', ..] => return Some(3),
        [b'!', letter, ..] if letter.is_ascii_alphabetic() => return Some(4),
        _ if rest.starts_with("![CDATA[") => return Some(5),
        _ => {}
    }
    if (ends || behind.starts_with(b"/>")) && is_one_of(BLOCK_TAGS) {
        return Some(6);
    }
    let is_whole_tag = match scan::tag(line, 0) {
        Scan::Found(end) => line[end..].trim_matches([' ', '\t']).is_empty(),
        _ => false,
    };
    (!in_paragraph && is_whole_tag).then_some(7)
}

const BLOCK_TAGS: &str = "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr track ul";

/// True if the block of HTML that began by this condition ends in this line.
pub fn ends_html(condition: u8, line: &str) -> bool {
    let has = |ends: &[&str]| ends.iter().any(|end| contains(line, end));
    match condition {
        1 => {
            let lower = line.to_ascii_lowercase();
            ["</pre>", "</script>", "</style>", "</textarea>"].iter().any(|end| contains(&lower, end))
        }
        2 => has(&["-->"]),
        3 => has(&["?>"]),
        4 => has(&[">"]),
        5 => has(&["]]>"]),
        _ => false,
    }
}

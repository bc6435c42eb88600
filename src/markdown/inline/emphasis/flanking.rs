//! Which way a delimiter run leans: whether it may open emphasis, close it, or both.
//!
//! **Invariant:** decided by the characters on both sides alone; the ends of the text count as blanks.

/// Whether a run of this byte between these texts may open, and whether it may close.
pub fn flanking(byte: u8, before: &str, after: &str) -> (bool, bool) {
    let before = before.chars().next_back().unwrap_or(' ');
    let after = after.chars().next().unwrap_or(' ');
    let (after_blank, before_blank) = (after.is_whitespace(), before.is_whitespace());
    let (after_mark, before_mark) = (is_mark(after), is_mark(before));
    let left = !after_blank && (!after_mark || before_blank || before_mark);
    let right = !before_blank && (!before_mark || after_blank || after_mark);
    match byte {
        // Not within a word.
        b'_' => (left && (!right || before_mark), right && (!left || after_mark)),
        _ => (left, right),
    }
}

/// Punctuation and symbols. The general categories P and S are told from the rest by what the standard library knows:
/// what is no letter, number, blank, control character or combining mark.
fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let is_combining = matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}');
    let is_format = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control() && !is_combining && !is_format
}

//! Which way a delimiter run leans: whether it may open emphasis, close it, or both.
//!
//! **Invariant:** decided by the characters on both sides alone; the ends of the text count as blanks; without Chinese,
//! Japanese or Korean ones beside it, it is CommonMark's rule to the letter.

use super::super::wide::is_cjk;

/// Whether a run of this byte between these texts may open, and whether it may close. Beside Chinese, Japanese and Korean
/// characters, which stand without blanks, by the CommonMark CJK-friendly Amendments: `**重点：**之后` is bold.
/// Source: <https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md>
pub fn flanking(byte: u8, before: &str, after: &str) -> (bool, bool) {
    // What is before a variation selector is what it is with it.
    let before = before.chars().rev().find(|c| !matches!(c, '\u{fe00}'..='\u{fe0e}')).unwrap_or(' ');
    let after = after.chars().next().unwrap_or(' ');
    let (after_blank, before_blank) = (after.is_whitespace(), before.is_whitespace());
    let (after_cjk, before_cjk) = (is_cjk(after), is_cjk(before));
    let (after_mark, before_mark) = (is_mark(after), is_mark(before));
    let left = !after_blank && (!after_mark || after_cjk || before_blank || before_mark || before_cjk);
    let right = !before_blank && (!before_mark || before_cjk || after_blank || after_mark || after_cjk);
    match byte {
        // Not within a word.
        b'_' => (left && (!right || before_mark), right && (!left || after_mark)),
        _ => (left, right),
    }
}

/// Punctuation and symbols. The general categories P and S are told from the rest by what the standard library knows:
/// what is no letter, number, blank or control character, and no mark that combines with a letter (tones, viramas).
fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    if c.is_alphanumeric() || c.is_whitespace() || c.is_control() {
        return false;
    }
    match c {
        // The blocks of letters hold more that combines than punctuation: this is what is common of that.
        '\u{300}'..='\u{1fff}' | '\u{a800}'..='\u{abff}' => {
            matches!(c, '\u{37e}' | '\u{387}' | '\u{55a}'..='\u{58a}' | '\u{5be}'
            | '\u{5c0}' | '\u{5c3}' | '\u{5f3}' | '\u{5f4}' | '\u{606}'..='\u{60d}' | '\u{61b}'..='\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}'
            | '\u{964}' | '\u{965}' | '\u{970}' | '\u{e3f}' | '\u{e4f}' | '\u{e5a}' | '\u{e5b}' | '\u{f04}'..='\u{f14}'
            | '\u{104a}'..='\u{104f}' | '\u{10fb}' | '\u{1360}'..='\u{1368}' | '\u{17d4}'..='\u{17db}' | '\u{1800}'..='\u{180a}')
        }
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => false,
        '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}'
        | '\u{3099}'
        | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{10a00}'..='\u{11fff}'
        | '\u{e0000}'..='\u{10ffff}' => false,
        _ => true,
    }
}

//! Characters of Chinese, Japanese and Korean, which stand without blanks between words, and their punctuation.
//!
//! **Invariant:** ranges, not tables: between them, what no character has yet goes along.

/// Wide characters that are no emoji, and Hangul.
/// Source: <https://github.com/tats-u/markdown-cjk-friendly/blob/main/ranges.md>
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{20a9}' | '\u{2329}' | '\u{232a}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe10}'..='\u{fe19}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ffee}' | '\u{16fe0}'..='\u{1b2ff}' | '\u{20000}'..='\u{3fffd}'
        // Selectors of ideographic variants.
        | '\u{e0100}'..='\u{e01ef}')
}

/// Punctuation of full width, and quotation marks: no address that is written without `%` holds them, and without a
/// blank behind it they end one.
pub fn ends_address(c: char) -> bool {
    matches!(c, '«' | '»' | '\u{2018}'..='\u{201f}' | '…' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{301f}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff5b}'..='\u{ff65}')
}

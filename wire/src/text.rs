//! Small work on texts, for which the standard library has more than a widget can afford: its formatting weighs a
//! kilobyte of the download, its search for a text in a text nearly as much.
//!
//! **Invariant:** the results are those of the standard library. tests/architecture.rs asserts that nothing in the
//! widget formats.

/// A number as text.
pub fn digits(mut number: u64) -> String {
    let mut all = String::new();
    loop {
        all.insert(0, char::from(b'0' + (number % 10) as u8));
        number /= 10;
        if number == 0 {
            return all;
        }
    }
}

/// The whole number that digits say, if it fits. Much shorter than the standard library's for each type of number.
pub fn number(digits: &str) -> Option<u64> {
    let value = |sign: u8| sign.checked_sub(b'0').filter(|digit| *digit < 10).map(u64::from);
    let add = |sum: u64, sign| sum.checked_mul(10)?.checked_add(value(sign)?);
    digits.bytes().try_fold(0, add).filter(|_| !digits.is_empty())
}

/// Where `part` begins in `text`, in bytes. Made for parts that are short or rare.
pub fn find(text: &str, part: &str) -> Option<usize> {
    let last = text.len().checked_sub(part.len())?;
    // At the start of a character or in the middle of one, in which no text begins.
    (0..=last).find(|at| text.as_bytes()[*at..].starts_with(part.as_bytes()))
}

/// True if `part` stands in `text`.
pub fn contains(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// True if the character is one of these.
pub fn is_one_of(character: char, these: &str) -> bool {
    these.chars().any(|it| it == character)
}

/// Tells texts apart, for tables: FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>).
pub fn sum(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The beginning of a text: at most so many bytes, and whole characters.
pub fn cut_at(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

/// The small letter of a Latin, Greek, Cyrillic or Armenian one; others as they are. The standard library's tables for
/// all scripts would be a twentieth of the download.
pub fn folded(c: char) -> char {
    let shift = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => 32,
        '\0'..='\u{ff}' => 0,
        'Ѐ'..='Џ' => 80,
        'Ա'..='Ֆ' => 48,
        'Ā'..='ķ' | 'Ŋ'..='ŷ' | 'Ѡ'..='ҁ' | 'Ҋ'..='ҿ' | 'Ӑ'..='ԯ' | 'Ḁ'..='ẕ' | 'Ạ'..='ỿ' => {
            1 - u32::from(c) % 2
        }
        'Ĺ'..='ň' | 'Ź'..='ž' | 'Ӂ'..='ӎ' => u32::from(c) % 2,
        'ẞ' => return 'ß',
        'ς' => return 'σ',
        _ => 0,
    };
    char::from_u32(u32::from(c) + shift).unwrap_or(c)
}

/// What stands before the first `part` and behind it.
pub fn split<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, part)?;
    Some((&text[..at], &text[at + part.len()..]))
}

/// The text with `new` in each place of `part`, which is not empty.
pub fn replaced(text: &str, part: &str, new: &str) -> String {
    let (mut all, mut rest) = (String::new(), text);
    while let Some((before, behind)) = split(rest, part) {
        all.push_str(before);
        all.push_str(new);
        rest = behind;
    }
    all + rest
}

#[cfg(test)]
mod tests {
    use super::{cut_at, digits, find, folded, replaced, split};

    #[test]
    fn numbers_are_written_as_the_standard_library_writes_them() {
        for number in [0, 7, 10, 99, 100, 18_446_744_073_709_551_615] {
            assert_eq!(digits(number), number.to_string());
        }
    }

    #[test]
    fn parts_are_found_as_the_standard_library_finds_them() {
        for text in ["", "a", "ab", "aab", "aaab", "abab", "\u{e9}\u{e9}a", "\u{e9}ab", "b\u{a9}"] {
            for part in ["a", "ab", "aab", "\u{e9}", "\u{a9}", "abababab"] {
                assert_eq!(find(text, part), text.find(part), "{part} in {text}");
                assert_eq!(split(text, part), text.split_once(part), "{part} in {text}");
                assert_eq!(replaced(text, part, "xa"), text.replace(part, "xa"), "{part} in {text}");
            }
        }
        assert_eq!(find("a", ""), Some(0));
    }

    #[test]
    fn letters_are_folded_nearly_as_the_standard_library_folds_them() {
        let scripts =
            ['\0'..='\u{17f}', '\u{386}'..='\u{3ce}', '\u{400}'..='\u{586}', '\u{1e00}'..='\u{1eff}'];
        let differs = |c: &char| *c != 'ς' && c.to_lowercase().ne([folded(*c)]);
        // Two letters in one, with another accent each, or none in Unicode 1.
        let known = "İ\u{178}ΆΈΉΊΌΎΏϏ\u{3f4}\u{4c0}ẞ";
        let others: String =
            scripts.into_iter().flatten().filter(differs).filter(|c| !known.contains(*c)).collect();
        assert_eq!(others, "");
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        for (most, cut) in [(0, ""), (1, "a"), (2, "a"), (3, "a\u{e9}"), (4, "a\u{e9}b"), (9, "a\u{e9}b")] {
            assert_eq!(cut_at("a\u{e9}b", most), cut);
        }
    }
}

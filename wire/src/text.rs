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

/// The beginning of a text: at most so many bytes, and whole characters.
pub fn cut_at(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
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
    use super::{cut_at, digits, find, replaced, split};

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
    fn a_text_is_cut_between_characters() {
        for (most, cut) in [(0, ""), (1, "a"), (2, "a"), (3, "a\u{e9}"), (4, "a\u{e9}b"), (9, "a\u{e9}b")] {
            assert_eq!(cut_at("a\u{e9}b", most), cut);
        }
    }
}

//! Which marks in a text point to sources.

use causerie::markdown::cited;

/// All marks of a text: what stands there, and its number.
fn marks(text: &str, count: usize) -> Vec<(&str, usize)> {
    let (mut rest, mut found) = (text, Vec::new());
    while let Some((range, number)) = cited(rest, count) {
        found.push((&rest[range.clone()], number));
        rest = &rest[range.end..];
    }
    found
}

#[test]
fn a_number_in_brackets_is_a_mark_if_there_is_such_a_source() {
    assert_eq!(marks("Paris[1][2] is [12].", 12), [("[1]", 1), ("[2]", 2), ("[12]", 12)]);
    assert_eq!(marks("Paris[1][2] is [12].", 1), [("[1]", 1)]);
    assert_eq!(marks("[1]", 0), []);
    assert_eq!(marks("[[2]]é[1]", 2), [("[2]", 2), ("[1]", 1)]);
}

#[test]
fn a_megabyte_of_brackets_is_read_once() {
    for text in ["[".repeat(1 << 20), "[1".repeat(1 << 19), "[[1]".repeat(1 << 18)] {
        assert!(marks(&text, 1).len() <= 1 << 18);
    }
}

#[test]
fn what_is_no_plain_number_is_none() {
    for text in [
        "[0]",
        "[01]",
        "[+1]",
        "[ 1]",
        "[1 ]",
        "[]",
        "[x]",
        "[1",
        "1]",
        "[1,2]",
        "[١]",
        "[99999999999999999999]",
    ] {
        assert_eq!(marks(text, usize::MAX), [], "{text}");
    }
}

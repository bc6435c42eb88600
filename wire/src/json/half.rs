//! Half of a surrogate pair, in a text.
//!
//! Servers written in JavaScript cut texts by UTF-16 units, so that an emoji may come in two deltas, each with
//! half of it as an escape. No Rust text can hold that. **Invariant:** a half is kept as a character near the end
//! of Unicode's last private plane, which nobody sends, until [`push`] joins it with its other half or gives it
//! up; none is left in a text once [`close`] was called.

const BASE: u32 = 0x10_F700;
const FIRST: u32 = 0xD800;
const LOW: u32 = 0xDC00;
const LAST: u32 = 0xDFFF;
/// What the UTF-8 of each of these characters begins with.
const LEAD: u8 = 0xF4;

/// The character that stands for a lone UTF-16 surrogate.
pub(super) fn of_unit(unit: u32) -> Option<char> {
    (FIRST..=LAST).contains(&unit).then(|| char::from_u32(BASE + unit - FIRST)).flatten()
}

/// The surrogate that a character stands for.
fn unit(c: char) -> Option<u32> {
    let unit = u32::from(c).checked_sub(BASE)? + FIRST;
    (unit <= LAST).then_some(unit)
}

/// The half that waits at the end of a text for its other half.
fn waiting(text: &str) -> Option<u32> {
    text.chars().next_back().and_then(unit)
}

/// True if no half is in the text, for certain.
pub fn is_free(text: &str) -> bool {
    !text.as_bytes().contains(&LEAD)
}

/// Appends a piece to a text; a half at the seam that finds its other half is whole again.
pub fn push(text: &mut String, piece: &str) {
    if piece.is_empty() {
        return;
    }
    if waiting(text).is_none() && is_free(piece) {
        text.push_str(piece);
    } else {
        piece.chars().for_each(|c| push_char(text, c));
    }
}

fn push_char(text: &mut String, c: char) {
    let half = unit(c);
    if let Some(high) = waiting(text) {
        text.pop();
        let pair = half.filter(|low| *low >= LOW);
        if let Some(whole) =
            pair.and_then(|low| char::from_u32(0x10000 + ((high - FIRST) << 10) + (low - LOW)))
        {
            text.push(whole);
            return;
        }
        text.push(char::REPLACEMENT_CHARACTER);
    }
    // A low half has nothing to wait for.
    text.push(if half.is_some_and(|unit| unit >= LOW) { char::REPLACEMENT_CHARACTER } else { c });
}

/// Gives up a half that is still waiting.
pub fn close(text: &mut String) {
    if waiting(text).is_some() {
        text.pop();
        text.push(char::REPLACEMENT_CHARACTER);
    }
}

/// The text without a half that is still waiting: what can be shown.
pub fn shown(text: &str) -> &str {
    match text.char_indices().next_back() {
        Some((at, last)) if unit(last).is_some() => &text[..at],
        _ => text,
    }
}

//! Reads relaxed values: an attribute is always a text, JSON may be typed, both mean the same.
//!
//! **Invariant:** every reader is total; `None` says "not allowed" and never guesses.

use super::{Decimal, Label, Labels, Problem};
use crate::json::Json;
use crate::text::number;

/// `maxTokens`, `max-tokens` and `max_tokens` are one name.
pub(super) fn same_name(given: &str, name: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = u8> + '_ {
        name.bytes().filter(|b| !matches!(b, b'-' | b'_')).map(|b| b.to_ascii_lowercase())
    }
    letters(given).eq(letters(name))
}

pub(super) fn is_absent(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// The finding for one value.
pub(super) fn problem(option: &str, value: &Json) -> Problem {
    Problem::Value { option: option.to_owned(), value: value.written(), allowed: "" }
}

pub(super) fn text(value: &Json) -> Option<String> {
    match value {
        Json::Text(text) => Some(text.clone()),
        Json::Number(digits) => Some(digits.clone().into_owned()),
        _ => None,
    }
}

pub(super) fn decimal(value: &Json, least: i64, most: i64) -> Option<Decimal> {
    Decimal::read(text(value)?.trim(), least, most)
}

/// A whole number between two others.
pub(super) fn up_to(value: &Json, least: u64, most: u64) -> Option<u64> {
    whole(value, least).filter(|number| *number <= most)
}

/// A whole number, perhaps below zero.
pub(super) fn integer(value: &Json) -> Option<i64> {
    let text = text(value)?;
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    Some(sign * i64::try_from(number(digits)?).ok()?)
}

/// `on`, `true`, `yes`, and their opposites. (An attribute without a value means the default.)
pub(super) fn yes_or_no(value: &Json) -> Option<bool> {
    match value {
        Json::Bool(value) => Some(*value),
        _ => match value.as_str()?.trim() {
            "on" | "true" | "yes" => Some(true),
            "off" | "false" | "no" => Some(false),
            _ => None,
        },
    }
}

/// A value, also where it stands in an attribute as text.
fn parsed(value: &Json) -> Option<Json> {
    match value {
        Json::Text(plain) => Json::parse(plain).ok(),
        value => Some(value.clone()),
    }
}

pub(super) fn object(value: &Json) -> Option<Json> {
    parsed(value).filter(|value| matches!(value, Json::Object(_)))
}

pub(super) fn array(value: &Json) -> Option<Json> {
    parsed(value).filter(|value| matches!(value, Json::Array(_)))
}

pub(super) fn whole(value: &Json, least: u64) -> Option<u64> {
    number(text(value)?.trim()).filter(|number| *number >= least)
}

/// A JSON array of texts, or in an attribute `One | Two`.
pub(super) fn texts(value: &Json) -> Option<Vec<String>> {
    match value {
        Json::Array(items) => items.iter().map(text).collect(),
        Json::Text(plain) => match Json::parse(plain) {
            Ok(array @ Json::Array(_)) => texts(&array),
            _ => Some(plain.split('|').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()),
        },
        _ => None,
    }
}

/// Origins: a scheme, a host and perhaps a port, without a path.
pub(super) fn origins(value: &Json) -> Option<Vec<String>> {
    let origin = |text: String| {
        let text = text.trim_end_matches('/').to_ascii_lowercase();
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let is_host = !host.is_empty() && !host.contains(['/', '?', '#', '@', '*', ' ']);
        is_host.then_some(text)
    };
    texts(value)?.into_iter().map(origin).collect()
}

/// The names and texts of a JSON object, also where it stands in an attribute as text.
fn pairs(value: &Json) -> Option<Vec<(String, String)>> {
    match value {
        Json::Object(members) => {
            members.iter().map(|(name, value)| Some((name.clone().into_owned(), text(value)?))).collect()
        }
        Json::Text(plain) => match Json::parse(plain).ok()? {
            Json::Text(_) => None,
            value => pairs(&value),
        },
        _ => None,
    }
}

/// True of the name of a header, which is an RFC 9110 token.
pub fn is_header_name(name: &str) -> bool {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(is_token)
}

/// Values hold no line break, as `fetch` would throw on that.
pub(super) fn headers(value: &Json) -> Option<Vec<(String, String)>> {
    let is_value =
        |value: &str| value.chars().all(|c| c == '\t' || (' '..='\u{ff}').contains(&c) && c != '\x7f');
    pairs(value).filter(|pairs| pairs.iter().all(|(name, value)| is_header_name(name) && is_value(value)))
}

/// The labels that are given; a name that there is not is passed over here and found by [`unknown_label`].
pub(super) fn labels(value: &Json) -> Option<Labels> {
    let mut labels = Labels::default();
    for (name, text) in pairs(value)? {
        if let Some(label) = Label::from_name(&name) {
            labels.set(label, text);
        }
    }
    Some(labels)
}

/// The first name that is no label's.
pub(super) fn unknown_label(value: &Json) -> Option<String> {
    pairs(value)?.into_iter().map(|(name, _)| name).find(|name| Label::from_name(name).is_none())
}

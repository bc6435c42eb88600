//! Values of Rust as JSON.
//!
//! **Invariant:** nothing that can fail: a number that may have no digits (a float) is given as its digits.

use super::Json;
use crate::text::digits;

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Number(digits(value).into())
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        let sign = if value < 0 { "-" } else { "" };
        Self::Number([sign, &digits(value.unsigned_abs())].concat().into())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
        Self::Array(items.into_iter().collect())
    }
}

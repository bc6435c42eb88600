//! JSON, read and written in the few kilobytes that a widget can afford.
//!
//! Replies are full of it: a document per token. A general library costs 15 KB of the download (maps, floating
//! point, serialisation traits) and refuses a text whose UTF-16 was cut in two, which servers written in
//! JavaScript do send. **Invariant:** total: any text gives a value or an error, nesting is bounded, and a number
//! keeps its digits as they were written. `tests/json.rs` holds it against `serde_json`.

mod from;
pub mod half;
mod parse;
mod write;

use std::borrow::Cow;

use crate::text;

pub use parse::JsonError;

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Json {
    #[default]
    Null,
    Bool(bool),
    /// The digits as written; checked against the grammar when parsed.
    Number(Name),
    Text(String),
    Array(Vec<Json>),
    /// In the order of the document. Of equal names the last one counts.
    Object(Vec<(Name, Json)>),
}

/// A member's name, or a number's digits.
pub type Name = Cow<'static, str>;

impl Json {
    /// Reads one value; nothing but white space may stand around it. Half of a surrogate pair, which no text
    /// can hold, becomes U+FFFD.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        parse::document(text, parse::Halves::Replaced, &[])
    }

    /// Reads one value, and keeps halves of surrogate pairs as [`half`] says, for whoever joins texts.
    ///
    /// Texts and numbers of the outermost object that go by a `dull` name are checked, but not kept.
    pub fn parse_with_halves(text: &str, dull: &[&str]) -> Result<Self, JsonError> {
        parse::document(text, parse::Halves::Kept, dull)
    }

    /// An object of these members.
    pub fn object<const N: usize>(mut members: [(&str, Json); N]) -> Self {
        Self::taken(&mut members)
    }

    /// Apart, so that there is one of it, and not one for each number of members.
    fn taken(members: &mut [(&str, Json)]) -> Self {
        let member =
            |(name, value): &mut (&str, Json)| (Name::Owned((*name).to_owned()), std::mem::take(value));
        Self::Object(members.iter_mut().map(member).collect())
    }

    /// An object of those of these members that are not null.
    pub fn object_of_set<const N: usize>(members: [(&str, Json); N]) -> Self {
        let mut object = Self::object(members);
        if let Self::Object(members) = &mut object {
            members.retain(|(_, value)| *value != Self::Null);
        }
        object
    }

    /// Sets a member of an object; null takes it away. Anything else than an object stays as it is.
    pub fn set(&mut self, name: &str, value: Json) {
        let Self::Object(members) = self else { return };
        members.retain(|(there, _)| there != name || value != Self::Null);
        match members.iter_mut().find(|(there, _)| there == name) {
            Some((_, there)) => *there = value,
            None if value == Self::Null => {}
            None => members.push((Name::Owned(name.to_owned()), value)),
        }
    }

    /// The member of an object, if it is there and not null.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let Self::Object(members) = self else { return None };
        members
            .iter()
            .rev()
            .find(|(there, _)| there == name)
            .map(|(_, value)| value)
            .filter(|v| **v != Self::Null)
    }

    /// Takes the member out; null if it is not there.
    pub fn take(&mut self, name: &str) -> Json {
        let Self::Object(members) = self else { return Self::Null };
        let member = members.iter_mut().rev().find(|(there, _)| there == name);
        member.map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is a whole one that fits.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            // A whole number may be written as `1.0`.
            Self::Number(digits) => {
                let (whole, fraction) = text::split(digits, ".").unwrap_or((digits, ""));
                fraction.bytes().all(|b| b == b'0').then(|| text::number(whole)).flatten()
            }
            _ => None,
        }
    }

    /// The document as text, as `to_string` gives it; without the formatting of the standard library, which the
    /// widget does not have.
    pub fn written(&self) -> String {
        let mut out = String::new();
        write::write(self, &mut out);
        out
    }

    /// The elements; none, if it is no array.
    pub fn items(&self) -> &[Json] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// The members; none, if it is no object.
    pub fn members(&self) -> &[(Name, Json)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The first element of an array, anything else itself. Some servers wrap a document in one.
    pub fn unwrap_array(&self) -> &Json {
        self.items().first().unwrap_or(self)
    }
}

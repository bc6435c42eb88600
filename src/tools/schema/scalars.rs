//! Keywords about a value as such, about numbers and about texts.
//!
//! **Invariant:** a keyword that is no such keyword (of another kind than the standard has it) says nothing.

use super::check::Check;
use super::member;
use crate::json::{Json, Name};
use crate::text::{cut_at, digits};
use crate::tools::number::Number;
use crate::tools::same::{normal, same};

/// Values in a message are cut after so many bytes.
const SHOWN: usize = 200;

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::Text(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

fn is_of_type(value: &Json, name: &str) -> bool {
    match value {
        Json::Number(digits) if name == "integer" => Number::read(digits).is_whole(),
        _ => type_of(value) == name,
    }
}

impl<'a> Check<'a> {
    /// `type`, one or a list.
    pub(super) fn has_type(&mut self, schema: &'a Json, value: &Json) -> bool {
        let names: Vec<&str> = match schema.get("type") {
            Some(Json::Text(name)) => vec![name],
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
            _ => return true,
        };
        let is = names.iter().any(|name| is_of_type(value, name));
        if !is {
            self.flaw(&["must be of type ", &names.join(" or "), ", not ", type_of(value)]);
        }
        is
    }

    /// `enum` and `const`.
    pub(super) fn listed(&mut self, schema: &'a Json, value: &Json) {
        if let Some(Json::Array(all)) = schema.get("enum") {
            let value = normal(value);
            if self.spend(all.len()) && !all.iter().any(|one| normal(one) == value) {
                let all: Vec<String> = all.iter().map(Json::written).collect();
                self.flaw(&["must be one of ", cut_at(&all.join(", "), SHOWN)]);
            }
        }
        if let Some(only) = member(schema, "const").filter(|only| !same(only, value)) {
            self.flaw(&["must be ", cut_at(&only.written(), SHOWN)]);
        }
    }

    pub(super) fn number(&mut self, schema: &'a Json, digits: &Name) {
        let number = Number::read(digits);
        let limit = |name: &str| match schema.get(name) {
            Some(Json::Number(limit)) => Some((limit, Number::read(limit))),
            _ => None,
        };
        if let Some((limit, _)) = limit("minimum").filter(|(_, limit)| number < *limit) {
            self.flaw(&["must be at least ", limit]);
        }
        if let Some((limit, _)) = limit("maximum").filter(|(_, limit)| number > *limit) {
            self.flaw(&["must be at most ", limit]);
        }
        if let Some((limit, _)) = limit("exclusiveMinimum").filter(|(_, limit)| number <= *limit) {
            self.flaw(&["must be greater than ", limit]);
        }
        if let Some((limit, _)) = limit("exclusiveMaximum").filter(|(_, limit)| number >= *limit) {
            self.flaw(&["must be less than ", limit]);
        }
        if let Some((step, _)) = limit("multipleOf").filter(|(_, step)| !number.is_multiple_of(step)) {
            self.flaw(&["must be a multiple of ", step]);
        }
    }

    pub(super) fn text(&mut self, schema: &'a Json, text: &str) {
        self.size(schema, ["minLength", "maxLength"], text.chars().count(), "characters");
        let pattern = schema.get("pattern").and_then(Json::as_str);
        if let Some(pattern) = pattern.filter(|pattern| (self.matches)(pattern, text) == Some(false)) {
            self.flaw(&["must match the pattern ", cut_at(pattern, SHOWN)]);
        }
    }

    /// The least and the most of something countable.
    pub(super) fn size(&mut self, schema: &'a Json, [least, most]: [&str; 2], size: usize, of: &str) {
        let limit = |name: &str| schema.get(name).and_then(Json::as_u64);
        if let Some(least) = limit(least).filter(|least| (size as u64) < *least) {
            self.flaw(&["must have at least ", &digits(least), " ", of]);
        }
        if let Some(most) = limit(most).filter(|most| size as u64 > *most) {
            self.flaw(&["must have at most ", &digits(most), " ", of]);
        }
    }
}

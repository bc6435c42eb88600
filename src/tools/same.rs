//! When two values are the same: `1` and `1.0` are, and objects whose members stand in another order.
//!
//! **Invariant:** an equivalence; what is the same has one normal form.

use super::number::Number;
use crate::json::{Json, Name};

/// True if both mean the same.
pub fn same(one: &Json, other: &Json) -> bool {
    normal(one) == normal(other)
}

/// The value with its members in the order of their names, each once, and its numbers in one form.
pub fn normal(value: &Json) -> Json {
    match value {
        Json::Number(digits) => Json::Number(Number::read(digits).written().into()),
        Json::Array(items) => items.iter().map(normal).collect(),
        Json::Object(members) => {
            let mut sorted: Vec<(Name, Json)> = Vec::with_capacity(members.len());
            for (name, value) in members {
                // Of equal names the last one counts.
                match sorted.binary_search_by(|(there, _)| there.cmp(name)) {
                    Ok(at) => sorted[at].1 = normal(value),
                    Err(at) => sorted.insert(at, (name.clone(), normal(value))),
                }
            }
            Json::Object(sorted)
        }
        value => value.clone(),
    }
}

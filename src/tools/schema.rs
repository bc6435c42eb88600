//! Checks a value against a JSON Schema: the part of draft 2020-12 that tools are declared with.
//!
//! Checked are `type`, `enum`, `const`; `properties`, `patternProperties`, `additionalProperties`, `required`,
//! `minProperties`, `maxProperties`, `propertyNames`, `dependentRequired`, `dependentSchemas` (also the older
//! `dependencies`); `prefixItems`, `items` (also the older list), `minItems`, `maxItems`, `contains`, `minContains`,
//! `maxContains`, `uniqueItems`; `minLength`, `maxLength`, `pattern`; `minimum`, `maximum`, `exclusiveMinimum`,
//! `exclusiveMaximum`, `multipleOf`; `allOf`, `anyOf`, `oneOf`, `not`, `if`, `then`, `else`; and `$ref` to a place of the same
//! schema (`#/$defs/…`). All else is passed over, as the standard has it for what is not known: `format`, which is a note
//! there, too; `unevaluated…`, `$anchor` and other documents, of which [`unchecked`] tells. Regular expressions are the
//! host's: it has an engine, the download has none.
//! **Invariant:** total, and bounded in depth and work whatever the schema: what would take too long does not fit.

mod arrays;
mod check;
mod combined;
mod objects;
mod reference;
mod scalars;
mod unchecked;

use crate::json::Json;
use check::Check;
pub use unchecked::unchecked;

/// Tells whether a text matches a pattern (of ECMAScript, not anchored); none, if that cannot be told.
pub type Matches<'a> = &'a dyn Fn(&str, &str) -> Option<bool>;

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// A JSON pointer to the place, as `/days/0`; empty for the whole.
    pub at: String,
    /// In English, for the model: `must be at most 7`.
    pub says: String,
}

impl Flaw {
    /// Place and words.
    pub fn text(&self) -> String {
        let at = if self.at.is_empty() { "the whole" } else { &self.at };
        [at, " ", &self.says].concat()
    }
}

/// Checks a value. At most eight flaws are told.
pub fn check(schema: &Json, value: &Json, matches: Matches) -> Result<(), Vec<Flaw>> {
    let mut check = Check::new(schema, matches);
    check.visit(schema, value);
    check.into_result()
}

/// The member of an object, also if it is null.
fn member<'a>(object: &'a Json, name: &str) -> Option<&'a Json> {
    object.members().iter().rev().find(|(there, _)| there == name).map(|(_, value)| value)
}

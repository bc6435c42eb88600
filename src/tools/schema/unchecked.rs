//! What of a schema is not checked, so that its author is told before a model finds out.
//!
//! **Invariant:** a name of a member is no keyword, and what a value may be is no schema.

use super::check::Check;
use crate::json::Json;

const PASSED_OVER: [&str; 4] = ["unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$recursiveRef"];
/// What holds schemas by names of the author's.
const NAMED: [&str; 6] =
    ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];
/// What holds values.
const VALUES: [&str; 5] = ["enum", "const", "default", "examples", "example"];

/// The keywords that are passed over, each once, and references that lead nowhere.
pub fn unchecked(schema: &Json) -> Vec<String> {
    let mut found = Vec::new();
    // Nesting deeper than this was never parsed from a text.
    visit(&Check::new(schema, &|_, _| None), schema, &mut found);
    found
}

fn visit(check: &Check, schema: &Json, found: &mut Vec<String>) {
    for item in schema.items() {
        visit(check, item, found);
    }
    for (name, value) in schema.members() {
        let name: &str = name;
        let reference = value.as_str().filter(|to| name == "$ref" && check.resolve(to).is_none());
        let what = match reference {
            Some(to) => ["$ref ", to].concat(),
            None if PASSED_OVER.contains(&name) => name.to_owned(),
            None => String::new(),
        };
        if !what.is_empty() && !found.contains(&what) {
            found.push(what);
        }
        if NAMED.contains(&name) {
            value.members().iter().for_each(|(_, below)| visit(check, below, found));
        } else if !VALUES.contains(&name) {
            visit(check, value, found);
        }
    }
}

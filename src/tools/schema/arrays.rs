//! Keywords about arrays.
//!
//! **Invariant:** each item is checked against one schema of this level at most.

use super::check::Check;
use crate::json::Json;
use crate::text::digits;
use crate::tools::same::normal;

impl<'a> Check<'a> {
    pub(super) fn array(&mut self, schema: &'a Json, items: &[Json]) {
        self.size(schema, ["minItems", "maxItems"], items.len(), "items");
        let rest = schema.get("items");
        // Before 2020 the list stood in `items`, and the schema of the others in `additionalItems`.
        let (first, rest) = match rest {
            Some(Json::Array(first)) => (first.as_slice(), schema.get("additionalItems")),
            _ => (schema.get("prefixItems").map_or(&[][..], Json::items), rest),
        };
        for (at, item) in items.iter().enumerate() {
            let Some(schema) = first.get(at).or(rest) else { break };
            self.visit_below(&digits(at as u64), schema, item);
        }
        if let Some(wanted) = schema.get("contains") {
            self.contains(schema, wanted, items);
        }
        if schema.get("uniqueItems") == Some(&Json::Bool(true)) && !self.are_unique(items) {
            self.flaw(&["must have no item twice"]);
        }
    }

    /// So many of the items must fit: one, if it is not said how many.
    fn contains(&mut self, schema: &'a Json, wanted: &'a Json, items: &[Json]) {
        let count = items.iter().filter(|item| self.attempt(wanted, item).is_none()).count();
        let is_limited = |name: &str| schema.get(name).is_some();
        if count == 0 && !is_limited("minContains") {
            self.flaw(&["must have an item of the wanted form"]);
        }
        if is_limited("minContains") || is_limited("maxContains") {
            self.size(schema, ["minContains", "maxContains"], count, "items of the wanted form");
        }
    }

    fn are_unique(&mut self, items: &[Json]) -> bool {
        let mut seen: Vec<String> = Vec::new();
        for item in items {
            let item = normal(item).written();
            if !self.spend(1) {
                break;
            }
            match seen.binary_search(&item) {
                Ok(_) => return false,
                Err(at) => seen.insert(at, item),
            }
        }
        true
    }
}

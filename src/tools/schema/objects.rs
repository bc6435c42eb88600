//! Keywords about objects.
//!
//! **Invariant:** a member is additional if neither `properties` nor a pattern names it; one of which a pattern cannot
//! be tried is not refused.

use super::check::Check;
use super::member;
use crate::json::Json;

impl<'a> Check<'a> {
    pub(super) fn object(&mut self, schema: &'a Json, value: &Json) {
        for name in schema.get("required").map_or(&[][..], Json::items) {
            if let Some(name) = name.as_str().filter(|name| member(value, name).is_none()) {
                self.flaw(&["must have the member ", &Json::from(name).written()]);
            }
        }
        for (name, below) in value.members() {
            self.member(schema, name, below);
        }
    }

    fn member(&mut self, schema: &'a Json, name: &str, value: &Json) {
        let mut is_named = false;
        if let Some(own) = schema.get("properties").and_then(|all| member(all, name)) {
            is_named = true;
            self.visit_below(name, own, value);
        }
        for (pattern, own) in schema.get("patternProperties").map_or(&[][..], Json::members) {
            match (self.matches)(pattern, name) {
                Some(false) => {}
                Some(true) => {
                    is_named = true;
                    self.visit_below(name, own, value);
                }
                None => is_named = true,
            }
        }
        if let Some(other) = schema.get("additionalProperties").filter(|_| !is_named) {
            self.visit_below(name, other, value);
        }
    }
}

//! Keywords about objects.
//!
//! **Invariant:** a member is additional if neither `properties` nor a pattern names it; one of which a pattern cannot
//! be tried is not refused.

use super::check::Check;
use super::member;
use crate::json::Json;

impl<'a> Check<'a> {
    pub(super) fn object(&mut self, schema: &'a Json, value: &Json) {
        self.required(schema.get("required"), value);
        self.size(schema, ["minProperties", "maxProperties"], value.members().len(), "members");
        for (name, below) in value.members() {
            self.member(schema, name, below);
            if let Some(names) = schema.get("propertyNames") {
                self.visit_below(name, names, &Json::from(&**name));
            }
        }
        // Before 2019 both stood in one keyword.
        for keyword in ["dependentRequired", "dependentSchemas", "dependencies"] {
            for (name, needed) in schema.get(keyword).map_or(&[][..], Json::members) {
                match needed {
                    _ if member(value, name).is_none() => {}
                    Json::Array(_) => self.required(Some(needed), value),
                    needed => self.visit(needed, value),
                }
            }
        }
    }

    fn required(&mut self, names: Option<&Json>, value: &Json) {
        for name in names.map_or(&[][..], Json::items) {
            if let Some(name) = name.as_str().filter(|name| member(value, name).is_none()) {
                self.flaw(&["must have the member ", &Json::from(name).written()]);
            }
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

//! One check under way: where it is, what it found, and how much it may still do.
//!
//! **Invariant:** recursion ends at [`DEPTH`] and work at [`WORK`]; then the whole does not fit, whatever stands in a
//! `not` around it.

use super::{Flaw, Matches};
use crate::json::Json;
use crate::text::replaced;

/// Schemas within schemas, by nesting or by reference; each costs stack.
const DEPTH: u32 = 200;
/// Schemas and values that are looked at.
const WORK: u32 = 200_000;
/// More flaws are counted, but not told.
const TOLD: usize = 8;

pub(super) struct Check<'a> {
    pub root: &'a Json,
    pub matches: Matches<'a>,
    path: String,
    told: Vec<Flaw>,
    count: usize,
    depth: u32,
    work: u32,
}

impl<'a> Check<'a> {
    pub fn new(root: &'a Json, matches: Matches<'a>) -> Self {
        Self { root, matches, path: String::new(), told: Vec::new(), count: 0, depth: DEPTH, work: WORK }
    }

    /// What was found.
    pub fn into_result(mut self) -> Result<(), Vec<Flaw>> {
        if self.work == 0 {
            let says = "is too large or too deep to be checked".to_owned();
            self.told = vec![Flaw { at: String::new(), says }];
        } else if self.count == 0 {
            return Ok(());
        }
        Err(self.told)
    }

    /// Takes some of the work that may be done; false if there is not so much.
    pub fn spend(&mut self, work: usize) -> bool {
        self.work = u32::try_from(work).map_or(0, |work| self.work.saturating_sub(work));
        self.work > 0
    }

    /// Checks a value at the present place.
    pub fn visit(&mut self, schema: &'a Json, value: &Json) {
        if self.depth == 0 {
            self.work = 0;
        }
        if !self.spend(1) {
            return;
        }
        self.depth -= 1;
        match schema {
            Json::Bool(false) => self.flaw(&["is not allowed"]),
            Json::Object(_) => self.keywords(schema, value),
            _ => {}
        }
        self.depth += 1;
    }

    /// Checks what stands in the value by this name or number.
    pub fn visit_below(&mut self, name: &str, schema: &'a Json, value: &Json) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&replaced(&replaced(name, "~", "~0"), "/", "~1"));
        self.visit(schema, value);
        self.path.truncate(length);
    }

    /// Checks another schema for the same value; its flaws are given back instead of told: the words of the first one, or
    /// none if it fits.
    pub fn attempt(&mut self, schema: &'a Json, value: &Json) -> Option<String> {
        let (count, told) = (self.count, std::mem::take(&mut self.told));
        self.visit(schema, value);
        let has_failed = self.count > count;
        self.count = count;
        let found = std::mem::replace(&mut self.told, told);
        has_failed.then(|| found.first().map(Flaw::text).unwrap_or_default())
    }

    /// Tells a flaw at the present place.
    pub fn flaw(&mut self, says: &[&str]) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(Flaw { at: self.path.clone(), says: says.concat() });
        }
    }

    fn keywords(&mut self, schema: &'a Json, value: &Json) {
        if !self.has_type(schema, value) {
            return;
        }
        self.listed(schema, value);
        match value {
            Json::Number(digits) => self.number(schema, digits),
            Json::Text(text) => self.text(schema, text),
            Json::Array(items) => self.array(schema, items),
            Json::Object(_) => self.object(schema, value),
            _ => {}
        }
        self.combined(schema, value);
        if let Some(there) = schema.get("$ref").and_then(Json::as_str).and_then(|to| self.resolve(to)) {
            self.visit(there, value);
        }
    }
}

//! Schemas made of schemas.
//!
//! **Invariant:** what a form that was only tried found is not told as a flaw of its own.

use super::check::Check;
use crate::json::Json;
use crate::text::digits;

/// Of so many forms it is said why they do not fit.
const TOLD: usize = 4;

impl<'a> Check<'a> {
    pub(super) fn combined(&mut self, schema: &'a Json, value: &Json) {
        for all in schema.get("allOf").map_or(&[][..], Json::items) {
            self.visit(all, value);
        }
        if let Some(Json::Array(forms)) = schema.get("anyOf") {
            self.one_of(forms, value, forms.len());
        }
        if let Some(Json::Array(forms)) = schema.get("oneOf") {
            self.one_of(forms, value, 1);
        }
        if let Some(condition) = schema.get("if") {
            let then = if self.attempt(condition, value).is_none() { "then" } else { "else" };
            if let Some(then) = schema.get(then) {
                self.visit(then, value);
            }
        }
        let not = schema.get("not");
        if not.is_some_and(|not| self.attempt(not, value).is_none()) {
            self.flaw(&["is of a form that is not allowed"]);
        }
    }

    /// At least one of the forms must fit, and at most so many.
    fn one_of(&mut self, forms: &'a [Json], value: &Json, most: usize) {
        let flaws: Vec<String> = forms.iter().filter_map(|form| self.attempt(form, value)).collect();
        let fitting = forms.len() - flaws.len();
        if fitting == 0 {
            let told = flaws[..flaws.len().min(TOLD)].join("; or ");
            self.flaw(&["fits none of the ", &digits(forms.len() as u64), " forms: ", &told]);
        } else if fitting > most {
            self.flaw(&["fits ", &digits(fitting as u64), " forms, and must fit only one"]);
        }
    }
}

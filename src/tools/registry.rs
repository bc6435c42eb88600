//! The tools of one widget, and which of them the visitor has allowed for good.
//!
//! **Invariant:** each name once. Leave was given for a tool as it is declared: one that is declared otherwise has none.

use super::Declaration;
use super::declaration::refused;
use crate::config::Problem;

/// The tools that there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tools {
    all: Vec<Declaration>,
    /// The names of those that are not asked for any more.
    always: Vec<String>,
}

/// The API takes no more functions.
const MOST: usize = 128;

impl Tools {
    /// Sets all tools. Of equal names the last one counts; what is too many is left out, and said.
    pub fn set(&mut self, tools: Vec<Declaration>) -> Vec<Problem> {
        let (mut all, mut problems) = (Vec::<Declaration>::new(), Vec::new());
        for tool in tools {
            match all.iter().position(|there| there.name == tool.name) {
                Some(at) => {
                    problems.push(refused(&tool.name, "each name once"));
                    all[at] = tool;
                }
                None if all.len() == MOST => problems.push(refused(&tool.name, "at most 128 tools")),
                None => all.push(tool),
            }
        }
        let is_same =
            |name: &String| all.iter().any(|tool| tool.name == *name && self.get(name) == Some(tool));
        let always = self.always.iter().filter(|name| is_same(name)).cloned().collect();
        *self = Self { all, always };
        problems
    }

    /// The tool of this name.
    pub fn get(&self, name: &str) -> Option<&Declaration> {
        self.all.iter().find(|tool| tool.name == name)
    }

    /// All of them.
    pub fn all(&self) -> &[Declaration] {
        &self.all
    }

    /// Does not ask for this tool any more.
    pub fn allow(&mut self, name: &str) {
        if !self.is_allowed(name) {
            self.always.push(name.to_owned());
        }
    }

    /// True if the visitor has allowed it for good.
    pub fn is_allowed(&self, name: &str) -> bool {
        self.always.iter().any(|there| there == name)
    }
}

//! What is wrong with a value, in words for the console.
//!
//! **Invariant:** one line, and never a secret in it.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

use super::params;

/// A value that was not used, and what would have been. Shown as a line for the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The value, in JSON, is outside what is allowed there: in the words of the option table, if none stand here.
    Value { option: String, value: String, allowed: &'static str },
    /// There is no such option.
    Unknown { option: String },
}

impl Problem {
    /// The name of the option, as it was given or as it is.
    pub fn option(&self) -> &str {
        match self {
            Self::Value { option, .. } | Self::Unknown { option } => option,
        }
    }

    /// The line for the console. What it is made of is in the half of the widget that is loaded later.
    pub fn text(&self) -> String {
        match self {
            Self::Value { option, value, allowed } => {
                let allowed = if allowed.is_empty() { allowed_in(option) } else { allowed };
                let (option, value) = (option.replace('_', "-"), shown(option, value));
                ["causerie: ", &option, "=", &value, " is not used; allowed is ", allowed, "."].concat()
            }
            Self::Unknown { option } => ["causerie: there is no option \"", option, "\"."].concat(),
        }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Error for Problem {}

/// What may stand in an option, in words.
fn allowed_in(option: &str) -> &'static str {
    let find =
        |all: &[(&str, &'static str)]| all.iter().find(|(name, _)| *name == option).map(|found| found.1);
    find(super::ALLOWED).or_else(|| find(params::ALLOWED)).unwrap_or_default()
}

/// A value in a line: shortened, so that a pasted document stays one line, and not where it may hold a secret.
fn shown(option: &str, value: &str) -> String {
    const LONGEST: usize = 60;
    if matches!(option, "headers" | "api_key" | "fallback") {
        return "(hidden)".to_owned();
    }
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => [&value[..end], "…"].concat(),
        None => value.to_owned(),
    }
}

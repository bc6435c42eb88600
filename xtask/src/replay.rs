//! `cargo xtask replay`: decodes recorded replies, whole, byte by byte and in random cuts.
//!
//! A reply is a folder with `meta.json` (`id`, `status`, `headers`, `body`, `end_of_body`) and the body as it came; so
//! a bug report can be a folder. **Invariant:** the same folder gives the same line, also on another machine.

mod compare;
pub mod cut;
mod recording;

use std::path::{Path, PathBuf};

use causerie::json::Json;
use clap::Args;

use crate::step::Result;
use recording::Recording;

/// Decodes recorded replies and prints one JSON line for each:
/// {"id", "cuts", "cut_independent", "outcome"}.
#[derive(Args)]
pub struct Options {
    /// Folders with a meta.json, or folders of such folders.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Compare each outcome with the folder's expected.json; a difference fails.
    #[arg(long)]
    check: bool,
}

pub fn run(options: &Options) -> Result {
    let mut folders = Vec::new();
    for path in &options.paths {
        let found = recordings(path)?;
        if found.is_empty() {
            return Err(format!("{}: no folder with a meta.json is there", path.display()));
        }
        folders.extend(found);
    }
    let (mut differ, all) = (0, folders.len());
    for folder in folders {
        let recording = Recording::read(&folder)?;
        let (line, outcome, independent) = replay(&recording);
        println!("{line}");
        let differences = if options.check { check(&folder, &outcome)? } else { Vec::new() };
        differences.iter().for_each(|difference| eprintln!("{}: {difference}", recording.id));
        differ += usize::from(!differences.is_empty() || !independent);
    }
    match differ {
        0 => Ok(()),
        _ if options.check => Err(format!("{differ} of {all} replies did not become what was expected")),
        _ => Err(format!("{differ} of {all} replies depend on how they are cut")),
    }
}

/// The folder itself, or those in it that are recordings, in order.
fn recordings(path: &Path) -> Result<Vec<PathBuf>> {
    if path.join("meta.json").is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| format!("{}: {error}", path.display()))?.path();
        if entry.is_dir() {
            found.extend(recordings(&entry)?);
        }
    }
    found.sort();
    Ok(found)
}

fn replay(recording: &Recording) -> (Json, Json, bool) {
    let outcome = recording.outcome(&[]);
    let cuttings = cut::cuttings(recording.body.len());
    let independent = cuttings.iter().all(|cuts| recording.outcome(cuts) == outcome);
    let line = Json::object([
        ("id", recording.id.as_str().into()),
        ("cuts", (cuttings.len() as u64).into()),
        ("cut_independent", independent.into()),
        ("outcome", outcome.clone()),
    ]);
    (line, outcome, independent)
}

fn check(folder: &Path, outcome: &Json) -> Result<Vec<String>> {
    let expected = recording::read_json(&folder.join("expected.json"))?;
    Ok(compare::differences(&expected, outcome))
}

//! `cargo xtask bench store`: an archive of 1,000 conversations in Chromium, against an empty one.
//!
//! **Invariant:** what is measured is the archive that a site gets, in the browser's own IndexedDB, and what it is held
//! against is measured in the same run.

use clap::Args;

use crate::step::{Result, command, must, step};
use crate::{browser, files, site, tools};

#[derive(Args)]
pub struct Options {
    /// How often each is measured, in turns; the median counts.
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

pub fn run(options: &Options) -> Result {
    browser::check_named()?;
    let path = tools::ensure()?;
    let program = browser::program()?;
    site::build(&path)?;
    let results = files::root().join("bench/results/store.md");
    step("measure (a minute)", || {
        let mut node = command("node");
        node.arg(files::root().join("bench/store/run.mjs")).args(["--runs", &options.runs.to_string()]);
        node.arg("--browser").arg(program).arg("--site").arg(files::site()).arg("--results").arg(results);
        must(&mut node)
    })
}

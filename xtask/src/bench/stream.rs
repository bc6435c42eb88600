//! `cargo xtask bench stream`: a streamed answer in Chromium, in main-thread CPU, against the same as plain text.
//!
//! **Invariant:** what is measured is what a site gets: the site is built as `serve` builds it, and the others come from
//! npm in the versions of bench/stream/package.json. Only a run of all cells is kept under bench/results/.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::step::{Result, command, must, step};
use crate::{browser, files, site, tools};

#[derive(Args)]
pub struct Options {
    /// Measure deep-chat and streamdown from npm too (deep-chat takes minutes for 10,000 tokens).
    #[arg(long)]
    peers: bool,
    /// How often each is measured in each cell, in turns; the median counts.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Measure these cells only, and print the table without keeping it.
    #[arg(long, value_name = "NAMES", value_enum, value_delimiter = ',')]
    cells: Vec<Cell>,
}

/// What bench/stream/cells.mjs has.
#[derive(Clone, Copy, ValueEnum)]
enum Cell {
    /// 500 tokens as fast as they come.
    S500,
    /// 10,000 tokens as fast as they come.
    S10k,
    /// 2,000 tokens at 200 a second.
    P2k,
    /// 10,000 tokens at 1,000 a second; with p2k it gives how the cost of a token grows.
    P10k,
    /// The longest task of 10,000 tokens, with the CPU throttled four times.
    Slow,
    /// Looks in mid-stream that show raw marks.
    Mid,
    /// An answer, keys and memory in an empty chat.
    H0,
    /// The same after 1,000 earlier messages.
    H1000,
}

pub fn run(options: &Options) -> Result {
    browser::check_named()?;
    let path = tools::ensure()?;
    let program = browser::program()?;
    let modules = if options.peers { Some(step("install the peers", install)?) } else { None };
    site::build(&path)?;
    let folder = files::target().join("bench");
    files::make_folder(&folder)?;
    let name = if options.peers { "stream-peers.md" } else { "stream.md" };
    let kept = files::root().join("bench/results").join(name);
    let results = if options.cells.is_empty() { kept } else { folder.join(name) };
    step("measure (some minutes)", || {
        let mut node = command("node");
        node.arg(files::root().join("bench/stream/run.mjs")).args(["--runs", &options.runs.to_string()]);
        node.arg("--browser").arg(program).arg("--site").arg(files::site()).arg("--results").arg(results);
        if let Some(modules) = modules {
            node.arg("--modules").arg(modules);
        }
        if !options.cells.is_empty() {
            node.args(["--cells", &names(&options.cells)]);
        }
        must(&mut node)
    })
}

fn names(cells: &[Cell]) -> String {
    let names = cells.iter().filter_map(ValueEnum::to_possible_value);
    names.map(|value| value.get_name().to_owned()).collect::<Vec<_>>().join(",")
}

/// The peers' packages, beside what cargo builds.
fn install() -> Result<PathBuf> {
    let modules = files::target().join("bench/peers");
    files::make_folder(&modules)?;
    for name in ["package.json", "package-lock.json"] {
        let from = files::root().join("bench/stream").join(name);
        fs::copy(&from, modules.join(name)).map_err(|error| format!("{}: {error}", from.display()))?;
    }
    // Not `ci`: a lock file that was made on one platform may lack the others' optional packages, which that refuses.
    let install =
        ["install", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error"];
    must(tools::npm().current_dir(&modules).args(install))?;
    Ok(modules)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::{Cell, names};
    use crate::files::{read_text, root};

    #[test]
    fn every_cell_is_one_that_is_measured() {
        let cells = read_text(&root().join("bench/stream/cells.mjs")).unwrap();
        let (_, list) = cells.split_once("export const CELLS = {").unwrap();
        let there: Vec<&str> =
            list.lines().filter_map(|line| line.trim().split_once(':')).map(|cell| cell.0).collect();
        assert_eq!(names(Cell::value_variants()), there.join(","));
    }
}

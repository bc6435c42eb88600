//! `cargo xtask bench`: measurements, which are no tests: they never fail because something is slow.
//!
//! **Invariant:** what is compared runs in one process tree and in turns, so that a busy machine is busy for all;
//! results name versions, never a machine.

mod store;
mod stream;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::step::{Result, command, must, output, step};
use crate::{files, site, tools};

const PACKAGE: &str = "causerie-bench-decode";
/// The file that cargo makes of the package, without its ending.
const LIBRARY: &str = "causerie_bench_decode";

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Bytes to deltas, in wasm and native, against eventsource-parser and JSON.parse in Node.
    Decode(Decode),
    /// A streamed answer in Chromium, against plain text and other chat widgets.
    Stream(stream::Options),
    /// The archive of conversations in Chromium: 1,000 of them against none.
    Store(store::Options),
}

#[derive(Args)]
struct Decode {
    /// How often each competitor reads each reply; the median counts.
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = clap::value_parser!(u32).range(5..))]
    rounds: u32,
}

pub fn run(options: &Options) -> Result {
    match &options.what {
        What::Decode(options) => decode(options),
        What::Stream(options) => stream::run(options),
        What::Store(options) => store::run(options),
    }
}

fn decode(options: &Decode) -> Result {
    let wasm_opt = tools::wasm_opt()?;
    let folder = files::root().join("bench/decode");
    step("install eventsource-parser", || {
        let ci = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
        must(tools::npm().current_dir(&folder).args(ci))
    })?;
    let built = files::target().join("bench");
    files::make_folder(&built)?;
    let shipped = step("build the decoder as the widget is built", || shipped(&wasm_opt, &built))?;
    let small = step("build the decoder at opt-level z", || module("z", false, &built.join("z.wasm")))?;
    let fast = step("build the decoder at opt-level 3", || module("3", false, &built.join("3.wasm")))?;
    let native = step("build the native decoder", || native(&built))?;
    let compiler = output(command("rustc").arg("--version"))?;
    // Without the commit and its date.
    let compiler = compiler.split(" (").next().unwrap_or_default();
    let results = files::root().join("bench/results/decode.md");
    step("measure (some minutes)", || {
        let mut node = command("node");
        node.arg("--expose-gc").arg(folder.join("run.mjs")).args(["--rounds", &options.rounds.to_string()]);
        for (name, path) in [("wasm, shipped", shipped), ("wasm, opt z", small), ("wasm, opt 3", fast)] {
            node.arg("--wasm").arg(format!("{name}={}", path.display()));
        }
        node.arg("--native").arg(native).arg("--folder").arg(built.join("bodies"));
        must(node.args(["--compiler", compiler]).arg("--results").arg(results))
    })
}

/// The module as a page gets it.
fn shipped(wasm_opt: &Path, built: &Path) -> Result<PathBuf> {
    let (raw, small) = (built.join("own-std.wasm"), built.join("shipped.wasm"));
    module("z", true, &raw)?;
    let mut shrink = command(wasm_opt);
    shrink.arg("-Oz").args(wasm_opt_switches()?).arg(&raw).arg("-o").arg(&small);
    must(&mut shrink)?;
    Ok(small)
}

/// What index.html tells Trunk to hand to wasm-opt.
fn wasm_opt_switches() -> Result<Vec<String>> {
    let page = files::read_text(&files::root().join("index.html"))?;
    let switches = page.split_once("data-wasm-opt-params=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (switches, _) = switches.ok_or("index.html: no data-wasm-opt-params")?;
    Ok(switches.split_whitespace().map(str::to_owned).collect())
}

/// The widget's release profile at this level.
fn module(level: &str, own_std: bool, to: &Path) -> Result<PathBuf> {
    let mut build = command("cargo");
    build.args(["build", "--release", "--quiet", "--package", PACKAGE, "--lib", "--target", tools::WASM]);
    build.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", level);
    if own_std {
        site::with_own_std(&mut build, "");
    }
    build_into(build, &format!("{}/release/{LIBRARY}.wasm", tools::WASM), to)
}

fn native(built: &Path) -> Result<PathBuf> {
    let mut build = command("cargo");
    build.args(["build", "--release", "--quiet", "--package", PACKAGE, "--bin", PACKAGE]);
    build.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3");
    let program = format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX);
    build_into(build, &format!("release/{program}"), &built.join(&program))
}

/// Builds, and keeps a copy that the next build does not overwrite.
fn build_into(mut build: std::process::Command, made: &str, to: &Path) -> Result<PathBuf> {
    must(build.env("CARGO_TARGET_DIR", files::target()))?;
    let made = files::target().join(made);
    fs::copy(&made, to).map_err(|error| format!("{}: {error}", made.display()))?;
    Ok(to.to_owned())
}

#[cfg(test)]
mod tests {
    use super::wasm_opt_switches;
    use crate::files::{read_text, root};

    #[test]
    fn the_page_says_how_the_module_is_made_small() {
        let switches = wasm_opt_switches().unwrap();
        assert!(
            !switches.is_empty() && switches.iter().all(|switch| switch.starts_with('-')),
            "{switches:?}"
        );
        let page = read_text(&root().join("index.html")).unwrap();
        let all = format!("data-wasm-opt-params=\"{}\"", switches.join(" "));
        let (modules, alike) = (page.matches("data-trunk rel=\"rust\"").count(), page.matches(&all).count());
        assert_eq!((modules, alike), (2, 2), "the widget and the archive are made small alike");
    }
}

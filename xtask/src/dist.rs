//! `cargo xtask dist`: what is published, made and checked.
//!
//! **Invariant:** all of it comes from one build of the widget. The npm package and the crates are what `npm pack` and
//! `cargo package` made: the tests install and run those, and nothing from the sources.

pub mod compress;
mod crates;
mod esm;
mod manifest;
mod npm;
mod packed;
mod surface;
mod types;

use std::path::Path;

use clap::Args;

use crate::files::{self, dist};
use crate::step::{Result, step};
use crate::{site, tools};

pub use crates::{doc_examples, leptos_example};
pub use packed::prove;

#[derive(Args)]
pub struct Options {
    /// Take the widget that `dist` has, without building it.
    #[arg(long)]
    no_build: bool,
    /// Leave the crates out: they are compiled once more to see that nothing is missing in them.
    #[arg(long)]
    no_crates: bool,
    /// Install the npm package, check its types, and put its examples into the site that `serve` serves.
    #[arg(long)]
    check: bool,
}

pub fn run(options: &Options) -> Result {
    if !options.no_build {
        site::build_widget(&tools::ensure()?)?;
    }
    let package = pack()?;
    if options.check {
        prove(&package)?;
    }
    let crates = if options.no_crates { Vec::new() } else { compile_and_check_crates()? };
    // Last, as what is compressed is no part of the package.
    let compressed = step("compress what a host serves", || compress::folder(&dist()))?;
    println!("for a static host   {} (with .br and .gz)", shown(&dist()));
    compressed.iter().for_each(|line| println!("{line}"));
    println!("for npm             {} {}", shown(&package), size(&package)?);
    crates.iter().for_each(|name| println!("for crates.io       {name}: `cargo publish` would take it"));
    Ok(())
}

/// Makes the npm package of what `dist` has, and packs it. Gives the file.
pub fn pack() -> Result<std::path::PathBuf> {
    step("make the npm package", || {
        compress::undo(&dist())?;
        npm::make()?;
        npm::pack()
    })
}

fn compile_and_check_crates() -> Result<Vec<String>> {
    step("compile the crates as they are packed", crates::compile)?;
    check_crates()
}

/// Sees whether crates.io would take the crates, which the Leptos example was built with; gives their names.
pub fn check_crates() -> Result<Vec<String>> {
    step("check the crates", crates::check)
}

/// The path within the project, where it is there.
fn shown(path: &Path) -> String {
    path.strip_prefix(files::root()).unwrap_or(path).display().to_string()
}

fn size(path: &Path) -> Result<String> {
    Ok(format!("({} bytes)", files::read(path)?.len()))
}

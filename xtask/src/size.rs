//! `cargo xtask size`: what a page loads, file by file.
//!
//! **Invariant:** the files are found as a browser finds them: the entry is the script tag's, and the rest is what
//! the entry names. e2e/tests/size.spec.mjs asserts that a browser loads just these, and the budgets below.

use clap::Args;

use crate::dist::compress;
use crate::embed::{ENTRY, REST_BEGINS};
use crate::files::{dist, read};
use crate::step::Result;
use crate::{playground, site, tools};

/// Brotli bytes before the first opening.
pub const BUDGET_BEFORE: usize = 5 * 1024;
/// Brotli bytes until the first answer is drawn.
pub const BUDGET_IN_ALL: usize = 140 * 1024;

#[derive(Args)]
pub struct Options {
    /// Measure what `dist` has, without building it.
    #[arg(long)]
    no_build: bool,
}

pub fn run(options: &Options) -> Result {
    if !options.no_build {
        site::build_widget(&tools::ensure()?)?;
    }
    let (before, later) = (measure(ENTRY)?, later()?);
    println!("{:<40} {:>9} {:>9} {:>9}", "", "raw", "gzip", "brotli");
    let before = print("before the first opening", &[before]);
    let later_sum = print("until the first answer is drawn", &later);
    let in_all = before.plus(&later_sum);
    in_all.print("in all");
    let is_rest =
        |size: &Size| is_half(&size.name).unwrap_or_default() && later.iter().any(|core| names(core, size));
    let (rest, extras): (Vec<Size>, Vec<Size>) = extras(&later)?.into_iter().partition(is_rest);
    let (archive, extras): (Vec<Size>, Vec<Size>) = extras.into_iter().partition(is_of_archive);
    // Deeper than the rest: they are no part of it.
    for (title, sizes) in [
        ("the other half, after the first answer", rest),
        ("the archive, when conversations are kept", archive),
        ("extras, each when it is first needed", extras),
    ] {
        println!("{title}");
        sizes.iter().for_each(|size| size.print(&format!("    {}", size.name)));
    }
    println!("the settings of the standalone page, with ?settings only (page.js: always)");
    for name in [vec![playground::ENTRY.to_owned()], named(playground::ENTRY)?].concat() {
        measure(&name)?.print(&format!("    {name}"));
    }
    within("before the first opening", before.brotli, BUDGET_BEFORE)?;
    within("in all", in_all.brotli, BUDGET_IN_ALL)
}

/// The files that the entry names.
fn later() -> Result<Vec<Size>> {
    named(ENTRY)?.iter().map(|name| measure(name)).collect()
}

/// The files that those name, and so on.
fn extras(core: &[Size]) -> Result<Vec<Size>> {
    let scripts = core.iter().filter(|size| size.name.ends_with(".js"));
    let mut open: Vec<String> = scripts.map(|size| size.name.clone()).collect();
    let mut found = Vec::new();
    while let Some(name) = open.pop() {
        for name in named(&name)? {
            found.push(measure(&name)?);
            open.push(name);
        }
    }
    Ok(found)
}

/// True if it is wasm, or the glue of the half that is loaded later.
fn is_half(name: &str) -> Result<bool> {
    Ok(name.ends_with(".wasm") || read(&dist().join(name))?.starts_with(REST_BEGINS.as_bytes()))
}

/// True if one file names the other.
fn names(file: &Size, other: &Size) -> bool {
    file.name.ends_with(".js") && named(&file.name).is_ok_and(|names| names.contains(&other.name))
}

/// Its wasm, or what names that.
fn is_of_archive(size: &Size) -> bool {
    let is_wasm = |name: &str| name.ends_with(".wasm");
    is_wasm(&size.name) || named(&size.name).is_ok_and(|names| names.iter().any(|name| is_wasm(name)))
}

/// The files that a script of `dist` names.
pub fn named(script: &str) -> Result<Vec<String>> {
    let text = String::from_utf8_lossy(&read(&dist().join(script))?).into_owned();
    let named = text.split(['"', '\'', '`']).filter_map(|text| text.strip_prefix("./causerie-"));
    // The glue calls what it gives the wasm a file, too.
    let named = named.filter(|rest| !rest.ends_with("_bg.js"));
    Ok(named.map(|rest| format!("causerie-{rest}")).collect())
}

fn print(title: &str, sizes: &[Size]) -> Size {
    println!("{title}");
    let mut sum = Size::default();
    for size in sizes {
        size.print(&format!("  {}", size.name));
        sum = sum.plus(size);
    }
    sum
}

fn within(what: &str, bytes: usize, budget: usize) -> Result {
    if bytes > budget {
        return Err(format!("{what}: {bytes} bytes brotli are more than the budget of {budget}"));
    }
    Ok(())
}

#[derive(Default)]
struct Size {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Size {
    fn plus(&self, other: &Self) -> Self {
        Self {
            name: String::new(),
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }

    fn print(&self, title: &str) {
        println!("{title:<40} {:>9} {:>9} {:>9}", self.raw, self.gzip, self.brotli);
    }
}

/// As a host compresses files ahead of time: gzip -9, brotli -11.
fn measure(name: &str) -> Result<Size> {
    let content = read(&dist().join(name))?;
    let failed = |error: std::io::Error| format!("{name}: {error}");
    let gzip = compress::gzip(&content).map_err(failed)?.len();
    let brotli = compress::brotli(&content).map_err(failed)?.len();
    Ok(Size { name: name.to_owned(), raw: content.len(), gzip, brotli })
}

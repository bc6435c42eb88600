//! A Chromium for the browser tests.
//!
//! **Invariant:** one that is there is used; only if there is none is one installed: by apt where that is
//! possible (as root on Debian), else by Playwright, which keeps its own. The tests rather have the headless shell, which
//! apt installs for them beside another one.

use std::env;
use std::path::PathBuf;

use crate::files;
use crate::step::{Result, command, must, output, step};
use crate::tools::npm;

/// The variable that names a browser, for people and for the tests.
pub const VARIABLE: &str = "CHROMIUM";

const NAMES: [&str; 5] = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];
/// The same engine without the browser around it, and what Playwright takes of its own: tests need half the time in it.
const SHELL: &str = "chromium-headless-shell";
const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/// The browser that [`VARIABLE`] names; it must be there.
pub fn check_named() -> Result<Option<PathBuf>> {
    let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()).map(PathBuf::from) else {
        return Ok(None);
    };
    match named.exists() {
        true => Ok(Some(named)),
        false => Err(format!("{VARIABLE}={}: there is no such file", named.display())),
    }
}

/// The program of the browser for tests; nothing stands for the one that Playwright has.
pub fn for_tests() -> Result<Option<PathBuf>> {
    match check_named()?.or_else(shell).or_else(|| by_apt(SHELL, shell)) {
        Some(found) => Ok(Some(found)),
        None => ensure(),
    }
}

/// The browser's program; nothing stands for the one that Playwright has.
fn ensure() -> Result<Option<PathBuf>> {
    if let Some(found) = find().or_else(|| by_apt("chromium", find)) {
        return Ok(Some(found));
    }
    step("install Chromium by Playwright", || {
        let mut install = npm();
        install.current_dir(files::root().join("e2e")).args([
            "exec",
            "--",
            "playwright",
            "install",
            "chromium",
        ]);
        must(&mut install)
            .map_err(|error| format!("{error}; install Chrome or Chromium, or name one in {VARIABLE}"))
    })?;
    Ok(None)
}

/// The browser's program, whoever keeps it.
pub fn program() -> Result<PathBuf> {
    if let Some(found) = check_named()?.or_else(find) {
        return Ok(found);
    }
    step("install the browser tests", install_tests)?;
    match ensure()? {
        Some(found) => Ok(found),
        None => {
            let ask = "import { chromium } from '@playwright/test'; console.log(chromium.executablePath())";
            let mut node = command("node");
            node.current_dir(files::root().join("e2e")).args(["--input-type=module", "--eval", ask]);
            output(&mut node).map(PathBuf::from)
        }
    }
}

/// Playwright and what the browser tests need beside it, from npm.
pub fn install_tests() -> Result {
    let ci = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    must(npm().current_dir(files::root().join("e2e")).args(ci))
}

/// Installs the package where that is possible, and looks again.
fn by_apt(package: &str, look: fn() -> Option<PathBuf>) -> Option<PathBuf> {
    if !is_debian() || !is_root() {
        return None;
    }
    step(&format!("install {package} by apt"), || {
        must(command("apt-get").args(["update", "--quiet"]))?;
        let install = ["install", "--yes", "--quiet", "--no-install-recommends", package];
        must(command("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(install))
    })
    .ok()?;
    look()
}

/// Debian itself: what others call by that name of a package may be a pointer to their shop.
fn is_debian() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=debian")
}

fn find() -> Option<PathBuf> {
    on_path(&NAMES).or_else(|| PLACES.map(PathBuf::from).into_iter().find(|place| place.is_file()))
}

fn shell() -> Option<PathBuf> {
    on_path(&[SHELL])
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places =
        env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    places.find(|place| place.is_file())
}

/// Without a library for one question: only root may look into root's folder.
fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id == "0")
}

//! A Chromium for the browser tests.
//!
//! **Invariant:** one that is there is used; only if there is none is one installed: by apt where that is
//! possible (as root on Debian), else by Playwright, which keeps its own.

use std::env;
use std::path::PathBuf;

use crate::files;
use crate::step::{Result, command, must, output, step};
use crate::tools::npm;

/// The variable that names a browser, for people and for the tests.
pub const VARIABLE: &str = "CHROMIUM";

const NAMES: [&str; 5] = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];
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

/// The browser's program; nothing stands for the one that Playwright has.
pub fn ensure() -> Result<Option<PathBuf>> {
    if let Some(named) = check_named()? {
        return Ok(Some(named));
    }
    if let Some(found) = find() {
        return Ok(Some(found));
    }
    if is_debian()
        && is_root()
        && step("install Chromium by apt", install_by_apt).is_ok()
        && let Some(found) = find()
    {
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

fn install_by_apt() -> Result {
    must(command("apt-get").args(["update", "--quiet"]))?;
    let install = ["install", "--yes", "--quiet", "--no-install-recommends", "chromium"];
    must(command("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(install))
}

/// Debian itself: what others call by that name of a package may be a pointer to their shop.
fn is_debian() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=debian")
}

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    on_path.chain(PLACES.map(PathBuf::from)).find(|place| place.is_file())
}

/// Without a library for one question: only root may look into root's folder.
fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id == "0")
}

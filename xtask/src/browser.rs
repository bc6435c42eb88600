//! A Chromium for the browser tests.
//!
//! **Invariant:** one that is there is used; only if there is none is one installed: by apt where that is
//! possible (as root on Debian), else by Playwright, which keeps its own.

use std::env;
use std::path::{Path, PathBuf};

use crate::files;
use crate::step::{Result, command, must, step};
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

/// The browser's program; nothing stands for the one that Playwright has.
pub fn ensure() -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        return match named.exists() {
            true => Ok(Some(named)),
            false => Err(format!("{VARIABLE}={}: there is no such file", named.display())),
        };
    }
    if let Some(found) = find() {
        return Ok(Some(found));
    }
    if Path::new("/etc/debian_version").exists() && is_root() {
        step("install Chromium by apt", || {
            must(command("apt-get").args(["update", "--quiet"]))?;
            let install = ["install", "--yes", "--quiet", "--no-install-recommends", "chromium"];
            must(command("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(install))
        })?;
        return find().map(Some).ok_or_else(|| "apt installed no chromium".to_owned());
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

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    on_path.chain(PLACES.map(PathBuf::from)).find(|place| place.is_file())
}

/// Without a library for one question: only root may look into root's folder.
fn is_root() -> bool {
    crate::step::output(command("id").arg("-u")).is_ok_and(|id| id == "0")
}

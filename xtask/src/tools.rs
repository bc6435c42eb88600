//! The tools, in the versions that the project is built and measured with.
//!
//! **Invariant:** this is the one place for their versions (the `Trunk.toml` files and `Cargo.lock` are held
//! against it by a test). Each stands in a folder of its own by version in the user's cache, so that
//! a second clone finds it and the user's own tools stay untouched; a half-installed one is never found.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Result, command, must, output, step};

pub const TRUNK: &str = "0.21.14";
pub const WASM_BINDGEN: &str = "0.2.129";
pub const BINARYEN: &str = "132.0.0";
pub const ESBUILD: &str = "0.28.2";
pub const CARGO_FUZZ: &str = "0.13.2";

/// The target that the widget is compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Installs what is missing and gives a PATH with the tools before all others.
pub fn ensure() -> Result<OsString> {
    rust_component("target", WASM)?;
    // The own standard library is built from its source.
    rust_component("component", "rust-src")?;
    let folders = [
        cargo_tool("wasm-bindgen-cli", WASM_BINDGEN, "wasm-bindgen")?,
        cargo_tool("trunk", TRUNK, "trunk")?,
        npm_tool("binaryen", BINARYEN, "wasm-opt")?,
        npm_tool("esbuild", ESBUILD, "esbuild")?,
    ];
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(folders.into_iter().chain(env::split_paths(&path))).map_err(|error| error.to_string())
}

/// What the checks need: a minimal Rust has neither.
pub fn ensure_checkers() -> Result {
    rust_component("component", "rustfmt")?;
    rust_component("component", "clippy")
}

/// The minifier alone: what Trunk's hook needs.
pub fn esbuild() -> Result<PathBuf> {
    Ok(npm_tool("esbuild", ESBUILD, "esbuild")?.join(executable("esbuild")))
}

/// What makes a module small; and what compiles one, with a standard library of its own.
pub fn wasm_opt() -> Result<PathBuf> {
    rust_component("target", WASM)?;
    rust_component("component", "rust-src")?;
    Ok(npm_tool("binaryen", BINARYEN, "wasm-opt")?.join(executable("wasm-opt")))
}

/// The fuzzer's driver.
pub fn cargo_fuzz() -> Result<PathBuf> {
    Ok(cargo_tool("cargo-fuzz", CARGO_FUZZ, "cargo-fuzz")?.join(executable("cargo-fuzz")))
}

/// A program's place on such a PATH; its name, if it is not there.
pub fn on_path(path: &OsStr, program: &str) -> PathBuf {
    let name = executable(program);
    let places = env::split_paths(path).map(|folder| folder.join(&name));
    places.into_iter().find(|place| place.exists()).unwrap_or_else(|| program.into())
}

/// npm, which a Windows shell knows as a script.
pub fn npm() -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

fn rust_component(kind: &str, name: &str) -> Result {
    let installed = output(command("rustup").args([kind, "list", "--installed"]))
        .map_err(|error| format!("{error}; install Rust from https://rustup.rs"))?;
    if installed.lines().any(|line| line.starts_with(name)) {
        return Ok(());
    }
    step(&format!("rustup {kind} add {name}"), || must(command("rustup").args([kind, "add", name])))
}

/// A tool from crates.io, built here. Gives the folder of its program.
fn cargo_tool(package: &str, version: &str, program: &str) -> Result<PathBuf> {
    let folder = home()?.join(format!("{package}-{version}"));
    let bin = folder.join("bin");
    if bin.join(executable(program)).exists() {
        return Ok(bin);
    }
    step(&format!("install {package} {version} (once, some minutes)"), || {
        fresh(&folder, |unfinished| {
            let mut install = command("cargo");
            install.args(["install", package, "--version", version, "--locked", "--root"]).arg(unfinished);
            // The settings of the widget's own build are not the tool's.
            for name in ["RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_TARGET_DIR"] {
                install.env_remove(name);
            }
            must(&mut install)
                .map_err(|error| format!("{error}; is crates.io reachable, and a C compiler installed?"))
        })
    })?;
    Ok(bin)
}

/// A tool from npm. Gives the folder of its program.
fn npm_tool(package: &str, version: &str, program: &str) -> Result<PathBuf> {
    let folder = home()?.join(format!("{package}-{version}"));
    let bin = folder.join("node_modules").join(".bin");
    if bin.join(executable(program)).exists() {
        return Ok(bin);
    }
    step(&format!("install {package} {version}"), || {
        fresh(&folder, |unfinished| {
            let what = format!("{package}@{version}");
            let mut install = npm();
            install.args(["install", "--no-audit", "--no-fund", "--loglevel=error", &what, "--prefix"]);
            must(install.arg(unfinished))
                .map_err(|error| format!("{error}; is Node.js installed, and the npm registry reachable?"))
        })
    })?;
    Ok(bin)
}

/// The packages of a lockfile in `source`, installed into a folder of this name. Gives the folder.
pub fn npm_packages(name: &str, source: &Path) -> Result<PathBuf> {
    let folder = home()?.join(name);
    if folder.join("node_modules").exists() {
        return Ok(folder);
    }
    step("install the packages of the extras", || {
        fresh(&folder, |unfinished| {
            for file in ["package.json", "package-lock.json"] {
                let from = source.join(file);
                fs::copy(&from, unfinished.join(file))
                    .map_err(|error| format!("{}: {error}", from.display()))?;
            }
            let mut install = npm();
            install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(unfinished);
            must(&mut install)
                .map_err(|error| format!("{error}; is Node.js installed, and the npm registry reachable?"))
        })
    })?;
    Ok(folder)
}

/// Fills a folder beside its final place, and moves it there when it is whole.
fn fresh(folder: &Path, fill: impl FnOnce(&Path) -> Result) -> Result {
    let mut unfinished = folder.as_os_str().to_owned();
    unfinished.push(format!(".{}", std::process::id()));
    let unfinished = PathBuf::from(unfinished);
    crate::files::make_folder(&unfinished)?;
    let filled = fill(&unfinished);
    let moved = filled.and_then(|()| match fs::rename(&unfinished, folder) {
        Err(error) if !folder.exists() => Err(format!("{}: {error}", folder.display())),
        _ => Ok(()),
    });
    if unfinished.exists() {
        crate::files::remove_folder(&unfinished)?;
    }
    moved
}

/// `~/.cache/causerie/tools`, or where the system keeps caches.
fn home() -> Result<PathBuf> {
    let var = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Caches"))
    } else {
        var("XDG_CACHE_HOME").or_else(|| var("HOME").map(|home| home.join(".cache")))
    };
    let cache = cache.ok_or("no cache folder: set HOME (or XDG_CACHE_HOME)")?;
    Ok(cache.join("causerie").join("tools"))
}

fn executable(program: &str) -> String {
    // npm's programs are scripts on Windows; cargo's are not, but both are found by this name there.
    if cfg!(windows) && !matches!(program, "wasm-opt" | "esbuild") {
        format!("{program}.exe")
    } else if cfg!(windows) {
        format!("{program}.cmd")
    } else {
        program.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{BINARYEN, TRUNK, WASM_BINDGEN};
    use crate::files::{read_text, root};

    fn text(path: &str) -> String {
        read_text(&root().join(path)).unwrap()
    }

    #[test]
    fn other_files_name_the_same_versions() {
        let binaryen = BINARYEN.split('.').next().unwrap();
        for file in ["Trunk.toml", "xtask/Trunk.toml", "examples/leptos-app/Trunk.toml"] {
            let trunk = text(file);
            assert!(trunk.contains(&format!("trunk-version = \"={TRUNK}\"")), "{file}: trunk");
            assert!(trunk.contains(&format!("wasm_bindgen = \"{WASM_BINDGEN}\"")), "{file}: wasm-bindgen");
            assert!(trunk.contains(&format!("wasm_opt = \"version_{binaryen}\"")), "{file}: wasm-opt");
        }
        let locked = format!("name = \"wasm-bindgen\"\nversion = \"{WASM_BINDGEN}\"");
        assert!(
            text("Cargo.lock").contains(&locked),
            "Cargo.lock has another wasm-bindgen than the tool reads"
        );
    }
}

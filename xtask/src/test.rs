//! `cargo xtask test`: all tests, native and in the browser.
//!
//! **Invariant:** every test of the project runs here; CI calls nothing else.

use std::ffi::OsStr;
use std::process::Command;

use clap::Args;

use crate::step::{Result, command, must, step};
use crate::{browser, files, serve, site, tools};

#[derive(Args)]
pub struct Options {
    /// Only what needs no browser.
    #[arg(long)]
    native: bool,
    /// Only the tests in the browser whose names contain this, or of a file: `gone.spec`, also `gone.spec.mjs:75`.
    #[arg(long, value_name = "TEXT", conflicts_with = "native")]
    e2e: Option<String>,
}

pub fn run(options: &Options) -> Result {
    if options.e2e.is_none() {
        native()?;
    }
    if options.native {
        return Ok(());
    }
    // First what is quick and may be missing.
    browser::check_named()?;
    let path = tools::ensure()?;
    step("install the browser tests", browser::install_tests)?;
    let browser = browser::for_tests()?;
    let with_browser = |mut command: Command| {
        if let Some(browser) = &browser {
            command.env(browser::VARIABLE, browser);
        }
        command
    };
    if options.e2e.is_none() {
        step("check the browser shell (clippy)", || must(&mut shell_clippy(&path)))?;
        step("component tests in the browser", || must(&mut with_browser(components(&path))))?;
    }
    step("build the demo server", serve::build_demo)?;
    site::build_of_packages(&path)?;
    step("pages in the browser (Playwright)", || must(&mut with_browser(playwright(options.e2e.as_deref()))))
}

fn native() -> Result {
    tools::ensure_checkers()?;
    step("formatting", || {
        must(command("cargo").args(["fmt", "--all", "--check"]))?;
        must(command("cargo").args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
    })?;
    step("check everything native (clippy)", || {
        must(
            command("cargo")
                .args([
                    "clippy",
                    "--quiet",
                    "--workspace",
                    "--exclude",
                    "leptos-app",
                    "--exclude",
                    "causerie",
                ])
                .args(STRICT),
        )?;
        must(
            command("cargo")
                .args(["clippy", "--quiet", "--all-targets", "--no-default-features"])
                .args(STRICT),
        )
    })?;
    step("the pure core", || must(command("cargo").args(["test", "--quiet", "--no-default-features"])))?;
    step("the wire, the archive, the demo server, the commands and the measurements", || {
        let packages =
            ["causerie-wire", "causerie-archive", "causerie-demo", "causerie-bench-decode", "xtask"];
        let packages = packages.iter().flat_map(|name| ["--package", *name]);
        must(command("cargo").args(["test", "--quiet"]).args(packages))
    })
}

const STRICT: [&str; 3] = ["--", "-D", "warnings"];

fn shell_clippy(path: &OsStr) -> Command {
    let mut clippy = command("cargo");
    clippy.args([
        "clippy",
        "--quiet",
        "--target",
        tools::WASM,
        "--all-features",
        "--lib",
        "--test",
        "components",
    ]);
    clippy.args(["--package", "causerie", "--package", "leptos-app"]).args(STRICT).env("PATH", path);
    clippy
}

fn components(path: &OsStr) -> Command {
    let runner = files::root().join("e2e/component-tests.mjs");
    let mut test = command("cargo");
    // Not `--quiet`: cargo hands it on to the runner, which does not know it.
    test.args(["test", "--target", tools::WASM, "--test", "components"]);
    test.args(["--no-default-features", "--features", "element"]).env("PATH", path);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", format!("node {}", runner.display()));
    test
}

fn playwright(only: Option<&str>) -> Command {
    let mut test = tools::npm();
    test.current_dir(files::root().join("e2e")).args(["exec", "--", "playwright", "test"]);
    match only {
        Some(file) if file.contains(".spec") => test.arg(file),
        Some(name) => test.arg("--grep").arg(literally(name)),
        None => &mut test,
    };
    test.env("CAUSERIE_DEMO", serve::demo()).env("CAUSERIE_SITE", files::site());
    test
}

/// The regular expression of JavaScript that finds this text.
fn literally(text: &str) -> String {
    let escaped = |sign: char| r"\^$.*+?()[]{}|/".contains(sign).then_some('\\');
    text.chars().flat_map(|sign| escaped(sign).into_iter().chain([sign])).collect()
}

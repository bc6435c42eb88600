//! Builds the site: the widget by Trunk, the examples beside it.
//!
//! **Invariant:** the released widget is compiled with a standard library of its own, without panic messages and
//! source locations, which takes about a tenth off the download. That needs switches that rustc keeps for itself, so
//! it is done with the pinned compiler only; with another one the plain standard library is used.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::step::{Result, command, must, output, step};
use crate::tools;
use crate::{dist, embed, files};

/// The compiler that the switches below are known to work with; rust-toolchain.toml pins it.
const RUSTC: &str = "rustc 1.95.";

/// Builds the widget into `dist`.
pub fn build_widget(path: &OsStr) -> Result {
    step("build the widget", || {
        let mut trunk = trunk("xtask", path);
        with_own_std(&mut trunk, RELOCATIONS);
        must(&mut trunk)?;
        embed::embed(&files::dist())
    })
}

/// Builds the widget and the examples into the folder that the demo server serves.
pub fn build(path: &OsStr) -> Result {
    build_widget(path)?;
    step("build the Leptos example", || must(&mut trunk("examples/leptos-app", path)))?;
    assemble(Path::new("examples/leptos-app"))
}

/// The same for the tests: what is published is made, and the examples are built of that and not of the sources.
pub fn build_of_packages(path: &OsStr) -> Result {
    build_widget(path)?;
    step("build the Leptos example with the packed crates", || {
        let app = dist::leptos_example()?;
        must(trunk(&app, path).env("CARGO_TARGET_DIR", files::target()))?;
        assemble(&app)
    })?;
    step("compile the examples in the documentation", dist::doc_examples)?;
    dist::check_crates()?;
    dist::prove(&dist::pack()?)
}

/// `dist` as it is, and the examples under `examples/`. `leptos` is where the Leptos one was built.
fn assemble(leptos: &Path) -> Result {
    let site = files::site();
    files::remove_folder(&site)?;
    files::copy_folder(&files::dist(), &site)?;
    let examples = files::root().join("examples");
    for name in ["script-tag", "static-page"] {
        files::copy_folder(&examples.join(name), &site.join("examples").join(name))?;
    }
    files::copy_folder(&files::root().join(leptos).join("dist"), &site.join("examples/leptos-app"))
}

/// Trunk, run where the configuration stands.
fn trunk(folder: impl AsRef<Path>, path: &OsStr) -> Command {
    let mut trunk = command(tools::on_path(path, "trunk"));
    trunk.arg("build").current_dir(files::root().join(folder)).env("PATH", path);
    // Trunk takes `NO_COLOR=1` for a wrong value of its own flag.
    trunk.env_remove("NO_COLOR");
    trunk
}

/// Has the linker write down who refers to whom, for embed/split.rs.
const RELOCATIONS: &str = "-Clink-arg=--emit-relocs";

/// The variable with the switches of the compiler.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Has a build make the standard library too, if the compiler is the pinned one. `flags` are for the compiler.
pub fn with_own_std(build: &mut Command, flags: &str) {
    if has_pinned_compiler() {
        build.env(FLAGS, format!("{OWN_STD} {flags}"));
        build.envs([
            ("RUSTC_BOOTSTRAP", "1"),
            ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
            ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
        ]);
    } else {
        build.env(FLAGS, flags);
    }
}

const OWN_STD: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

fn has_pinned_compiler() -> bool {
    let version = output(command("rustc").arg("--version"));
    let pinned = version.as_ref().is_ok_and(|version| version.starts_with(RUSTC));
    if !pinned {
        println!(
            "{version:?} is not the pinned compiler: the widget gets the plain standard library and is larger."
        );
    }
    pinned
}

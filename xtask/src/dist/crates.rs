//! The crates as crates.io would have them.
//!
//! **Invariant:** the Leptos example of the tests is built with the packed crates, unpacked elsewhere: what is missing in
//! them does not build. It is compiled into the workspace's own folder with the workspace's own versions, so that all
//! that both need is compiled once.

use std::path::PathBuf;

use crate::files::{copy_folder, make_folder, read_text, remove_folder, root, target, write};
use crate::step::{Result, command, must, output};
use crate::tools;

/// What is published, in the order in which it must be.
const CRATES: [&str; 2] = ["causerie-wire", "causerie"];

/// Packs the crates, and compiles them as they were packed; nothing is sent. Gives their names.
pub fn check() -> Result<Vec<String>> {
    let mut publish = command("cargo");
    publish.args(["publish", "--workspace", "--dry-run", "--allow-dirty", "--color=never"]);
    // They are for browsers.
    publish.args(["--target", tools::WASM]);
    let said = publish.output().map_err(|error| format!("cargo publish: {error}"))?;
    let lines = String::from_utf8_lossy(&said.stderr).into_owned();
    // That tests are not packed is meant.
    for line in lines.lines().filter(|line| !line.contains("ignoring test") && !line.contains("dry run")) {
        println!("{line}");
    }
    if !said.status.success() {
        let why = lines.lines().find(|line| line.starts_with("error")).unwrap_or("see above");
        return Err(format!("cargo publish --dry-run: {}", why.trim_start_matches("error: ")));
    }
    let would_go: Vec<String> = lines
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Uploading ")?.split(' ').next().map(str::to_owned))
        .collect();
    match would_go == CRATES {
        true => Ok(would_go),
        false => Err(format!("{would_go:?} would be published, and not {CRATES:?}")),
    }
}

/// A copy of the Leptos example that depends on the packed crates; gives its folder.
pub fn leptos_example() -> Result<PathBuf> {
    let place = target().join("packed-leptos");
    remove_folder(&place)?;
    make_folder(&place)?;
    let mut pack = command("cargo");
    pack.args(["package", "--quiet", "--no-verify", "--allow-dirty"]);
    pack.args(CRATES.iter().flat_map(|name| ["--package", name]));
    output(&mut pack)?;
    let version = env!("CARGO_PKG_VERSION");
    for name in CRATES {
        let packed = target().join("package").join(format!("{name}-{version}.crate"));
        must(command("tar").arg("xzf").arg(&packed).arg("-C").arg(&place))?;
    }
    let (app, from) = (place.join("app"), root().join("examples/leptos-app"));
    copy_folder(&from.join("src"), &app.join("src"))?;
    for name in ["app.css", "Trunk.toml"] {
        write(&app.join(name), read_text(&from.join(name))?)?;
    }
    write(&app.join("icon.svg"), read_text(&root().join("style/icon.svg"))?)?;
    let page = read_text(&from.join("index.html"))?;
    write(&app.join("index.html"), page.replace("../../style/icon.svg", "icon.svg"))?;
    let example = read_text(&from.join("Cargo.toml"))?;
    write(&app.join("Cargo.toml"), manifest(&example, &read_text(&root().join("Cargo.toml"))?, version)?)?;
    write(&app.join("Cargo.lock"), read_text(&root().join("Cargo.lock"))?)?;
    Ok(app)
}

/// The example's manifest as that of a project of its own: the crate by its version, found where it was unpacked, and
/// what it takes from the workspace.
fn manifest(example: &str, workspace: &str, version: &str) -> Result<String> {
    const BY_PATH: &str = "causerie = { path = \"../..\" }";
    if !example.contains(BY_PATH) {
        return Err(format!("examples/leptos-app/Cargo.toml has no line `{BY_PATH}`"));
    }
    let mut text = example.replace(BY_PATH, &format!("causerie = \"{version}\""));
    text += "\n[workspace]\nresolver = \"3\"\n\n[patch.crates-io]\n";
    for name in CRATES {
        text += &format!("{name} = {{ path = \"../{name}-{version}\" }}\n");
    }
    let shared = ["[workspace.package]", "[workspace.lints", "[profile."];
    let mut is_shared = false;
    for line in workspace.lines() {
        if line.starts_with('[') {
            is_shared = shared.iter().any(|head| line.starts_with(head));
        }
        if is_shared {
            text += line;
            text.push('\n');
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_takes_the_crate_by_version_and_the_rest_from_the_workspace() {
        let example = read_text(&root().join("examples/leptos-app/Cargo.toml")).unwrap();
        let workspace = read_text(&root().join("Cargo.toml")).unwrap();
        let made = manifest(&example, &workspace, "1.2.3").unwrap();
        for line in ["causerie = \"1.2.3\"", "edition = \"2024\"", "unsafe_code = \"deny\"", "[profile.dev]"]
        {
            assert!(made.lines().any(|there| there == line), "{line}\n{made}");
        }
        assert!(!made.contains("../..\""), "{made}");
        assert!(!made.contains("members"), "{made}");
        assert!(manifest("[package]", &workspace, "1.2.3").is_err());
    }

    /// Of all members only these go to crates.io.
    #[test]
    fn what_is_not_published_says_so() {
        for name in ["archive", "demo", "bench/decode", "examples/leptos-app", "xtask"] {
            let manifest = read_text(&root().join(name).join("Cargo.toml")).unwrap();
            assert!(manifest.contains("\npublish = false\n"), "{name}");
        }
    }
}

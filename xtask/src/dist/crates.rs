//! The crates as crates.io would have them.
//!
//! **Invariant:** the crates are compiled as they were packed, unpacked elsewhere, and the Leptos example with them: what
//! is missing in them does not build. (Of their manifests that is left out which only the workspace needs.) It is compiled
//! into the workspace's own folder with the workspace's own versions, so that all that both need is compiled once.

use std::path::PathBuf;

use crate::files::{copy_folder, make_folder, read_text, remove_folder, root, target, write};
use crate::step::{Result, command, must, output};
use crate::tools;

/// What is published, in the order in which it must be.
const CRATES: [&str; 2] = ["causerie-wire", "causerie"];

/// Compiles the crates as they are packed, and the Leptos example with them.
pub fn compile() -> Result {
    leptos_example()?;
    let mut build = command("cargo");
    build.current_dir(folder()).env("CARGO_TARGET_DIR", target());
    must(build.args(["build", "--quiet", "--workspace", "--target", tools::WASM]))
}

/// Whether crates.io would take the crates; nothing is sent. Gives their names.
pub fn check() -> Result<Vec<String>> {
    let mut publish = command("cargo");
    publish.args(["publish", "--workspace", "--dry-run", "--allow-dirty", "--color=never"]);
    // Cargo would compile the second with a packed first that it has kept from an earlier time; [`compile`] does not.
    publish.arg("--no-verify");
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

/// Where the packed crates are unpacked, with the example beside them.
fn folder() -> PathBuf {
    target().join("packed-leptos")
}

/// Unpacks the crates, and puts a copy of the Leptos example beside them that depends on them; gives its folder.
pub fn leptos_example() -> Result<PathBuf> {
    let (place, version) = (folder(), env!("CARGO_PKG_VERSION"));
    remove_folder(&place)?;
    make_folder(&place)?;
    let mut pack = command("cargo");
    pack.args(["package", "--quiet", "--no-verify", "--allow-dirty", "--target-dir"]).arg(target());
    pack.args(CRATES.iter().flat_map(|name| ["--package", name]));
    output(&mut pack)?;
    for name in CRATES {
        let packed = target().join("package").join(format!("{name}-{version}.crate"));
        // Packed files are all of one old day, and cargo would not see that a file has changed.
        must(command("tar").arg("xzmf").arg(&packed).arg("-C").arg(&place))?;
        let manifest = place.join(format!("{name}-{version}/Cargo.toml"));
        write(&manifest, as_dependency(&read_text(&manifest)?))?;
    }
    let (app, from) = (place.join("app"), root().join("examples/leptos-app"));
    copy_folder(&from.join("src"), &app.join("src"))?;
    for name in ["app.css", "Trunk.toml", "snippet.txt"] {
        write(&app.join(name), read_text(&from.join(name))?)?;
    }
    write(&app.join("icon.svg"), read_text(&root().join("style/icon.svg"))?)?;
    let page = read_text(&from.join("index.html"))?;
    write(&app.join("index.html"), page.replace("../../style/icon.svg", "icon.svg"))?;
    write(&app.join("Cargo.toml"), manifest(&read_text(&from.join("Cargo.toml"))?, version)?)?;
    write(&place.join("Cargo.toml"), workspace(&read_text(&root().join("Cargo.toml"))?, version))?;
    write(&place.join("Cargo.lock"), read_text(&root().join("Cargo.lock"))?)?;
    Ok(app)
}

/// Compiles the examples in the documentation of what only a browser has, as it was packed; the others run with the
/// tests of the pure core.
pub fn doc_examples() -> Result {
    let mut test = command("cargo");
    test.current_dir(folder()).env("CARGO_TARGET_DIR", target());
    test.args(["test", "--quiet", "--doc", "--package", "causerie", "--target", tools::WASM, "--"]);
    // They are only compiled, but their program is begun all the same.
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "rustc --version");
    must(test.args(FOR_BROWSERS))
}

/// The files with those examples; the names of doc tests begin with them.
const FOR_BROWSERS: [&str; 2] = ["src/components", "src/chat"];

/// The example's manifest with the crate by its version.
fn manifest(example: &str, version: &str) -> Result<String> {
    const BY_PATH: &str = "causerie = { path = \"../..\" }";
    match example.contains(BY_PATH) {
        true => Ok(example.replace(BY_PATH, &format!("causerie = \"{version}\""))),
        false => Err(format!("examples/leptos-app/Cargo.toml has no line `{BY_PATH}`")),
    }
}

/// A crate's manifest as one who depends on it has it: without profiles, and without what its own tests need. With that
/// all would be compiled once more, as it has other features of what is shared. And as a plain library: a `cdylib` has
/// the same file name as the workspace's own, which would be taken for fresh and linked into the next run's tests.
fn as_dependency(manifest: &str) -> String {
    let is_own = |head: &str| head.starts_with("[profile.") || head.contains("dev-dependencies");
    let manifest = sections(manifest, |head| !is_own(head));
    let Some((before, types)) = manifest.split_once("crate-type = [") else { return manifest };
    let (_, after) = types.split_once("]\n").unwrap_or_default();
    [before, after].concat()
}

/// The sections of a manifest whose heads are wanted, and what stands before the first.
fn sections(manifest: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let (mut text, mut takes) = (String::new(), is_wanted(""));
    for line in manifest.lines() {
        if line.starts_with('[') {
            takes = is_wanted(line);
        }
        if takes {
            text += line;
            text.push('\n');
        }
    }
    text
}

/// A workspace of the example and the crates, which are found where they were unpacked. It has the profiles and the
/// settings of the given one.
fn workspace(ours: &str, version: &str) -> String {
    let unpacked = CRATES.map(|name| format!("{name}-{version}"));
    let members: String = unpacked.iter().map(|name| format!(", \"{name}\"")).collect();
    let mut text =
        format!("[workspace]\nresolver = \"3\"\nmembers = [\"app\"{members}]\n\n[patch.crates-io]\n");
    for (name, folder) in CRATES.iter().zip(unpacked) {
        text += &format!("{name} = {{ path = \"{folder}\" }}\n");
    }
    let shared = ["[workspace.package]", "[workspace.lints", "[profile."];
    text + &sections(ours, |head| shared.iter().any(|start| head.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_takes_the_crate_by_version_and_the_rest_from_the_workspace() {
        let example = read_text(&root().join("examples/leptos-app/Cargo.toml")).unwrap();
        let made = manifest(&example, "1.2.3").unwrap();
        assert!(made.contains("\ncauserie = \"1.2.3\"\n"), "{made}");
        assert!(!made.contains("../.."), "{made}");
        assert!(manifest("[package]", "1.2.3").is_err());
        let made = workspace(&read_text(&root().join("Cargo.toml")).unwrap(), "1.2.3");
        for line in ["causerie = { path = \"causerie-1.2.3\" }", "unsafe_code = \"deny\"", "[profile.dev]"] {
            assert!(made.lines().any(|there| there == line), "{line}\n{made}");
        }
        assert_eq!(made.matches("members").count(), 1, "{made}");
    }

    #[test]
    fn what_depends_on_a_crate_does_not_see_its_tests() {
        let manifest = "a = 1\n[dependencies.b]\nc = 2\n[target.'cfg(x)'.dev-dependencies.d]\ne = 3\n[profile.dev]\nf = 4\n";
        assert_eq!(as_dependency(manifest), "a = 1\n[dependencies.b]\nc = 2\n");
    }

    #[test]
    fn a_packed_crate_is_compiled_into_a_file_of_another_name_than_the_workspaces() {
        let manifest =
            "[lib]\nname = \"a\"\ncrate-type = [\n    \"cdylib\",\n    \"rlib\",\n]\npath = \"b\"\n";
        assert_eq!(as_dependency(manifest), "[lib]\nname = \"a\"\npath = \"b\"\n");
    }

    /// Each file with an example that only compiles for browsers is named.
    #[test]
    fn the_examples_for_browsers_are_compiled() {
        for (path, example) in
            [("src/components/widget.rs", "```no_run"), ("src/chat/tools/tool.rs", "```no_run")]
        {
            assert!(read_text(&root().join(path)).unwrap().contains(example), "{path}");
            assert!(FOR_BROWSERS.iter().any(|folder| path.starts_with(folder)), "{path}");
        }
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

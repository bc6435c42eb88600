//! The npm package: the widget of `dist`, a module build of it, types and the manifest, wrappers for React and Vue.
//!
//! **Invariant:** `causerie.js` is that of `dist`, and the version is that of the crates. What is written by hand stands
//! in `npm/`.

use std::fs;
use std::path::PathBuf;

use causerie::json::Json;
use causerie::tools::indented;

use super::esm;
use super::manifest::manifest;
use super::types::{declarations, names};
use crate::files::{dist, make_folder, read_text, remove_folder, root, target, write};
use crate::step::{Result, must, output};
use crate::tools;

/// What the package has of `npm/` as it is.
const BY_HAND: [&str; 9] = [
    "README.md",
    "types.d.ts",
    "jsx.d.ts",
    "react.js",
    "react.d.ts",
    "vue.js",
    "vue.d.ts",
    "wrapped.js",
    "wrapped.d.ts",
];

/// The folder that is packed.
fn folder() -> PathBuf {
    target().join("npm")
}

/// Makes the folder.
pub fn make() -> Result {
    let (folder, by_hand) = (folder(), root().join("npm"));
    remove_folder(&folder)?;
    make_folder(&folder)?;
    for name in crate::files::names(&dist())?.iter().filter(|name| is_of_widget(name)) {
        copy(&dist().join(name), &folder.join(name))?;
    }
    esm::build(&folder)?;
    for name in BY_HAND {
        copy(&by_hand.join(name), &folder.join(name))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&root().join(name), &folder.join(name))?;
    }
    write(&folder.join("index.d.ts"), declarations(&read_text(&by_hand.join("index.d.ts"))?)?)?;
    write(&folder.join("options.js"), names()?)?;
    write(&folder.join("custom-elements.json"), manifest()?)?;
    write(&folder.join("package.json"), package(&read_text(&by_hand.join("package.json"))?)?)
}

/// The widget's own files: no page, no settings of one, and not what a Leptos app loads.
fn is_of_widget(name: &str) -> bool {
    name.starts_with("causerie") && name != "causerie-extras.js"
}

fn copy(from: &std::path::Path, to: &std::path::Path) -> Result {
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

/// The package's own description, with the version of the crates behind its name.
fn package(template: &str) -> Result<String> {
    let Ok(Json::Object(members)) = Json::parse(template) else {
        return Err("npm/package.json is no JSON object".to_owned());
    };
    let mut members = members;
    members.insert(1.min(members.len()), ("version".into(), env!("CARGO_PKG_VERSION").into()));
    Ok(indented(&Json::Object(members).written()) + "\n")
}

/// Packs the folder; gives the file.
pub fn pack() -> Result<PathBuf> {
    let mut pack = tools::npm();
    pack.current_dir(folder()).args(["pack", "--silent", "--pack-destination"]).arg(target());
    let name = output(&mut pack).map_err(|error| format!("{error}; is Node.js installed?"))?;
    let packed = target().join(name.lines().last().unwrap_or_default().trim());
    match packed.is_file() {
        true => Ok(packed),
        false => Err(format!("npm pack said {name:?} and made no such file")),
    }
}

/// Installs the packed file, and nothing else, into the packages of a folder.
pub fn install(packed: &std::path::Path, into: &std::path::Path) -> Result {
    let place = into.join("node_modules/causerie");
    remove_folder(&place)?;
    let mut install = tools::npm();
    let quiet = ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    must(install.current_dir(into).args(quiet).args(["--prefer-offline", "--legacy-peer-deps"]).arg(packed))
}

/// The packages that the examples are built and the types are checked with, by the lockfile in the folder.
pub fn install_tools(into: &std::path::Path) -> Result {
    let quiet = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    must(tools::npm().current_dir(into).args(quiet))
        .map_err(|error| format!("{error}; is the npm registry reachable?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_has_the_version_of_the_crates() {
        let made = package(&read_text(&root().join("npm/package.json")).unwrap()).unwrap();
        let made = Json::parse(&made).unwrap();
        assert_eq!(made.get("version").unwrap().as_str(), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(made.get("name").unwrap().as_str(), Some("causerie"));
        let written = "type";
        assert_eq!(made.get(written).unwrap().as_str(), Some("module"));
    }

    /// What is exported is a file that is there, made, or of the widget.
    #[test]
    fn the_package_exports_what_it_has() {
        let package = Json::parse(&read_text(&root().join("npm/package.json")).unwrap()).unwrap();
        let made = ["index.d.ts", "options.js", "custom-elements.json", "package.json", "causerie.mjs", "*"];
        for (_, to) in package.get("exports").unwrap().members() {
            let targets: Vec<&str> = match to.as_str() {
                Some(target) => vec![target],
                None => to.members().iter().filter_map(|(_, target)| target.as_str()).collect(),
            };
            for target in targets {
                let name = target.trim_start_matches("./");
                assert!(made.contains(&name) || BY_HAND.contains(&name), "{target}");
            }
        }
        for name in BY_HAND {
            assert!(root().join("npm").join(name).exists(), "{name}");
        }
    }
}

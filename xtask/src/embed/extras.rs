//! The extras: what the widget loads only when it is needed, bundled of packages from npm.
//!
//! Their sources are in `extras/`, the versions in its lockfile; the packages are kept in the user's cache, a folder
//! for each lockfile. **Invariant:** the core names them by their content and checks their digests, like all files; it
//! needs none of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use super::{Asset, Value};
use crate::files::{read, read_text, root, target, write};
use crate::step::{Result, command, output};
use crate::tools;

/// The loader for apps that have no causerie.js; its name never changes.
const LOADER: &str = "causerie-extras.js";
const LICENCES: &str = "causerie-extras-licences.txt";

/// Builds the extras into a folder; gives what the loader in the core is to be built with. `values` are what it has to
/// know beside that.
pub fn build(esbuild: &Path, folder: &Path, mut values: Vec<Value>) -> Result<Vec<Value>> {
    let packages = packages()?;
    let bundler = Bundler { esbuild, packages: &packages, folder };
    let grammars = bundler.asset("grammars.js", &[])?;
    let highlight =
        bundler.asset("highlight.js", &grammars.values(["BUILD_GRAMMARS", "BUILD_GRAMMARS_INTEGRITY"]))?;
    let math = bundler.asset("math.js", &[])?;
    values.extend(highlight.values(["BUILD_HIGHLIGHT", "BUILD_HIGHLIGHT_INTEGRITY"]));
    values.extend(math.values(["BUILD_MATH", "BUILD_MATH_INTEGRITY"]));
    values.push(("BUILD_LANGUAGES", bundler.languages()?));
    let loader = bundler.bundle(&root().join("embed/extras.js"), &values)?;
    write(&folder.join(LOADER), loader)?;
    write(&folder.join(LICENCES), licences(&packages)?)?;
    Ok(values)
}

struct Bundler<'a> {
    esbuild: &'a Path,
    packages: &'a Path,
    folder: &'a Path,
}

impl Bundler<'_> {
    /// Bundles a file of `extras/` and places it under a name of its own.
    fn asset(&self, name: &str, values: &[(&str, String)]) -> Result<Asset> {
        let bundle = self.bundle(&root().join("extras").join(name), values)?;
        let unnamed = self.folder.join(name);
        write(&unnamed, &bundle)?;
        Asset::place(self.folder, &unnamed, bundle.as_bytes(), "js")
    }

    fn bundle(&self, entry: &Path, values: &[(&str, String)]) -> Result<String> {
        output(self.command(entry, values).arg("--minify"))
    }

    fn command(&self, entry: &Path, values: &[(&str, String)]) -> Command {
        let mut bundle = command(self.esbuild);
        let defines = values
            .iter()
            .map(|(name, value)| format!("--define:{name}={}", super::Json::from(value.as_str())));
        bundle.arg(entry).args(["--bundle", "--format=esm", "--target=es2022", "--loader:.css=text"]);
        bundle
            .args(["--legal-comments=none"])
            .args(defines)
            .env("NODE_PATH", self.packages.join("node_modules"));
        bundle
    }

    /// The names of the languages that the grammars know, with blanks between them.
    fn languages(&self) -> Result<String> {
        let program = target().join("languages.mjs");
        write(&program, output(&mut self.command(&root().join("extras/names.js"), &[]))?)?;
        output(command("node").arg(&program))
    }
}

impl Asset {
    /// The name and the digest, as scripts are built with them.
    pub fn values(&self, [name, integrity]: [&'static str; 2]) -> [Value; 2] {
        [(name, format!("./{}", self.name)), (integrity, self.integrity.clone())]
    }
}

/// The folder with the packages of the lockfile.
fn packages() -> Result<PathBuf> {
    let lockfile = root().join("extras/package-lock.json");
    let digest = Sha256::digest(read(&lockfile)?);
    let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    tools::npm_packages(&format!("extras-{short}"), &root().join("extras"))
}

/// What must go with the packages wherever they go.
fn licences(packages: &Path) -> Result<String> {
    let mut text = String::new();
    for package in ["highlight.js", "temml"] {
        let licence = read_text(&packages.join("node_modules").join(package).join("LICENSE"))?;
        text += &format!("{package}\n\n{}\n\n", licence.trim());
    }
    Ok(text)
}

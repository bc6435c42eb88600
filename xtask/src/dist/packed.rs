//! The npm package as its users have it: installed from the packed file, with its types checked and its examples built.
//!
//! **Invariant:** nothing here is found in the sources of the widget: the folder that is built in has the examples, the
//! packages of a lockfile, and the packed file.

use std::path::{Path, PathBuf};

use super::npm;
use crate::files::{copy_folder, make_folder, read, remove_folder, root, site, target, write};
use crate::step::{Result, command, must, step};

/// The examples that a bundler builds; the plain page is served as it is.
const BUNDLED: [&str; 2] = ["react", "vue"];
const PLAIN: &str = "npm-html";

/// Where the package is installed.
fn folder() -> PathBuf {
    target().join("packages")
}

/// Installs the packed file, checks the types against right and wrong uses, and puts the examples into the site.
pub fn prove(packed: &Path) -> Result {
    step("install the npm package", || install(packed))?;
    step("check its types (tsc) and its manifest", || {
        types()?;
        must(command("node").current_dir(folder()).arg("manifest.mjs"))
    })?;
    step("build its examples", examples)
}

fn install(packed: &Path) -> Result {
    let folder = folder();
    make_folder(&folder)?;
    copy_folder(&root().join("npm/dev"), &folder)?;
    let (lockfile, installed) = (root().join("npm/dev/package-lock.json"), folder.join("installed.json"));
    let locked = read(&lockfile)?;
    if read(&installed).ok().as_ref() != Some(&locked) {
        npm::install_tools(&folder)?;
        write(&installed, locked)?;
    }
    npm::install(packed, &folder)?;
    for name in BUNDLED.into_iter().chain([PLAIN]) {
        let place = folder.join(name);
        remove_folder(&place)?;
        copy_folder(&root().join("examples").join(name), &place)?;
    }
    let tests = folder.join("type-tests");
    remove_folder(&tests)?;
    copy_folder(&root().join("npm/type-tests"), &tests)
}

/// A line that should not compile and does is an error, too: `@ts-expect-error` says so.
fn types() -> Result {
    let mut check = command("node");
    check.current_dir(folder()).args([
        "node_modules/typescript/bin/tsc",
        "--noEmit",
        "--project",
        "type-tests",
    ]);
    must(&mut check)
}

fn examples() -> Result {
    let (folder, site) = (folder(), site().join("examples"));
    let vite = |name: &str, to: &Path| {
        let mut build = command("node");
        build.current_dir(folder.join(name)).args(["../node_modules/vite/bin/vite.js", "build"]);
        build.args(["--logLevel=warn", "--base=./", "--emptyOutDir", "--outDir"]).arg(to);
        build
    };
    for name in BUNDLED {
        must(&mut vite(name, &site.join(name)))?;
    }
    // In development React does everything twice to find faults; and the app as a server renders it.
    must(
        vite("react", &site.join("react-development"))
            .args(["--mode=development"])
            .env("NODE_ENV", "development"),
    )?;
    must(vite("react", &folder.join("react/server")).args(["--ssr", "src/App.tsx"]))?;
    let plain = site.join(PLAIN);
    remove_folder(&plain)?;
    copy_folder(&folder.join(PLAIN), &plain)?;
    copy_folder(&folder.join("node_modules/causerie"), &plain.join("node_modules/causerie"))
}

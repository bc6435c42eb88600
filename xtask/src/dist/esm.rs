//! The widget as an ES module, made of the files that `dist` has.
//!
//! A bundler knows `import('./…')` and `new URL('./…', import.meta.url)` with the name written out there, and only where
//! both stand so does it bring the files along. The scripts of `dist` keep their names in values, so these are written
//! out here. **Invariant:** the wasm is that of `dist`, byte for byte; a script that looks otherwise than expected is an
//! error, and no broken package.

mod written_out;

use std::path::{Path, PathBuf};

use crate::embed::{ENTRY, define, integrity, shared_values};
use crate::files::{copy_folder, dist, make_folder, read, read_text, remove_folder, root, target, write};
use crate::size::named;
use crate::step::{Result, command, output};
use crate::tools;

use written_out::{imported, marked, written_out};

/// The files of the module build; what else they need is what `dist` has.
pub const MODULE: &str = "causerie.mjs";
const CORE: &str = "causerie-core.mjs";
const ARCHIVE: &str = "causerie-archive.mjs";
const HIGHLIGHT: &str = "causerie-highlight.mjs";

/// Writes the module and its scripts into a folder that has the files of `dist`.
pub fn build(folder: &Path) -> Result {
    let esbuild = tools::esbuild()?;
    let workshop = target().join("npm-parts");
    remove_folder(&workshop)?;
    make_folder(&workshop)?;
    let bundler = Bundler { esbuild: &esbuild, workshop: &workshop, folder };
    let files = Files::find()?;
    let core = written_out(&read_text(&dist().join(&files.core))?)?;
    let core = core.replace(&imported(&files.archive), &imported(ARCHIVE));
    bundler.script(CORE, &core.replace(&imported(&files.highlight), &imported(HIGHLIGHT)))?;
    bundler.script(ARCHIVE, &written_out(&read_text(&dist().join(&files.archive))?)?)?;
    // In one piece, as it is a worker of its own, too, for which no bundler could find the second one.
    let grammars = "grammars.mjs";
    write(&workshop.join(grammars), read(&dist().join(&files.grammars))?)?;
    let highlight = written_out(&read_text(&dist().join(&files.highlight))?)?;
    bundler.script(HIGHLIGHT, &highlight.replace(&files.grammars, grammars))?;
    bundler.module(&files)
}

/// The files of `dist`, by what they are.
struct Files {
    core: String,
    wasm: String,
    archive: String,
    highlight: String,
    grammars: String,
}

impl Files {
    /// By what they name: the archive names its wasm, the painter of code its grammars.
    fn find() -> Result<Self> {
        let one = |names: Vec<String>, end: &str| names.into_iter().find(|name| name.ends_with(end));
        let missing = |what: &str| format!("dist names no {what}; `cargo xtask dist` builds it");
        let entry = named(ENTRY)?;
        let wasm = one(entry.clone(), ".wasm").ok_or_else(|| missing("wasm"))?;
        let core = one(entry, ".js").ok_or_else(|| missing("core"))?;
        let (mut archive, mut highlight) = (None, None);
        for name in named(&core)?.into_iter().filter(|name| name.ends_with(".js")) {
            let below = named(&name)?;
            if one(below.clone(), ".wasm").is_some() {
                archive = Some(name);
            } else if let Some(grammars) = one(below, ".js") {
                highlight = Some((name, grammars));
            }
        }
        let (highlight, grammars) = highlight.ok_or_else(|| missing("painter of code"))?;
        Ok(Self { core, wasm, archive: archive.ok_or_else(|| missing("archive"))?, highlight, grammars })
    }
}

struct Bundler<'a> {
    esbuild: &'a Path,
    /// Where sources lie that are made.
    workshop: &'a Path,
    folder: &'a Path,
}

impl Bundler<'_> {
    /// Makes a script of the package of this text.
    fn script(&self, name: &str, text: &str) -> Result {
        let source = self.workshop.join(name);
        write(&source, text)?;
        self.bundle(&source, name, Vec::new())
    }

    /// Makes the module: the element's own sources, with another loader and an entry of its own.
    fn module(&self, files: &Files) -> Result {
        copy_folder(&root().join("embed"), &self.workshop.join("embed"))?;
        copy_folder(&root().join("npm/src"), &self.workshop.join("src"))?;
        let loader = root().join("npm/src/load.js");
        write(&self.workshop.join("embed/load.js"), read(&loader)?)?;
        let mut values = shared_values(self.esbuild)?.to_vec();
        values.extend([
            ("BUILD_CORE", format!("./{CORE}").into()),
            ("BUILD_WASM", format!("./{}", files.wasm).into()),
            ("BUILD_WASM_INTEGRITY", integrity(&read(&dist().join(&files.wasm))?).into()),
        ]);
        let mut defines: Vec<String> = values.into_iter().map(define).collect();
        // Where pages are rendered there is no such class, and the import must not fail for that.
        defines.push("--define:HTMLElement=CauserieBase".to_owned());
        defines.push("--banner:js=const CauserieBase=globalThis.HTMLElement??class{};".to_owned());
        self.bundle(&self.workshop.join("src/causerie.mjs"), MODULE, defines)?;
        let module = self.folder.join(MODULE);
        write(&module, marked(&read_text(&module)?)?)
    }

    fn bundle(&self, source: &Path, name: &str, more: Vec<String>) -> Result {
        let text = output(
            command(self.esbuild)
                .arg(source)
                .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none"])
                .args(["--external:./causerie-*"])
                .args(more),
        )?;
        let path: PathBuf = self.folder.join(name);
        write(&path, text + "\n")
    }
}

//! The widget as an ES module, made of the files that `dist` has.
//!
//! A bundler knows `import('./…')` and `new URL('./…', import.meta.url)` with the name written out there, and only where
//! both stand so does it bring the files along. The scripts of `dist` keep their names in values, so these are written
//! out here. **Invariant:** the wasm is that of `dist`, byte for byte; a script that looks otherwise than expected is an
//! error, and no broken package.

use std::path::{Path, PathBuf};

use crate::embed::{ENTRY, define, integrity, shared_values};
use crate::files::{copy_folder, dist, make_folder, read, read_text, remove_folder, root, target, write};
use crate::size::named;
use crate::step::{Result, command, output};
use crate::tools;

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
        self.bundle(&self.workshop.join("src/causerie.mjs"), MODULE, defines)
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

/// A script as a value: what imports it.
fn imported(name: &str) -> String {
    format!("()=>import(\"./{name}\")")
}

/// The script with the names of files written out where a bundler looks for them.
fn written_out(script: &str) -> Result<String> {
    let script = loads_written_out(script)?;
    let mut text = String::new();
    let mut pieces = script.split("\"./causerie-");
    text += pieces.next().unwrap_or_default();
    for piece in pieces {
        let Some((rest, after)) = piece.split_once('"') else { return Err(unexpected("a name has no end")) };
        let name = format!("causerie-{rest}");
        let is_imported = text.ends_with("import(");
        text += &match name.rsplit_once('.') {
            Some((_, "wasm")) => format!("new URL(\"./{name}\",import.meta.url).href"),
            // The glue calls what it gives the wasm a file, too.
            Some((_, "js")) if !is_imported && !name.ends_with("_bg.js") => imported(&name),
            _ => format!("\"./{name}\""),
        };
        text += after;
    }
    Ok(text)
}

/// `{let u=new URL(NAME,import.meta.url).href;return await check(u,…),import(u)}`, which checks a digest and imports:
/// here it imports what stands there, or calls the value that does.
fn loads_written_out(script: &str) -> Result<String> {
    const MARK: &str = ",import.meta.url).href;return await ";
    let mut script = script.to_owned();
    while let Some(at) = script.find(MARK) {
        let (before, after) = (&script[..at], &script[at..]);
        let start = before.rfind("{let ").ok_or_else(|| unexpected("a load has no beginning"))?;
        let (_, name) =
            before[start..].split_once("=new URL(").ok_or_else(|| unexpected("a load has no name"))?;
        let import = after.find(",import(").ok_or_else(|| unexpected("a load imports nothing"))?;
        let end = after[import..].find('}').ok_or_else(|| unexpected("a load has no end"))?;
        let load = match name.starts_with('"') {
            true => format!("{{return import({name})}}"),
            false => format!("{{return {name}()}}"),
        };
        script = [before[..start].to_owned(), load, after[import + end + 1..].to_owned()].concat();
    }
    Ok(script)
}

fn unexpected(what: &str) -> String {
    format!("a script of dist is not as xtask/src/dist/esm.rs expects it: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_out_where_a_bundler_looks_for_them() {
        let script =
            "a(\"./causerie-1.wasm\",\"sha\");b={c:[\"./causerie-2.js\",\"sha\"]};d={\"./causerie_bg.js\":e}";
        let expected = "a(new URL(\"./causerie-1.wasm\",import.meta.url).href,\"sha\");\
            b={c:[()=>import(\"./causerie-2.js\"),\"sha\"]};d={\"./causerie_bg.js\":e}";
        assert_eq!(written_out(script).unwrap(), expected);
        let glue = "d={\"./causerie-archive_bg.js\":e}";
        assert_eq!(written_out(glue).unwrap(), glue);
    }

    #[test]
    fn a_checked_load_becomes_an_import() {
        let script =
            "async function W(r,e){let t=new URL(r,import.meta.url).href;return await X(t,e),import(t)}f()";
        assert_eq!(written_out(script).unwrap(), "async function W(r,e){return r()}f()");
        let script = "async function b(){let t=new URL(\"./causerie-1.js\",import.meta.url).href;\
            return await fetch(t,{integrity:\"sha\"}),import(t)}f()";
        assert_eq!(written_out(script).unwrap(), "async function b(){return import(\"./causerie-1.js\")}f()");
        assert!(written_out("let t=new URL(r,import.meta.url).href;return await X(t,e),import(t)").is_err());
    }
}

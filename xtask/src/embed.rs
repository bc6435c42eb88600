//! Makes causerie.js, after Trunk has built the rest.
//!
//! Everything that causerie.js loads is named by its content and carries a sha256 digest in it; its own name
//! never changes. **Invariant:** what stands in `dist` afterwards fits together; old files are gone with the
//! staging folder.

mod extras;
mod glue;
mod imports;
mod shared;
mod split;

use std::env;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use causerie::json::Json;
use sha2::{Digest, Sha256};

use crate::files::{names, read, read_text, root, write};
use crate::step::{Result, output};
use crate::tools;

pub use shared::shared_values;

/// The name of the file that a page loads.
pub const ENTRY: &str = "causerie.js";

/// Trunk's hook.
pub fn run() -> Result {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    embed(&staging.ok_or("`embed` is called by Trunk after a build; run `cargo xtask serve`")?)
}

/// Names what Trunk built in this folder by its content, and writes causerie.js beside it.
pub fn embed(staging: &Path) -> Result {
    let esbuild = tools::esbuild()?;
    let built = names(staging)?;
    let find = |is_archive: bool, end: &str| {
        let is_one = |name: &&String| {
            name.starts_with("causerie-") && name.starts_with(ARCHIVE) == is_archive && name.ends_with(end)
        };
        let found = built.iter().find(is_one);
        found.map(|name| staging.join(name)).ok_or_else(|| format!("Trunk built no causerie-*{end}"))
    };
    let files = |is_archive| Ok::<_, String>((find(is_archive, ".js")?, find(is_archive, "_bg.wasm")?));
    let archive = archive(&esbuild, staging, files(true)?)?;
    let (glue, wasm) = files(false)?;
    let mut values = extras::build(&esbuild, staging, archive)?;
    values.extend(unknown(REST).into_iter().chain(unknown(REST_GLUE)));
    let bytes = read(&wasm)?;
    let second = second_glue(&esbuild, staging, &glue, &bytes)?;
    let text = module(&esbuild, "module.js", &glue, &values)?;
    let (texts, bytes) = imports::shorten(&[text, second].join(BETWEEN), &bytes);
    let (text, second) = texts.split_once(BETWEEN).ok_or("the glue is lost")?;
    let halves = split::split(&bytes)?;
    let rest = Asset::place(staging, &staging.join("rest"), &halves.second, "wasm")?;
    let second = Asset::place(staging, &staging.join("rest.js"), second.as_bytes(), "js")?;
    let text = known(known(text.to_owned(), rest.values(REST)), second.values(REST_GLUE));
    let glue = Asset::place(staging, &glue, text.as_bytes(), "js")?;
    let wasm = Asset::place(staging, &wasm, &halves.first, "wasm")?;
    crate::playground::build(&esbuild, staging)?;
    let entry = entry(&esbuild, &glue, &wasm)?;
    write(&staging.join(ENTRY), entry)
}

/// How Trunk names the second module.
const ARCHIVE: &str = "causerie-archive";

/// What the scripts call the name and the digest of the archive's wasm, and of the widget's other half.
const ARCHIVE_WASM: [&str; 2] = ["BUILD_ARCHIVE_WASM", "BUILD_ARCHIVE_WASM_INTEGRITY"];
const REST: [&str; 2] = ["BUILD_REST", "BUILD_REST_INTEGRITY"];
const REST_GLUE: [&str; 2] = ["BUILD_REST_GLUE", "BUILD_REST_GLUE_INTEGRITY"];

/// Between two scripts in one text.
const BETWEEN: &str = "\n/* and */\n";
/// How the glue of the other half begins.
pub const REST_BEGINS: &str = "/* The glue of the half that is loaded later. */\n";

/// Takes out of the glue what only the other half imports; gives that as a script.
fn second_glue(esbuild: &Path, staging: &Path, glue: &Path, wasm: &[u8]) -> Result<String> {
    let halves = split::split(wasm)?;
    let mut later = glue::imports(&halves.second);
    let first = glue::imports(&halves.first);
    later.retain(|name| !first.contains(name));
    let parts = glue::cut(&read_text(glue)?, &later);
    write(glue, parts.first)?;
    let source = staging.join("rest-glue.js");
    write(&source, parts.second)?;
    let second = output(crate::step::command(esbuild).arg(&source).args([
        "--minify",
        "--format=esm",
        "--target=es2022",
    ]));
    std::fs::remove_file(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    Ok([REST_BEGINS, &second?].concat())
}

/// A value that a script is built with: its name and its text.
type Value = (&'static str, String);

/// Places the archive; gives what the loader in the extras is to be built with.
fn archive(esbuild: &Path, staging: &Path, (glue, wasm): (PathBuf, PathBuf)) -> Result<Vec<Value>> {
    let text = module(esbuild, "archive.js", &glue, &unknown(ARCHIVE_WASM))?;
    let (text, bytes) = imports::shorten(&text, &read(&wasm)?);
    let wasm = Asset::place(staging, &wasm, &split::bare(&bytes)?, "wasm")?;
    let glue = Asset::place(staging, &glue, known(text, wasm.values(ARCHIVE_WASM)).as_bytes(), "js")?;
    Ok(glue.values(["BUILD_ARCHIVE", "BUILD_ARCHIVE_INTEGRITY"]).to_vec())
}

/// Values that are not yet known when a script is built: what the glue and the wasm call things is settled before the
/// wasm has a name, which the glue must know.
fn unknown(names: [&'static str; 2]) -> [Value; 2] {
    names.map(|name| (name, name.to_owned()))
}

/// The script with these values in their places.
fn known(mut script: String, values: [Value; 2]) -> String {
    for (name, value) in values {
        script = script.replace(&Json::from(name).to_string(), &Json::from(value).to_string());
    }
    script
}

/// A file that is named by its content.
pub struct Asset {
    pub name: String,
    pub integrity: String,
}

impl Asset {
    /// Writes the content under its own name, in the place of `old`, if that is there.
    pub fn place(folder: &Path, old: &Path, content: &[u8], extension: &str) -> Result<Self> {
        let digest = Sha256::digest(content);
        let short: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("causerie-{short}.{extension}");
        if old.exists() {
            std::fs::remove_file(old).map_err(|error| format!("{}: {error}", old.display()))?;
        }
        write(&folder.join(&name), content)?;
        Ok(Self { name, integrity: integrity(content) })
    }
}

/// How the glue of wasm-bindgen 0.2.129 ends, and what our scripts want of it: its own start is a tenth of it.
const GLUE_EXPORTS: &str = "export { initSync, __wbg_init as default };";
const OUR_EXPORTS: &str = "export { __wbg_finalize_init as finish, __wbg_get_imports as imports };";
const OUR_HELPERS: &str = "const __causerie_helpers";

/// The glue within a script of `embed/`, as one module.
fn module(esbuild: &Path, script: &str, glue: &Path, values: &[Value]) -> Result<String> {
    let text = read_text(glue)?;
    if !text.contains(GLUE_EXPORTS) {
        return Err(format!("{} does not end as it should", glue.display()));
    }
    let helpers = if text.contains(OUR_HELPERS) { "\nexport { __causerie_helpers as helpers };" } else { "" };
    write(glue, text.replace(GLUE_EXPORTS, &[OUR_EXPORTS, helpers].concat()))?;
    let defines =
        values.iter().map(|(name, value)| format!("--define:{name}={}", Json::from(value.as_str())));
    output(
        crate::step::command(esbuild)
            .arg(root().join("embed").join(script))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
            .arg(format!("--alias:causerie-glue={}", glue.display()))
            .args(defines),
    )
}

/// Bundles embed.js with the names, digests, options, labels and styles that it needs.
fn entry(esbuild: &Path, glue: &Asset, wasm: &Asset) -> Result<String> {
    let values = [
        ("BUILD_GLUE", Json::from(format!("./{}", glue.name))),
        ("BUILD_GLUE_INTEGRITY", glue.integrity.as_str().into()),
        ("BUILD_WASM", format!("./{}", wasm.name).into()),
        ("BUILD_WASM_INTEGRITY", wasm.integrity.as_str().into()),
    ];
    let defines = values.into_iter().chain(shared_values(esbuild)?).map(define);
    output(
        crate::step::command(esbuild)
            .arg(root().join("embed.js"))
            .args(["--bundle", "--minify", "--format=iife", "--target=es2022", "--legal-comments=none"])
            .args(defines),
    )
}

/// A value as esbuild takes it.
pub fn define((name, value): (&str, Json)) -> String {
    format!("--define:{name}={value}")
}

/// The digest of a file, as a browser checks it.
pub fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(content)))
}

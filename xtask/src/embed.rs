//! Makes causerie.js: Trunk's hook after a build.
//!
//! Everything that causerie.js loads is named by its content and carries a sha384 digest in it; its own name
//! never changes. **Invariant:** what stands in `dist` afterwards fits together; old files are gone with the
//! staging folder.

use std::env;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use causerie::Labels;
use causerie::config::OPTIONS;
use causerie::json::Json;
use sha2::{Digest, Sha384};

use crate::files::{names, read, read_text, root, write};
use crate::step::{Result, output};
use crate::tools;

/// The name of the file that a page loads.
pub const ENTRY: &str = "causerie.js";

/// The hook.
pub fn run() -> Result {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.ok_or("`embed` is called by Trunk after a build; run `cargo xtask serve`")?;
    let esbuild = tools::esbuild()?;
    let built = names(&staging)?;
    let find = |end: &str| {
        let found = built.iter().find(|name| name.starts_with("causerie-") && name.ends_with(end));
        found.map(|name| staging.join(name)).ok_or_else(|| format!("Trunk built no causerie-*{end}"))
    };
    let (glue, wasm) = (find(".js")?, find("_bg.wasm")?);
    let glue_text = output(crate::step::command(&esbuild).arg(&glue).args(["--minify", "--format=esm"]))?;
    let glue = Asset::place(&staging, &glue, glue_text.as_bytes(), "js")?;
    let wasm = Asset::place(&staging, &wasm, &read(&wasm)?, "wasm")?;
    let entry = entry(&esbuild, &glue, &wasm)?;
    write(&staging.join(ENTRY), entry)
}

/// A file that is named by its content.
struct Asset {
    name: String,
    integrity: String,
}

impl Asset {
    /// Writes the content under its own name, in the place of `old`.
    fn place(folder: &Path, old: &Path, content: &[u8], extension: &str) -> Result<Self> {
        let digest = Sha384::digest(content);
        let short: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("causerie-{short}.{extension}");
        std::fs::remove_file(old).map_err(|error| format!("{}: {error}", old.display()))?;
        write(&folder.join(&name), content)?;
        Ok(Self { name, integrity: format!("sha384-{}", STANDARD.encode(digest)) })
    }
}

/// Bundles embed.js with the names, digests, options, labels and styles that it needs.
fn entry(esbuild: &Path, glue: &Asset, wasm: &Asset) -> Result<String> {
    let styles = ["tokens.css", "shell.css"].map(|name| root().join("style").join(name));
    let mut css = String::new();
    for style in styles {
        css += &read_text(&style)?;
    }
    let sheet = crate::files::target().join("shell.css");
    write(&sheet, css)?;
    let css = output(crate::step::command(esbuild).arg(&sheet).arg("--minify"))?;
    let options: Json = OPTIONS.iter().map(|option| option.name.replace('_', "-").into()).collect();
    let values = [
        ("BUILD_GLUE", Json::from(format!("./{}", glue.name))),
        ("BUILD_GLUE_INTEGRITY", glue.integrity.as_str().into()),
        ("BUILD_WASM", format!("./{}", wasm.name).into()),
        ("BUILD_WASM_INTEGRITY", wasm.integrity.as_str().into()),
        ("BUILD_OPTIONS", options),
        ("BUILD_LABELS", labels()),
        ("BUILD_CSS", css.into()),
    ];
    let defines = values.map(|(name, value)| format!("--define:{name}={value}"));
    output(
        crate::step::command(esbuild)
            .arg(root().join("embed.js"))
            .args(["--bundle", "--minify", "--format=iife", "--target=es2022", "--legal-comments=none"])
            .args(defines),
    )
}

/// The labels that are shown before the wasm is there.
fn labels() -> Json {
    let l = Labels::default();
    let pairs = [
        ("open", l.open),
        ("close", l.close),
        ("composer", l.composer),
        ("loading", l.loading),
        ("no_wasm", l.no_wasm),
        ("blocked", l.blocked),
        ("not_loaded", l.not_loaded),
        ("retry", l.retry),
    ];
    Json::object(pairs.map(|(name, text)| (name, text.into_owned().into())))
}

//! What the element is built with in each of its forms, the classic script and the module.
//!
//! **Invariant:** names, words and styles come from `src/config` and `style/` only.

use std::path::Path;

use causerie::config::OPTIONS;
use causerie::json::Json;
use causerie::{Config, Label, Labels};

use crate::files::{read_text, root, target, write};
use crate::step::{Result, command, output};

/// Its options, the words that are shown before the wasm is there, and its styles.
pub fn shared_values(esbuild: &Path) -> Result<[(&'static str, Json); 3]> {
    let styles = ["tokens.css", "shell.css"].map(|name| root().join("style").join(name));
    let mut css = String::new();
    for style in styles {
        css += &read_text(&style)?;
    }
    let sheet = target().join("shell.css");
    write(&sheet, css)?;
    let css = tight(&output(command(esbuild).arg(&sheet).arg("--minify"))?);
    // Blanks before the value of a custom property mean nothing, and the tool leaves them.
    let css =
        css.replace(": var(", ":var(").replace(": light-dark(", ":light-dark(").replace("( oklch", "(oklch");
    let options: Vec<String> = OPTIONS.iter().map(|option| option.name.replace('_', "-")).collect();
    Ok([("BUILD_OPTIONS", options.join(" ").into()), ("BUILD_LABELS", labels()), ("BUILD_CSS", css.into())])
}

/// Without the blanks that the tool leaves in custom properties, where they mean nothing: before a value, behind commas
/// and within parentheses.
fn tight(css: &str) -> String {
    let pairs = [
        (": var(", ":var("),
        (": light-dark(", ":light-dark("),
        (": oklch(", ":oklch("),
        (": #", ":#"),
        (", ", ","),
    ];
    let css = pairs.iter().fold(css.to_owned(), |css, (from, to)| css.replace(from, to));
    css.replace("( oklch", "(oklch").replace(") )", "))")
}

/// The labels that are shown before the wasm is there.
fn labels() -> Json {
    let names = [
        Label::Open,
        Label::Close,
        Label::Loading,
        Label::NoWasm,
        Label::Blocked,
        Label::NotLoaded,
        Label::Retry,
    ];
    let texts = Labels::default();
    let mut pairs = Json::object([("heading", Config::default().heading.into())]);
    names.into_iter().for_each(|label| pairs.set(label.name(), texts.get(label).into()));
    pairs
}

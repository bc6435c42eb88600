//! Joins and shrinks the stylesheets that the module carries.

use std::{env, error::Error, fs, path::Path};

/// What causerie.js brings into the page long before the module.
const BEFORE: [&str; 2] = ["style/tokens.css", "style/shell.css"];
/// In the order in which they overrule each other.
const WIDGET: [&str; 10] = [
    "style/widget-tokens.css",
    "style/widget/base.css",
    "style/widget/header.css",
    "style/widget/thread.css",
    "style/widget/message.css",
    "style/widget/notice.css",
    "style/widget/markdown.css",
    "style/widget/blocks.css",
    "style/widget/composer.css",
    "style/widget/room.css",
];
/// What is in force with the half of the module that is loaded later.
const LATER: [&str; 8] = [
    "style/later/message.css",
    "style/later/gauge.css",
    "style/later/history.css",
    "style/later/row.css",
    "style/later/tools.css",
    "style/later/added.css",
    "style/later/document.css",
    "style/later/print.css",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=style");
    let has = |feature: &str| env::var_os(format!("CARGO_FEATURE_{feature}")).is_some();
    // The Leptos door has no causerie.js.
    let before = if has("ELEMENT") && !has("LEPTOS") { &[][..] } else { &BEFORE[..] };
    joined("causerie.css", before.iter().chain(&WIDGET))?;
    joined("causerie-later.css", LATER.iter())
}

/// Writes these sheets as one.
fn joined<'a>(name: &str, sheets: impl Iterator<Item = &'a &'a str>) -> Result<(), Box<dyn Error>> {
    let mut css = String::new();
    for sheet in sheets {
        css.push_str(&fs::read_to_string(sheet)?);
    }
    let small = minifier::css::minify(&css)?.to_string();
    fs::write(Path::new(&env::var("OUT_DIR")?).join(name), small)?;
    Ok(())
}

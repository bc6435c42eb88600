//! Joins and shrinks the stylesheets that the module carries.

use std::{env, error::Error, fs, path::Path};

/// What causerie.js brings into the page long before the module.
const BEFORE: [&str; 2] = ["style/tokens.css", "style/shell.css"];
const WIDGET: [&str; 2] = ["style/widget-tokens.css", "style/widget.css"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=style");
    let has = |feature: &str| env::var_os(format!("CARGO_FEATURE_{feature}")).is_some();
    // The Leptos door has no causerie.js.
    let before = if has("ELEMENT") && !has("LEPTOS") { &[][..] } else { &BEFORE[..] };
    let mut css = String::new();
    for sheet in before.iter().chain(&WIDGET) {
        css.push_str(&fs::read_to_string(sheet)?);
    }
    let small = minifier::css::minify(&css)?.to_string();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("causerie.css"), small)?;
    Ok(())
}

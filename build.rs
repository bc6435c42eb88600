//! Joins and shrinks the stylesheets that the module carries.

use std::{env, error::Error, fs, path::Path};

const SHEETS: [&str; 3] = ["style/tokens.css", "style/shell.css", "style/widget.css"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=style");
    let mut css = String::new();
    for sheet in SHEETS {
        css.push_str(&fs::read_to_string(sheet)?);
    }
    let small = minifier::css::minify(&css)?.to_string();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("causerie.css"), small)?;
    Ok(())
}

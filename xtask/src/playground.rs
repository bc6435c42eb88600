//! The settings of the standalone page, `?settings`: the module of `playground/`, bundled with what it has to know.
//!
//! It is loaded by `page.js`, a few bytes that every standalone page has. **Invariant:** the form and the snippets are
//! made from a table that is read from the sources: options from `src/config.rs`, props from the Leptos component, custom
//! properties from the style sheets. None of them is written down a second time.

use std::path::Path;

use causerie::json::Json;

use crate::embed::Asset;
use crate::files::{read_text, root, target, write};
use crate::options::{self, Kind};
use crate::step::{Result, command, output};

/// The script of the standalone page; its name never changes.
pub const ENTRY: &str = "page.js";

/// Writes the script of the page into a folder, and the module that it loads.
pub fn build(esbuild: &Path, folder: &Path) -> Result {
    let sources = root().join("playground");
    let table = target().join("playground-table.js");
    write(&table, table_module()?)?;
    let module = output(
        command(esbuild)
            .arg(sources.join("panel.js"))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--loader:.css=text"])
            .args(["--legal-comments=none", &format!("--alias:causerie-table={}", table.display())]),
    )?;
    let module = Asset::place(folder, &folder.join("playground"), module.as_bytes(), "js")?;
    let name = Json::from(format!("./{}", module.name));
    let entry = output(
        command(esbuild)
            .arg(sources.join(ENTRY))
            .args(["--minify", "--target=es2022", "--legal-comments=none"])
            .arg(format!("--define:BUILD_PLAYGROUND={name}")),
    )?;
    write(&folder.join(ENTRY), entry)
}

/// A script with the options and the custom properties.
fn table_module() -> Result<String> {
    let (options, looks) = (options_table()?, looks_table()?);
    Ok(format!("export const OPTIONS = {options};\nexport const LOOKS = {looks};\n"))
}

/// Every option: its name, default and meaning, what may stand in it, and the type of its prop.
fn options_table() -> Result<Json> {
    let props = props(&read_text(&root().join("src/components/widget.rs"))?);
    let row = |(option, kind): (causerie::config::OptionSpec, Kind)| {
        let prop = props.iter().find(|(name, _)| name == option.name);
        let mut row = Json::object([
            ("name", option.name.into()),
            ("allowed", option.allowed.into()),
            ("default", option.default.into()),
            ("doc", option.doc.split_whitespace().collect::<Vec<_>>().join(" ").into()),
            ("prop", prop.map_or(Json::Null, |(_, of)| of.as_str().into())),
        ]);
        let members = kind_members(&kind);
        members.into_iter().for_each(|(name, value)| row.set(name, value));
        row
    };
    Ok(options::all()?.into_iter().map(row).collect())
}

/// What may stand in an option, as the scripts read it.
fn kind_members(kind: &Kind) -> Vec<(&'static str, Json)> {
    let number = |end: &Option<f64>| end.map_or(Json::Null, |end| Json::Number(end.to_string().into()));
    let list = |words: &[&str]| words.iter().map(|word| Json::from(*word)).collect::<Json>();
    let (name, more) = match kind {
        Kind::Flag => ("flag", vec![]),
        Kind::Text => ("text", vec![]),
        Kind::Markdown => ("markdown", vec![]),
        Kind::Url => ("url", vec![]),
        Kind::Colour => ("colour", vec![]),
        Kind::Words(words) => ("words", vec![("words", list(words))]),
        Kind::Number { least, most, whole } => {
            ("number", vec![("least", number(least)), ("most", number(most)), ("whole", (*whole).into())])
        }
        Kind::Texts => ("texts", vec![]),
        Kind::WordsOrTexts(words) => ("words-or-texts", vec![("words", list(words))]),
        Kind::WordsOrObject(words) => ("words-or-object", vec![("words", list(words))]),
        Kind::Object => ("object", vec![]),
        Kind::Array => ("array", vec![]),
    };
    [vec![("kind", name.into())], more].concat()
}

/// The props of the component that stand for options: their names and types.
fn props(source: &str) -> Vec<(String, String)> {
    let of = |line: &str| {
        let (name, of) = line.trim().strip_suffix(',')?.split_once(": ")?;
        let bare = of.strip_prefix("MaybeProp<").and_then(|of| of.strip_suffix('>'));
        let bare = bare.or_else(|| (of == "ToolSet").then_some(of))?;
        Some((name.to_owned(), bare.to_owned()))
    };
    source.lines().take_while(|line| !line.starts_with(") -> impl IntoView")).filter_map(of).collect()
}

/// The custom properties for looks: their names, and what they are without being set.
fn looks_table() -> Result<Json> {
    let mut rows = Vec::new();
    for sheet in ["tokens.css", "widget-tokens.css"] {
        for line in read_text(&root().join("style").join(sheet))?.lines() {
            let value = line.split_once(": var(--causerie-").and_then(|(_, value)| value.strip_suffix(");"));
            if let Some((name, default)) = value.and_then(|value| value.split_once(", ")) {
                rows.push(Json::object([("name", name.into()), ("default", default.into())]));
            }
        }
    }
    if rows.is_empty() {
        return Err("style/tokens.css has no custom property that is to be found".to_owned());
    }
    Ok(rows.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_option_and_the_type_of_its_prop() -> Result {
        let table = options_table()?;
        assert_eq!(table.items().len(), causerie::config::OPTIONS.len());
        let text =
            |row: &Json, name: &str| row.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let row = |name: &str| {
            table.items().iter().find(|row| text(row, "name") == name).cloned().unwrap_or_default()
        };
        assert_eq!(text(&row("heading"), "prop"), "String");
        assert_eq!(text(&row("max_tokens"), "prop"), "u64");
        assert_eq!(text(&row("mode"), "prop"), "Mode");
        assert_eq!(text(&row("headers"), "prop"), "Vec<(String, String)>");
        assert_eq!(text(&row("tools"), "prop"), "ToolSet");
        assert_eq!(text(&row("load"), "prop"), "", "an app loads by itself");
        assert_eq!(text(&row("theme"), "kind"), "words");
        Ok(())
    }

    /// Those that are set by `var(--causerie-…)` anywhere in the sheets with defaults.
    #[test]
    fn every_custom_property_is_in_the_table() -> Result {
        let looks = looks_table()?;
        let sheets =
            ["tokens.css", "widget-tokens.css"].map(|sheet| read_text(&root().join("style").join(sheet)));
        let text = sheets.into_iter().collect::<Result<Vec<_>>>()?.concat();
        assert_eq!(looks.items().len(), text.matches("var(--causerie-").count());
        Ok(())
    }
}

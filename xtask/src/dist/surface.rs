//! What a page sees of the element beside its options: `npm/surface.json`, with the defaults of the style sheets.
//!
//! **Invariant:** this is the one place where methods, events, further properties, parts and custom properties stand for
//! the types and the manifest; its tests hold it against the sources of the widget and the README.

use causerie::json::Json;

use crate::files::{names, read_text, root};
use crate::step::Result;

/// The surface as the file has it.
pub struct Surface(Json);

/// A method's parameter.
pub struct Parameter<'a> {
    pub name: &'a str,
    pub kind: &'a str,
}

/// Something with a name and a line of documentation; `kind` is its type in TypeScript, what a method returns or what an
/// event tells, where there is one.
pub struct Item<'a> {
    pub name: &'a str,
    pub doc: &'a str,
    pub kind: &'a str,
    pub parameters: Vec<Parameter<'a>>,
}

impl Surface {
    pub fn read() -> Result<Self> {
        let path = root().join("npm/surface.json");
        let surface = Json::parse(&read_text(&path)?);
        surface.map(Self).map_err(|_| format!("{} is no JSON", path.display()))
    }

    /// The type of an option that is more than its kind says.
    pub fn option_type(&self, name: &str) -> Option<&str> {
        self.0.get("optionTypes")?.get(name)?.as_str()
    }

    /// What stands in a list of the file: `properties`, `methods`, `events`, `slots`, `parts` or `customProperties`.
    pub fn list(&self, list: &str) -> Vec<Item<'_>> {
        self.0.get(list).map_or(&[][..], Json::items).iter().map(item).collect()
    }
}

fn item(of: &Json) -> Item<'_> {
    let kind = ["type", "returns", "detail"].iter().find_map(|name| of.get(name)?.as_str());
    let parameters = of.get("parameters").map_or(&[][..], Json::items);
    let parameter = |of| Parameter { name: text(of, "name"), kind: text(of, "type") };
    Item {
        name: text(of, "name"),
        doc: text(of, "doc"),
        kind: kind.unwrap_or_default(),
        parameters: parameters.iter().map(parameter).collect(),
    }
}

fn text<'a>(of: &'a Json, name: &str) -> &'a str {
    of.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// The custom properties that the style sheets read, with the values that stand where a page sets none.
pub fn custom_properties() -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for folder in ["style", "style/widget", "style/later", "extras"] {
        let folder = root().join(folder);
        for sheet in names(&folder)?.iter().filter(|name| name.ends_with(".css")) {
            found.extend(custom_properties_in(&read_text(&folder.join(sheet))?));
        }
    }
    Ok(found)
}

/// Each `var(--causerie-NAME, VALUE)`: its name and its value.
fn custom_properties_in(css: &str) -> Vec<(String, String)> {
    let uses = css.split("var(--causerie-").skip(1);
    uses.map(|rest| {
        let end = closing(rest);
        let (name, value) = rest[..end].split_once(',').unwrap_or((&rest[..end], ""));
        (name.trim().to_owned(), value.trim().to_owned())
    })
    .collect()
}

/// Where the parenthesis that is open at the beginning is closed.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    let closes = |(at, letter): (usize, char)| {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    };
    text.char_indices().find_map(closes).unwrap_or(text.len())
}

#[cfg(test)]
mod tests;

//! `index.d.ts` and `options.js` of the npm package: the options of `src/config.rs` as types, and their names.
//!
//! **Invariant:** every option is in both, with its own words as documentation, in the order of the table.

use causerie::Label;
use causerie::config::OptionSpec;

use super::surface::{Item, Surface};
use crate::options::{Kind, all};
use crate::step::Result;

/// `max_tokens` as a property: `maxTokens`.
pub fn camel(name: &str) -> String {
    let mut parts = name.split(['_', '-']);
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// `max_tokens` as an attribute: `max-tokens`.
pub fn kebab(name: &str) -> String {
    name.replace('_', "-")
}

/// The type of an option's property.
pub fn property_type(surface: &Surface, option: &OptionSpec, kind: &Kind) -> String {
    let words = |words: &[&str]| words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" | ");
    if let Some(own) = surface.option_type(option.name) {
        return own.to_owned();
    }
    match kind {
        Kind::Flag => "Flag".to_owned(),
        Kind::Text | Kind::Markdown | Kind::Url | Kind::Colour => "string".to_owned(),
        Kind::Words(all) => words(all),
        Kind::Number { .. } => "number | `${number}`".to_owned(),
        Kind::Texts => "string | readonly string[]".to_owned(),
        Kind::WordsOrTexts(all) => format!("{} | (string & {{}}) | readonly string[]", words(all)),
        Kind::WordsOrObject(all) => format!("{} | JsonObject", words(all)),
        Kind::Object => "JsonObject".to_owned(),
        Kind::Array => "readonly Json[]".to_owned(),
    }
}

/// The type of an option's attribute: always a text, as narrow as it can be said.
pub fn attribute_type(surface: &Surface, option: &OptionSpec, kind: &Kind) -> String {
    match kind {
        Kind::Flag => "'on' | 'off' | 'true' | 'false'".to_owned(),
        Kind::Words(_) | Kind::Number { .. } => property_type(surface, option, kind),
        _ => "string".to_owned(),
    }
}

/// What is said of an option, in one line.
pub fn doc(option: &OptionSpec) -> String {
    option.doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for the option whose name is that of a method.
fn is_method(surface: &Surface, name: &str) -> bool {
    surface.list("methods").iter().any(|method| method.name == name)
}

/// The whole of `index.d.ts`.
pub fn declarations(template: &str) -> Result<String> {
    let surface = Surface::read()?;
    let options = all()?;
    let properties = surface.list("properties");
    let mut text = template.to_owned();
    let labels: Vec<String> = Label::ALL.iter().map(|label| format!("  | '{}'", label.name())).collect();
    let as_options = options.iter().filter(|(option, _)| !is_method(&surface, option.name));
    let as_options = as_options.map(|(option, kind)| {
        let default = if option.default.is_empty() { "" } else { &format!(" Default: {}.", option.default) };
        let kind = property_type(&surface, option, kind);
        member(&(doc(option) + default), &format!("{}?: {kind} | null;", camel(option.name)))
    });
    let with_dash = options.iter().filter(|(option, _)| option.name.contains('_'));
    let attributes = with_dash.map(|(option, kind)| {
        let kind = attribute_type(&surface, option, kind);
        member(&doc(option), &format!("'{}'?: {kind};", kebab(option.name)))
    });
    let hooks = properties.iter().filter(|item| item.name != "messages");
    let hooks = hooks.map(|item| member(item.doc, &format!("{}?: ({}) | null;", item.name, item.kind)));
    let fields = properties.iter().filter(|item| item.name == "messages");
    let fields = fields.map(|item| member(item.doc, &format!("{}: {};", item.name, item.kind)));
    let methods = surface.list("methods");
    let methods_text = methods.iter().map(|method| member(method.doc, &signature(method)));
    let calls = methods.iter().map(|method| {
        let parameters = method.parameters.iter().map(|one| format!(", {}: {}", one.name, one.kind));
        format!("  | [method: '{}'{}]", method.name, parameters.collect::<String>())
    });
    let events = surface.list("events");
    let events_text = events
        .iter()
        .map(|event| member(event.doc, &format!("'causerie:{}': CustomEvent<{}>;", event.name, event.kind)));
    let handlers = events.iter().map(|event| member(event.doc, &handler(event)));
    let places: [(&str, String); 9] = [
        ("/* LABELS */", labels.join("\n")),
        ("/* OPTIONS */", as_options.collect()),
        ("/* ATTRIBUTES */", attributes.collect()),
        ("/* HOOKS */", hooks.collect()),
        ("/* FIELDS */", fields.collect()),
        ("/* METHODS */", methods_text.collect()),
        ("/* CALLS */", calls.collect::<Vec<_>>().join("\n")),
        ("/* EVENTS */", events_text.collect()),
        ("/* HANDLERS */", handlers.collect()),
    ];
    for (place, content) in places {
        if !text.contains(place) {
            return Err(format!("npm/index.d.ts has no place {place}"));
        }
        text = text.replace(place, content.trim_end());
    }
    Ok(text)
}

/// A documented member of an interface.
fn member(doc: &str, declaration: &str) -> String {
    format!("  /** {} */\n  {declaration}\n", doc.replace("*/", "* /"))
}

fn signature(method: &Item) -> String {
    let parameters = method.parameters.iter().map(|one| format!("{}: {}", one.name, one.kind));
    format!("{}({}): {};", method.name, parameters.collect::<Vec<_>>().join(", "), method.kind)
}

/// `onResponseEnd?: (detail: Answer, event: …) => void` of the wrappers.
fn handler(event: &Item) -> String {
    let name = camel(&format!("on-{}", event.name));
    format!("{name}?: (detail: {}, event: CustomEvent<{}>) => void;", event.kind, event.kind)
}

/// `options.js`: names for the wrappers, and which of them are switches.
pub fn names() -> Result<String> {
    let surface = Surface::read()?;
    let list = |names: Vec<String>| format!("'{}'.split(' ')", names.join(" "));
    let options = all()?;
    let flags = options.iter().filter(|(_, kind)| *kind == Kind::Flag);
    let flags = flags.map(|(option, _)| camel(option.name)).collect();
    let options = options.iter().map(|(option, _)| camel(option.name)).collect();
    let named = |list: &str| surface.list(list).iter().map(|item| item.name.to_owned()).collect::<Vec<_>>();
    let lists = [
        ("The names of all options, as properties.", "options", options),
        ("Those that are on or off.", "flags", flags),
        ("Further properties.", "properties", named("properties")),
        ("The names of the methods.", "methods", named("methods")),
        ("The names of the events, behind `causerie:`.", "events", named("events")),
    ];
    let lists =
        lists.map(|(doc, name, names)| format!("/** {doc} */\nexport const {name} = {};\n", list(names)));
    Ok(format!("// Made by `cargo xtask dist` of src/config.rs and npm/surface.json.\n{}", lists.concat()))
}

#[cfg(test)]
mod tests;

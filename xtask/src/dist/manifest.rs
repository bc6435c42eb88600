//! `custom-elements.json` of the npm package (schema 1.0.0): the element as editors and catalogues read it.
//!
//! **Invariant:** every option is an attribute and, but for the one that a method hides, a field; the rest is that of
//! `npm/surface.json`.

use causerie::config::OptionSpec;
use causerie::json::Json;
use causerie::tools::indented;

use super::surface::{Item, Surface, custom_properties};
use super::types::{attribute_type, camel, doc, kebab, property_type};
use crate::options::{Kind, all};
use crate::step::Result;

/// The file's text.
pub fn manifest() -> Result<String> {
    let surface = Surface::read()?;
    let declaration = declaration(&surface)?;
    let export = |kind: &str, name: &str| {
        let of = Json::object([("name", "CauserieChat".into()), ("module", "causerie.mjs".into())]);
        Json::object([("kind", kind.into()), ("name", name.into()), ("declaration", of)])
    };
    let exports = [export("js", "CauserieChat"), export("custom-element-definition", "causerie-chat")];
    let module = Json::object([
        ("kind", "javascript-module".into()),
        ("path", "causerie.mjs".into()),
        ("declarations", Json::Array(vec![declaration])),
        ("exports", exports.into_iter().collect()),
    ]);
    let all = Json::object([
        ("schemaVersion", "1.0.0".into()),
        ("readme", "README.md".into()),
        ("modules", Json::Array(vec![module])),
    ]);
    Ok(indented(&all.written()) + "\n")
}

fn declaration(surface: &Surface) -> Result<Json> {
    let options = all()?;
    let methods = surface.list("methods");
    let is_method = |option: &OptionSpec| methods.iter().any(|method| method.name == option.name);
    let attributes = options.iter().map(|(option, kind)| attribute(surface, option, kind, is_method(option)));
    let fields = options.iter().filter(|(option, _)| !is_method(option));
    let fields = fields.map(|(option, kind)| {
        field(&camel(option.name), &property_type(surface, option, kind), &doc(option))
    });
    let further = surface.list("properties");
    let further = further.iter().map(|item| field(item.name, item.kind, item.doc));
    let members = fields.chain(further).chain(methods.iter().map(method)).collect();
    let said = |list: &str| surface.list(list).iter().map(named).collect::<Json>();
    let super_class = Json::object([("name", "HTMLElement".into()), ("package", "global:".into())]);
    Ok(Json::object([
        ("kind", "class".into()),
        ("name", "CauserieChat".into()),
        ("tagName", "causerie-chat".into()),
        ("customElement", true.into()),
        ("description", "A chat widget for any OpenAI-compatible endpoint.".into()),
        ("superclass", super_class),
        ("attributes", attributes.collect()),
        ("members", members),
        ("events", surface.list("events").iter().map(event).collect()),
        ("slots", said("slots")),
        ("cssParts", said("parts")),
        ("cssProperties", css_properties(surface)?),
    ]))
}

/// Something of a type.
fn typed(name: &str, kind: &str, doc: &str) -> [(&'static str, Json); 3] {
    [("name", name.into()), ("type", Json::object([("text", kind.into())])), ("description", doc.into())]
}

fn attribute(surface: &Surface, option: &OptionSpec, kind: &Kind, is_method: bool) -> Json {
    let [name, kind, doc] = typed(&kebab(option.name), &attribute_type(surface, option, kind), &doc(option));
    let default = Some(option.default).filter(|default| !default.is_empty());
    let field = (!is_method).then(|| camel(option.name));
    Json::object_of_set([
        name,
        kind,
        doc,
        ("default", default.into()),
        ("fieldName", field.as_deref().into()),
    ])
}

fn field(name: &str, kind: &str, doc: &str) -> Json {
    let [name, kind, doc] = typed(name, kind, doc);
    Json::object([("kind", "field".into()), name, kind, doc])
}

fn method(of: &Item) -> Json {
    let parameter = |name: &str, kind: &str| {
        Json::object([("name", name.into()), ("type", Json::object([("text", kind.into())]))])
    };
    let returns = Json::object([("type", Json::object([("text", of.kind.into())]))]);
    Json::object([
        ("kind", "method".into()),
        ("name", of.name.into()),
        ("description", of.doc.into()),
        ("parameters", of.parameters.iter().map(|one| parameter(one.name, one.kind)).collect()),
        ("return", returns),
    ])
}

fn event(of: &Item) -> Json {
    let name = format!("causerie:{}", of.name);
    Json::object(typed(&name, &format!("CustomEvent<{}>", of.kind), of.doc))
}

fn named(of: &Item) -> Json {
    Json::object([("name", of.name.into()), ("description", of.doc.into())])
}

fn css_properties(surface: &Surface) -> Result<Json> {
    let defaults = custom_properties()?;
    let property = |of: &Item| {
        let default = defaults.iter().find(|(name, _)| name == of.name);
        Json::object_of_set([
            ("name", format!("--causerie-{}", of.name).into()),
            ("description", of.doc.into()),
            ("default", default.map(|(_, value)| value.as_str()).into()),
        ])
    };
    Ok(surface.list("customProperties").iter().map(property).collect())
}

#[cfg(test)]
mod tests {
    use causerie::config::OPTIONS;

    use super::*;

    fn declared() -> Json {
        let manifest = Json::parse(&manifest().unwrap()).unwrap();
        let module = &manifest.get("modules").unwrap().items()[0];
        module.get("declarations").unwrap().items()[0].clone()
    }

    /// The names in a list, of one kind where there are several.
    fn names(of: &Json, list: &str, kind: Option<&str>) -> Vec<String> {
        let is_kind = |item: &&Json| item.get("kind").and_then(Json::as_str) == kind;
        let items = of.get(list).unwrap().items().iter().filter(is_kind);
        items.map(|item| item.get("name").unwrap().as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_option_is_in_the_manifest() {
        let declared = declared();
        let expected: Vec<String> = OPTIONS.iter().map(|option| kebab(option.name)).collect();
        assert_eq!(names(&declared, "attributes", None), expected);
        let fields = names(&declared, "members", Some("field"));
        for option in OPTIONS.iter().filter(|option| option.name != "stop") {
            assert!(fields.contains(&camel(option.name)), "{}", option.name);
        }
        assert!(!fields.contains(&"stop".to_owned()), "it is a method");
        for attribute in declared.get("attributes").unwrap().items() {
            assert_ne!(attribute.get("description").and_then(Json::as_str), Some(""));
        }
    }

    #[test]
    fn everything_of_the_surface_is_in_the_manifest() {
        let (declared, surface) = (declared(), Surface::read().unwrap());
        for (list, of, kind, before) in [
            ("properties", "members", Some("field"), ""),
            ("methods", "members", Some("method"), ""),
            ("events", "events", None, "causerie:"),
            ("parts", "cssParts", None, ""),
            ("customProperties", "cssProperties", None, "--causerie-"),
        ] {
            let there = names(&declared, of, kind);
            for item in surface.list(list) {
                assert!(there.contains(&format!("{before}{}", item.name)), "{list}: {}", item.name);
            }
        }
    }
}

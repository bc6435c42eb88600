//! The surface against what it is of: the README, the element's class, the widget's sources and style sheets.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Surface, custom_properties, custom_properties_in};
use crate::files::{names, read_text, root};

fn listed(list: &str) -> BTreeSet<String> {
    let surface = Surface::read().unwrap();
    surface.list(list).iter().map(|item| item.name.to_owned()).collect()
}

fn set<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// All sources of the widget that can name a part, an event or a property.
fn sources() -> String {
    fn walk(folder: &Path, text: &mut String) {
        for name in names(folder).unwrap() {
            let path = folder.join(name);
            if path.is_dir() {
                walk(&path, text);
            } else {
                text.push_str(&read_text(&path).unwrap());
            }
        }
    }
    let mut text = String::new();
    ["src", "embed"].iter().for_each(|folder| walk(&root().join(folder), &mut text));
    text
}

/// The words in code marks between two others of the README.
fn readme_words(from: &str, to: &str) -> BTreeSet<String> {
    let readme = read_text(&root().join("README.md")).unwrap();
    let rest = readme.split(from).nth(1).unwrap_or_else(|| panic!("README.md has no {from:?}"));
    let span = rest.split(to).next().unwrap();
    let code = span.split('`').skip(1).step_by(2).flat_map(|code| code.split([' ', ',']));
    set(code.map(|word| word.trim_start_matches("causerie:")).filter(|word| !word.is_empty()))
}

#[test]
fn every_item_says_what_it_is() {
    let surface = Surface::read().unwrap();
    for list in ["properties", "methods", "events", "slots", "parts", "customProperties"] {
        let items = surface.list(list);
        assert!(items.len() > 3, "{list}");
        for item in &items {
            assert!(item.doc.ends_with('.'), "{list}: {}", item.name);
        }
        assert_eq!(listed(list).len(), items.len(), "{list} has a name twice");
    }
}

#[test]
fn the_methods_are_those_of_the_readme_and_of_the_element() {
    let methods = listed("methods");
    let element = read_text(&root().join("embed/element.js")).unwrap();
    for name in &readme_words("**Methods**", ", the property") {
        assert!(methods.contains(name), "README.md has the method {name}");
    }
    let before_class = ["constructor", "connectedCallback", "disconnectedCallback", "connectedMoveCallback"];
    let declared = element.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split_once('(')?.0;
        let name = name.strip_prefix("async ").unwrap_or(name);
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        (is_name && line.ends_with('{') && !before_class.contains(&name)).then_some(name)
    });
    for name in declared.filter(|name| *name != "attributeChangedCallback") {
        assert!(methods.contains(name), "embed/element.js has the method {name}");
    }
}

#[test]
fn the_events_are_those_of_the_readme_and_those_that_are_sent() {
    let events = listed("events");
    assert_eq!(events, readme_words("the property `messages` (get and set), the", ", and a queue"));
    let sources = sources();
    for part in sources.split("emit(\"").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(events.contains(name), "the widget sends causerie:{name}");
    }
    for name in &events {
        let is_sent =
            sources.contains(&format!("\"{name}\"")) || sources.contains(&format!("causerie:{name}"));
        assert!(is_sent, "nothing sends causerie:{name}");
    }
}

/// Both ways as far as parts are written out where they are set; the others are named somewhere in the sources.
#[test]
fn the_parts_are_those_that_are_set() {
    let (parts, sources) = (listed("parts"), sources());
    let set_by = |mark: &str, end: char| {
        let found = sources.split(mark).skip(1).filter_map(|rest| rest.split(end).next());
        found.flat_map(|names| names.split(' ')).map(str::to_owned).collect::<Vec<_>>()
    };
    let found: Vec<String> =
        [set_by(".part(\"", '"'), set_by("part: '", '\''), set_by(".part = '", '\'')].concat();
    assert!(found.len() > 30);
    for name in &found {
        assert!(parts.contains(name), "the widget has the part {name}");
    }
    for name in &parts {
        let is_named = found.contains(name)
            || ["\"", "message "].iter().any(|before| sources.contains(&format!("{before}{name}\"")));
        assert!(is_named, "nothing is the part {name}");
    }
}

/// The greeting's slot has the name of its class, which differs where something is missing.
#[test]
fn the_slots_are_those_that_there_are_and_those_of_the_readme() {
    let (slots, sources) = (listed("slots"), sources());
    let set_by =
        |mark: &str, end: char| set(sources.split(mark).skip(1).filter_map(|rest| rest.split(end).next()));
    let found: BTreeSet<String> = &set_by("hosted(\"", '"') | &set_by("make('slot', { name: '", '\'');
    assert_eq!(slots, &found | &set(["greeting"]));
    assert_eq!(slots, readme_words("where their attribute `slot` says:", ": `<small"));
}

#[test]
fn the_custom_properties_are_those_of_the_style_sheets() {
    let used = custom_properties().unwrap();
    assert_eq!(listed("customProperties"), set(used.iter().map(|(name, _)| name.as_str())));
    assert!(used.iter().all(|(_, value)| !value.is_empty()), "{used:?}");
}

#[test]
fn a_custom_property_is_read_with_its_default() {
    let found = custom_properties_in("a: var(--causerie-x, f(1, 2)); b: var(--causerie-y);");
    assert_eq!(found, [("x".to_owned(), "f(1, 2)".to_owned()), ("y".to_owned(), String::new())]);
}

/// A type that names an option that is gone would say nothing.
#[test]
fn the_types_of_options_are_of_options_that_there_are() {
    let surface = Surface::read().unwrap();
    for (name, _) in surface.0.get("optionTypes").unwrap().members() {
        assert!(causerie::config::OPTIONS.iter().any(|option| option.name == name), "{name}");
    }
}

#[test]
fn what_the_readme_says_of_the_element_is_on_its_surface() {
    let readme = read_text(&root().join("README.md")).unwrap();
    let known = |name: &String| {
        let is_option =
            causerie::config::OPTIONS.iter().any(|option| super::super::types::camel(option.name) == *name);
        is_option || listed("properties").contains(name) || listed("methods").contains(name)
    };
    for rest in readme.split("element.").skip(1) {
        let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        assert!(name.is_empty() || known(&name), "README.md has element.{name}");
    }
}

//! Types and names, held against the option table and the surface.

use causerie::config::OPTIONS;

use super::*;
use crate::files::{read_text, root};

fn generated() -> String {
    declarations(&read_text(&root().join("npm/index.d.ts")).unwrap()).unwrap()
}

#[test]
fn every_option_is_in_the_types() {
    let types = generated();
    for option in OPTIONS {
        let property = format!("\n  {}?: ", camel(option.name));
        let is_there = types.matches(&property).count();
        assert_eq!(is_there, usize::from(option.name != "stop"), "{}", option.name);
        if option.name.contains('_') {
            assert!(types.contains(&format!("\n  '{}'?: ", kebab(option.name))), "{}", option.name);
        }
    }
}

#[test]
fn every_method_event_and_property_is_in_the_types() {
    let (types, surface) = (generated(), Surface::read().unwrap());
    for (list, before, after) in [
        ("methods", "\n  ", "("),
        ("methods", "[method: '", "'"),
        ("events", "'causerie:", "': CustomEvent<"),
        ("properties", "\n  ", ": "),
    ] {
        for item in surface.list(list) {
            let is_there = types.contains(&format!("{before}{}{after}", item.name))
                || types.contains(&format!("{before}{}?{after}", item.name));
            assert!(is_there, "{list}: {}", item.name);
        }
    }
    assert!(!types.contains("/* "), "a place was left open");
}

#[test]
fn every_option_is_in_the_names() {
    let names = names().unwrap();
    let options = names.split("const options = '").nth(1).unwrap().split('\'').next().unwrap();
    let expected: Vec<String> = OPTIONS.iter().map(|option| camel(option.name)).collect();
    assert_eq!(options.split(' ').collect::<Vec<_>>(), expected);
}

#[test]
fn names_are_written_as_the_element_reads_them() {
    assert_eq!(camel("max_tool_rounds"), "maxToolRounds");
    assert_eq!(camel("on-response-end"), "onResponseEnd");
    assert_eq!(camel("n"), "n");
    assert_eq!(kebab("max_tool_rounds"), "max-tool-rounds");
}

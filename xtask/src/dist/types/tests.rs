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

/// The words of the union that stands behind `NAME` in the types that are written by hand.
fn union_of(name: &str) -> Vec<String> {
    let types = read_text(&root().join("npm/types.d.ts")).unwrap();
    let declared = types.split(name).nth(1).unwrap_or_else(|| panic!("no {name}"));
    let declared = declared.split(';').next().unwrap();
    let mut words: Vec<String> = declared.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
    words.sort();
    words
}

fn sorted<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    words.sort();
    words
}

#[test]
fn the_kinds_and_states_of_the_types_are_those_of_the_widget() {
    let kinds = read_text(&root().join("src/protocol/error/kind.rs")).unwrap();
    let kinds =
        kinds.lines().filter_map(|line| line.strip_suffix("\";")?.split_once(" = \"").map(|(_, name)| name));
    // What failed in mid-stream is told apart in events.
    assert_eq!(union_of("interface ChatError {\n  kind:"), sorted(kinds.chain(["stream_error"])));
    let states = causerie::conversation::CallState::ALL.iter().map(|state| state.name());
    assert_eq!(union_of("arguments: any;\n  state:"), sorted(states));
    use causerie::protocol::FinishReason::{ContentFilter, Error, Length, Other, Stop, ToolCalls};
    let reasons = [ContentFilter, Error, Length, Other, Stop, ToolCalls].map(|reason| reason.name());
    assert_eq!(union_of("finish_reason?:"), sorted(reasons));
}

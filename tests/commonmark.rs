//! CommonMark and GFM, example by example, to the byte.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use causerie::markdown::html::to_html;
use common::blocks;
use serde_json::Value;

/// A suite's name and the number of an example in it.
type Name = (String, u64);

struct Example {
    markdown: String,
    html: String,
}

fn fixture(name: &str) -> Value {
    let text = fs::read_to_string(format!("tests/fixtures/markdown/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// All examples as the specifications have them.
fn examples() -> BTreeMap<Name, Example> {
    let mut all = BTreeMap::new();
    for (suite, file, count) in [("commonmark", "commonmark-0.31.2", 652), ("gfm", "gfm", 53)] {
        let list = fixture(file);
        assert_eq!(list.as_array().unwrap().len(), count, "examples of {suite}");
        for example in list.as_array().unwrap() {
            let name = (suite.to_owned(), example["example"].as_u64().unwrap());
            let (markdown, html) = (text(&example["markdown"]), text(&example["html"]));
            all.insert(name, Example { markdown, html });
        }
    }
    all
}

/// What we intend where it is not what the specification says.
fn differences() -> BTreeMap<Name, String> {
    let file = fixture("differences");
    let list = file["examples"].as_array().unwrap();
    let all: BTreeMap<_, _> = list
        .iter()
        .map(|entry| ((text(&entry["suite"]), entry["example"].as_u64().unwrap()), text(&entry["html"])))
        .collect();
    assert_eq!(all.len(), list.len(), "an example is listed twice");
    all
}

/// What the parser does not get right yet.
fn pending() -> BTreeSet<Name> {
    let file = fixture("pending");
    let numbers = |suite: &str| file[suite].as_array().unwrap().clone();
    let names = ["commonmark", "gfm"].into_iter().flat_map(|suite| {
        numbers(suite).into_iter().map(move |number| (suite.to_owned(), number.as_u64().unwrap()))
    });
    names.collect()
}

/// The examples that do not become what is expected, with the words to show.
fn failures() -> BTreeMap<Name, String> {
    let differences = differences();
    let mut failures = BTreeMap::new();
    for (name, example) in examples() {
        let expected = differences.get(&name).unwrap_or(&example.html);
        let got = to_html(&blocks(&example.markdown));
        if got != *expected {
            let (suite, number) = &name;
            let shown = format!(
                "{suite} {number}\n--- markdown\n{}--- expected\n{expected}--- got\n{got}",
                example.markdown
            );
            failures.insert(name, shown);
        }
    }
    failures
}

#[test]
fn every_example_becomes_what_the_specification_or_the_list_of_differences_says() {
    let pending = pending();
    let failures: Vec<_> = failures().into_iter().filter(|(name, _)| !pending.contains(name)).collect();
    let shown: Vec<_> = failures.iter().map(|(_, shown)| shown.as_str()).take(20).collect();
    assert!(failures.is_empty(), "{} examples fail:\n{}", failures.len(), shown.join("\n"));
}

#[test]
fn no_example_that_passes_is_pending() {
    let failures = failures();
    let done: Vec<_> = pending().into_iter().filter(|name| !failures.contains_key(name)).collect();
    assert!(done.is_empty(), "these pass now, take them out of pending.json: {done:?}");
}

#[test]
fn every_intended_difference_is_one_and_has_a_reason() {
    let examples = examples();
    for (name, html) in differences() {
        assert_ne!(examples[&name].html, html, "{name:?} is listed and is no difference");
    }
    let file = fixture("differences");
    let known: BTreeSet<_> = file["reasons"].as_object().unwrap().keys().cloned().collect();
    let named = file["examples"].as_array().unwrap().iter().map(|entry| text(&entry["reason"]));
    assert_eq!(named.collect::<BTreeSet<_>>(), known, "a reason is not given, or not needed");
}

//! CommonMark and GFM, example by example, to the byte.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use causerie::markdown::Streamed;
use causerie::markdown::html::to_html;
use common::{blocks, cuttings, pieces};
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
    let failures = failures();
    let shown: Vec<_> = failures.values().map(String::as_str).take(20).collect();
    assert!(failures.is_empty(), "{} examples fail:\n{}", failures.len(), shown.join("\n"));
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

#[test]
fn every_example_becomes_the_same_however_it_is_cut() {
    for ((suite, number), example) in examples() {
        let whole = blocks(&example.markdown);
        for cuts in cuttings(example.markdown.len()) {
            let cuts: Vec<usize> =
                cuts.into_iter().filter(|&at| example.markdown.is_char_boundary(at)).collect();
            let parts =
                pieces(example.markdown.as_bytes(), &cuts).map(|part| std::str::from_utf8(part).unwrap());
            let page = Streamed::of(parts);
            assert!(
                page.violations().is_empty(),
                "{suite} {number} cut at {cuts:?}: {:?}",
                page.violations()
            );
            let streamed = page.nodes();
            assert_eq!(
                to_html(&streamed),
                to_html(&whole),
                "{suite} {number} cut at {cuts:?}:\n{}",
                example.markdown
            );
            assert_eq!(streamed, whole, "{suite} {number} cut at {cuts:?}");
        }
    }
}

//! Random markdown against two other parsers.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;
#[path = "common/oracle/mod.rs"]
mod oracle;

use common::random::{almost_markdown, cases};
use oracle::difference;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

proptest! {
    // Always the same ones: in a million texts there are a few on which everybody has another opinion.
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(4), ..cases(4000) })]
    #[test]
    fn random_markdown_becomes_what_other_parsers_make_of_it(text in almost_markdown(12)) {
        let difference = difference(&text);
        prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }
}

#[test]
#[ignore = "for people: the shortest differences"]
fn survey() {
    let mut runner = TestRunner::new(cases(1));
    let mut found: Vec<(String, String)> = Vec::new();
    let tries: usize = std::env::var("TRIES").map(|n| n.parse().unwrap()).unwrap_or(100_000);
    for _ in 0..tries {
        let text = almost_markdown(7).new_tree(&mut runner).unwrap().current();
        if let Some(difference) = difference(&text) {
            found.push((text, difference));
        }
    }
    found.sort_by_key(|(text, _)| text.len());
    println!("{} of {tries} differ", found.len());
    let mut shown: Vec<String> = Vec::new();
    for (text, difference) in found {
        if shown.len() < 40 && !shown.iter().any(|other| text.contains(other.as_str())) {
            println!("{difference}----");
            shown.push(text);
        }
    }
}

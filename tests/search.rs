//! Search: what has all words is found, nothing else, and it costs what it says.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use causerie::conversation::Id;
use causerie::conversation::search::{Entry, Hit, Search};
use common::random::cases;
use proptest::prelude::*;

fn search(query: &str, limit: usize, texts: &[(u64, &str)]) -> Search {
    let mut search = Search::new(query, limit);
    for (place, (time, text)) in texts.iter().enumerate() {
        search.add(Entry { conversation: Id(7), message: Some(Id(place as u64)), time: *time, text });
    }
    search
}

/// The excerpts with brackets around the marks.
fn found(query: &str, texts: &[&str]) -> Vec<String> {
    let texts: Vec<(u64, &str)> = texts.iter().map(|text| (0, *text)).collect();
    search(query, 10, &texts).hits().iter().map(marked).collect()
}

fn marked(hit: &Hit) -> String {
    let units: Vec<u16> = hit.excerpt.encode_utf16().collect();
    let (mut shown, mut at) = (String::new(), 0);
    for mark in &hit.marks {
        shown += &String::from_utf16(&units[at..mark.start]).unwrap();
        shown += &format!("[{}]", String::from_utf16(&units[mark.clone()]).unwrap());
        at = mark.end;
    }
    shown + &String::from_utf16(&units[at..]).unwrap()
}

#[test]
fn all_words_must_be_there_in_any_order_and_case() {
    let texts = ["The Tree stands", "a TREE, standing", "the stand", ""];
    assert_eq!(found("stand tree", &texts), ["The [Tree] [stand]s", "a [TREE], [stand]ing"]);
    assert_eq!(found("", &texts), [""; 0]);
    assert_eq!(found(" \n", &texts), [""; 0]);
}

#[test]
fn other_scripts_are_found_and_marked_where_they_stand() {
    assert_eq!(found("ÄPFEL", &["👍🏽 zwei äpfel"]), ["👍🏽 zwei [äpfel]"]);
    assert_eq!(found("лес", &["ЛЕСА и ЛЕС"]), ["[ЛЕС]А и [ЛЕС]"]);
    assert_eq!(found("吞下", &["我能吞下玻璃"]), ["我能[吞下]玻璃"]);
    assert_eq!(found("ΛΟΓΟΣ", &["λόγος λογος"]), ["λόγος [λογος]"]);
}

#[test]
fn marks_that_touch_or_overlap_are_one() {
    assert_eq!(found("ana nab", &["bananab"]), ["b[ananab]"]);
    assert_eq!(found("a", &["aaa b a"]), ["[aaa] b [a]"]);
}

#[test]
fn an_excerpt_is_one_line_of_whole_words_around_the_first_place() {
    let text = format!("{}\n\n  the needle is\there\n{}", "before ".repeat(40), "behind ".repeat(40));
    let found = found("needle", &[&text]);
    let excerpt = &found[0];
    assert!(excerpt.starts_with("…before before before ") && excerpt.ends_with(" behind…"), "{excerpt}");
    assert!(excerpt.contains("before the [needle] is here behind"), "{excerpt}");
    assert!((100..180).contains(&excerpt.chars().count()), "{excerpt}");
    let long = "x".repeat(5000) + "needle";
    assert!(search("needle", 1, &[(0, &long)]).hits()[0].excerpt.chars().count() < 60);
}

#[test]
fn the_newest_hits_come_first_and_there_is_an_end() {
    let found =
        search("a", 2, &[(3, "a three"), (9, "a nine"), (1, "a one"), (5, "a five"), (5, "a later five")]);
    let times: Vec<_> = found.hits().iter().map(|hit| hit.excerpt.as_str()).collect();
    assert_eq!(times, ["a nine", "a five"]);
    assert!(search("a", 0, &[(3, "a")]).hits().is_empty());
}

/// A key is pressed: 10,000 messages of 500 characters, none of which has it all.
#[test]
fn a_search_reads_a_text_about_once_for_each_word() {
    let text: String = "The quick brown fox jumps over the lazy dog. ".chars().cycle().take(500).collect();
    let texts: Vec<(u64, &str)> = (0..10_000).map(|time| (time, text.as_str())).collect();
    let all = 10_000 * 500;
    for (query, most) in [("zebra", 11), ("the fox missing", 11), ("the fox", 6), ("dog. th", 10)] {
        let looked = search(query, 50, &texts).looked();
        assert!(looked <= all / 10 * most, "{query}: {looked} of {all}");
    }
    let newest_first: Vec<(u64, &str)> = texts.iter().rev().copied().collect();
    let looked = search("fox", 50, &newest_first).looked();
    assert!(looked <= 50 * 500, "what is older than enough hits is read: {looked}");
    let worst = "a".repeat(500);
    let looked = search("aaaaaaab", 50, &[(0, &worst)]).looked();
    assert!(looked <= 8 * 500);
}

fn words() -> impl Strategy<Value = String> {
    let piece = vec!["a", "B", "ab", "Ä", "ä", "ς", "σ", "Ж", "漢", "👍🏽", " ", " ", "\n", "…", "word"];
    prop::collection::vec(prop::sample::select(piece), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn what_has_all_words_is_found_and_nothing_else(text in words(), query in words()) {
        let query: String = query.chars().take(6).collect();
        let folded = |text: &str| text.to_lowercase().replace('ς', "σ");
        let has_all = query.split_whitespace().all(|word| folded(&text).contains(&folded(word)));
        let is_wanted = has_all && !query.trim().is_empty();
        let found = search(&query, 5, &[(0, &text)]);
        prop_assert_eq!(found.hits().len(), usize::from(is_wanted));
        for hit in found.hits() {
            let units: Vec<u16> = hit.excerpt.encode_utf16().collect();
            prop_assert!(!hit.marks.is_empty());
            prop_assert!(hit.marks.windows(2).all(|pair| pair[0].end < pair[1].start));
            for mark in &hit.marks {
                let shown = folded(&String::from_utf16(&units[mark.clone()]).unwrap());
                prop_assert!(query.split_whitespace().any(|word| shown.contains(&folded(word))), "{}", shown);
            }
        }
    }
}

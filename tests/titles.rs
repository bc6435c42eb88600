//! Titles of conversations: one short line, whatever they are made of.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use causerie::config::SystemRole;
use causerie::conversation::{Message, title};
use causerie::protocol::Role;
use common::random::cases;
use proptest::prelude::*;

#[test]
fn what_models_put_around_a_title_does_not_come_into_the_list() {
    for (said, expected) in [
        ("Rivers and the sea", Some("Rivers and the sea")),
        ("\"Rivers and the sea\"", Some("Rivers and the sea")),
        ("**Title:** \"Rivers and the sea\"", Some("Rivers and the sea")),
        ("Title: Rivers and the sea.", Some("Rivers and the sea")),
        ("# Rivers and the sea\n\nThis title says it all.", Some("Rivers and the sea")),
        ("\n\n  «Flüsse und das Meer»\n", Some("Flüsse und das Meer")),
        ("Titel: „Flüsse“", Some("Flüsse")),
        ("TÍTULO: Ríos", Some("Ríos")),
        ("标题：河流", Some("河流")),
        ("Rust: ownership", Some("Rust: ownership")),
        ("- `fn main`", Some("fn main")),
        ("", None),
        (" \n**\n\"\"", None),
        ("Title:", None),
        ("C# or F#?", Some("C# or F#?")),
    ] {
        assert_eq!(title::read(said).as_deref(), expected, "{said}");
    }
}

#[test]
fn a_long_question_is_cut_at_a_word_where_there_is_one() {
    let words = "word ".repeat(30);
    let short = title::of_question(&words);
    assert_eq!(short, ["word ".repeat(11), "word…".to_owned()].concat());
    assert_eq!(title::of_question(&"河".repeat(80)), ["河".repeat(59), "…".to_owned()].concat());
    assert_eq!(title::of_question("  First line \nSecond"), "First line");
    assert_eq!(title::of_question(&"a".repeat(60)), "a".repeat(60));
}

#[test]
fn a_title_is_asked_for_the_first_question_once_it_is_answered() {
    let (question, answer) = (Message::new(Role::User, "Why?"), Message::new(Role::Assistant, "So."));
    let ask = |messages: &[Message]| title::request(messages, SystemRole::System);
    assert_eq!(ask(&[]), None);
    assert_eq!(ask(std::slice::from_ref(&question)), None);
    assert_eq!(ask(&[question.clone(), Message::new(Role::Assistant, " ")]), None);
    let more = Message::new(Role::User, "And more?");
    let turns = ask(&[question.clone(), answer.clone(), more]).unwrap();
    assert_eq!(turns.len(), 2);
    assert_eq!(turns[1].content, "User:\nWhy?\n\nAssistant:\nSo.");
    // It is bounded.
    let long = Message::new(Role::Assistant, "ä".repeat(100_000).as_str());
    let turns = title::request(&[question, long], SystemRole::Fold).unwrap();
    assert!(turns.iter().map(|turn| turn.content.len()).sum::<usize>() < 5000);
}

proptest! {
    #![proptest_config(cases(500))]
    #[test]
    fn whatever_is_said_a_title_is_one_short_line(said in "(\\PC|\n|[\"*: ]){0,200}") {
        for title in title::read(&said).into_iter().chain([title::of_question(&said)]) {
            prop_assert!(title.chars().count() <= title::LONGEST);
            prop_assert!(!title.contains('\n'));
            prop_assert_eq!(title.trim(), &title);
        }
        prop_assert!(title::read(&said).is_none_or(|title| !title.is_empty()));
    }
}

//! Answers that are JSON documents: in any cutting what is there is a beginning of what comes.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use causerie::conversation::document::{Broken, may_be, so_far, whole};
use causerie::json::Json;
use common::said::any_json;
use proptest::prelude::*;

/// True if `later` has all that `earlier` has, in its place; the last text may be longer.
fn has_grown(earlier: &Json, later: &Json) -> bool {
    match (earlier, later) {
        (Json::Object(before), Json::Object(now)) => {
            before.len() <= now.len()
                && before.iter().zip(now).all(|((a, one), (b, other))| a == b && has_grown(one, other))
        }
        (Json::Array(before), Json::Array(now)) => {
            before.len() <= now.len() && before.iter().zip(now).all(|(one, other)| has_grown(one, other))
        }
        // Half of a pair of escapes is replaced until the other half is there.
        (Json::Text(before), Json::Text(now)) => now.starts_with(before.trim_end_matches('\u{fffd}')),
        _ => earlier == later,
    }
}

fn any_document() -> impl Strategy<Value = Json> {
    any_json().prop_map(|value| match value {
        Json::Object(_) | Json::Array(_) => value,
        other => Json::Array(vec![other]),
    })
}

proptest! {
    #[test]
    fn what_has_come_of_a_document_is_its_beginning(document in any_document(), is_fenced in any::<bool>()) {
        let text = document.written();
        let text = if is_fenced { format!("```json\n{text}\n```") } else { text };
        let mut before = None;
        for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let now = so_far(&text[..cut]);
            if let (Some(before), Some(now)) = (&before, &now) {
                prop_assert!(has_grown(before, now), "{} became {}", before, now);
            }
            prop_assert!(before.is_none() || now.is_some(), "what was there is gone at {}", cut);
            prop_assert!(may_be(&text[..cut]));
            before = now;
        }
        prop_assert_eq!(before.as_ref(), Some(&document));
        prop_assert_eq!(whole(&text), Ok(document));
    }

    #[test]
    fn any_text_is_a_document_or_none(text in any::<String>(), signs in "[\\[\\]{}\",:0-9a-z\\\\ \n]{0,60}") {
        for text in [text, signs] {
            let _ = so_far(&text);
            if let Err(Broken { line, column }) = whole(&text) {
                prop_assert!(line <= text.matches('\n').count() + 1 && column <= text.chars().count() + 1);
            }
        }
    }
}

#[test]
fn a_broken_document_says_where() {
    for (text, line, column) in [
        ("{\"a\": 1,\n \"b\": oops}", 2, 7),
        ("[1, 2", 1, 6),
        ("{\"ä\": }", 1, 7),
        ("```json\n[1,\n]\n```", 2, 1),
        ("", 1, 1),
    ] {
        assert_eq!(whole(text), Err(Broken { line, column }), "{text}");
    }
}

#[test]
fn what_is_said_in_words_is_no_document() {
    assert!(!may_be("I cannot do that."));
    assert_eq!(so_far("I cannot do that."), None);
    assert_eq!(so_far("{"), Some(Json::object([])));
    assert_eq!(so_far("{\"a\": tru"), Some(Json::object([])));
    assert_eq!(so_far("{\"a\": \"b\\u00e"), Some(Json::object([("a", "b".into())])));
}

//! JSON, held against serde_json.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::json::Json;
use proptest::prelude::*;
use serde_json::Value;

/// The same value in both libraries; numbers are compared as they were written.
fn as_serde(value: &Json) -> Value {
    match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(digits) => serde_json::from_str(digits).unwrap(),
        Json::Text(text) => Value::String(text.clone()),
        Json::Array(items) => items.iter().map(as_serde).collect(),
        Json::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), as_serde(value))).collect()
        }
    }
}

fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Text that is nearly JSON.
fn almost_json() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "\\ude00", "a", "é", "-", "0", "1", ".",
        "e", "+", " ", "\n", "true", "null", "\u{1}", "\"k\"",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn reads_what_serde_json_writes(document in documents()) {
        for text in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
            let read = Json::parse(&text).unwrap();
            prop_assert_eq!(as_serde(&read), serde_json::from_str::<Value>(&text).unwrap());
        }
    }

    #[test]
    fn writes_what_serde_json_reads(document in documents()) {
        let read = Json::parse(&document.to_string()).unwrap();
        prop_assert_eq!(Json::parse(&read.to_string()).unwrap(), read.clone());
        prop_assert_eq!(serde_json::from_str::<Value>(&read.to_string()).unwrap(), as_serde(&read));
    }

    #[test]
    fn accepts_just_what_serde_json_accepts(text in almost_json()) {
        let theirs = serde_json::from_str::<Value>(&text);
        match Json::parse(&text) {
            Ok(read) if theirs.is_ok() => prop_assert_eq!(as_serde(&read), theirs.unwrap()),
            // They refuse half a surrogate pair and numbers beyond f64, which are grammatical.
            Ok(read) => prop_assert!(text.contains("\\u") || text.contains('e'), "{:?} gave {:?}", text, read),
            Err(_) => prop_assert!(theirs.is_err(), "{:?} is refused", text),
        }
    }

    #[test]
    fn never_panics(text in any::<String>()) {
        let _ = Json::parse(&text);
    }
}

#[test]
fn half_a_surrogate_pair_is_replaced() {
    let text = |json: &str| Json::parse(json).unwrap().as_str().unwrap().to_owned();
    assert_eq!(text(r#""\ud83d\ude00""#), "😀");
    assert_eq!(text(r#""a\ud83d""#), "a\u{fffd}");
    assert_eq!(text(r#""\ud83dA""#), "\u{fffd}A");
    assert_eq!(text(r#""\ude00\ud83d""#), "\u{fffd}\u{fffd}");
    assert_eq!(text(r#""\ud83d\u0041""#), "\u{fffd}A");
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    for open in ["[", "{\"a\":"] {
        assert!(Json::parse(&open.repeat(100_000)).is_err());
    }
    let fine = format!("{}{}", "[".repeat(90), "]".repeat(90));
    assert!(Json::parse(&fine).is_ok());
}

#[test]
fn says_where_it_broke() {
    assert_eq!(Json::parse(r#"{"a": tru}"#).unwrap_err().at, 6);
    assert_eq!(Json::parse("[1, 2").unwrap_err().at, 5);
    assert_eq!(Json::parse("1 2").unwrap_err().at, 2);
}

#[test]
fn of_equal_names_the_last_one_counts() {
    let document = Json::parse(r#"{"a": 1, "b": null, "a": 2}"#).unwrap();
    assert_eq!(document.get("a").and_then(Json::as_u64), Some(2));
    assert_eq!(document.get("b"), None);
}

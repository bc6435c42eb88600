//! Arguments against schemas: the cases of the standard's own suite that concern what is checked, in our own words
//! (`fixtures/schema`), and what holds for any schema and any value.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;

use causerie::json::{Json, Name};
use causerie::tools::{normal, same, schema};
use proptest::prelude::*;

fn json(text: &str) -> Json {
    Json::parse(text).unwrap_or_else(|error| panic!("{text} is no JSON at {}", error.at))
}

/// The host's engine, as far as the fixtures need it.
fn matches(pattern: &str, text: &str) -> Option<bool> {
    match pattern {
        "b+" => Some(text.contains('b')),
        "^[a-z]*$" => Some(text.bytes().all(|byte| byte.is_ascii_lowercase())),
        _ => None,
    }
}

fn fits(schema: &Json, value: &Json) -> bool {
    schema::check(schema, value, &matches).is_ok()
}

/// The member of an object, also if it is null.
fn member<'a>(object: &'a Json, name: &str) -> &'a Json {
    &object.members().iter().find(|(there, _)| there == name).unwrap().1
}

#[test]
fn the_cases_of_each_keyword() {
    let mut count = 0;
    for entry in fs::read_dir("tests/fixtures/schema").unwrap() {
        let path = entry.unwrap().path();
        for group in json(fs::read_to_string(&path).unwrap().trim()).items() {
            let schema = member(group, "schema");
            for test in member(group, "tests").items() {
                let (data, valid) = (member(test, "data"), member(test, "valid"));
                let what =
                    [path.to_str().unwrap(), member(group, "description").as_str().unwrap()].join(": ");
                assert_eq!(Json::Bool(fits(schema, data)), *valid, "{what}: {data}");
                count += 1;
            }
        }
    }
    assert!(count > 700, "only {count} cases were found");
}

fn flaws(schema: &str, value: &str) -> Vec<String> {
    let checked = schema::check(&json(schema), &json(value), &matches);
    checked.err().unwrap_or_default().iter().map(schema::Flaw::text).collect()
}

const TRIP: &str = r#"{"type": "object", "required": ["from", "days"], "additionalProperties": false, "properties": {
    "from": {"type": "string", "minLength": 2}, "days": {"type": "integer", "minimum": 1, "maximum": 7},
    "class": {"enum": ["first", "second"]}, "stops": {"items": {"pattern": "^[a-z]*$"}, "uniqueItems": true},
    "by": {"anyOf": [{"type": "null"}, {"const": "train"}]}, "a/b": {"multipleOf": 0.5}}}"#;

/// What the model is told, so that it can do better.
#[test]
fn flaws_name_the_place_and_what_must_be_there() {
    let value = r#"{"from": "X", "days": 9.5, "class": "third", "stops": ["a", "B", "a"], "by": "car", "a/b": 0.3, "x": 1}"#;
    let expected = [
        "/from must have at least 2 characters",
        "/days must be of type integer, not number",
        "/class must be one of \"first\", \"second\"",
        "/stops/1 must match the pattern ^[a-z]*$",
        "/stops must have no item twice",
        "/by fits none of the 2 forms: /by must be of type null, not string; or /by must be \"train\"",
        "/a~1b must be a multiple of 0.5",
        "/x is not allowed",
    ];
    assert_eq!(flaws(TRIP, value), expected);
    assert_eq!(
        flaws(TRIP, "{}"),
        ["the whole must have the member \"from\"", "the whole must have the member \"days\""]
    );
    assert_eq!(flaws(TRIP, "[]"), ["the whole must be of type object, not array"]);
    assert_eq!(flaws(TRIP, r#"{"from": "Lyon", "days": 7}"#), [""; 0]);
}

#[test]
fn at_most_eight_flaws_are_told() {
    let value = format!("[{}]", vec!["0"; 50].join(","));
    assert_eq!(flaws(r#"{"items": {"type": "string"}}"#, &value).len(), 8);
}

/// Schemas that would take until the end of time, or all of the stack.
#[test]
fn what_takes_too_long_does_not_fit() {
    let too_long = ["the whole is too large or too deep to be checked"];
    assert_eq!(flaws(r##"{"$ref": "#"}"##, "1"), too_long);
    assert_eq!(flaws(r##"{"not": {"not": {"$ref": "#"}}}"##, "1"), too_long);
    // Each level asks for the next one twice.
    let twice = r##"{"allOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}]}"##;
    let deep = ["[".repeat(60), "]".repeat(60)].concat();
    assert_eq!(flaws(twice, &deep), too_long);
    let nested = (0..90).fold(Json::Bool(true), |inner, _| Json::object([("not", inner)]));
    assert!(fits(&nested, &Json::Null));
    let wide = format!("[{}]", (0..20_000).map(|n| n.to_string()).collect::<Vec<_>>().join(","));
    assert!(fits(&json(r#"{"items": {"type": "integer"}, "uniqueItems": true}"#), &json(&wide)));
}

#[test]
fn what_is_not_checked_is_told() {
    let told = |schema: &str| schema::unchecked(&json(schema)).join(", ");
    assert_eq!(told(TRIP), "");
    assert_eq!(told(r##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#"}}}"##), "");
    assert_eq!(
        told(r##"{"properties": {"a": {"$ref": "#/$defs/b"}, "unevaluatedItems": {}}}"##),
        "$ref #/$defs/b"
    );
    assert_eq!(told(r#"{"items": [{"$ref": "other.json"}, {"$ref": "other.json"}]}"#), "$ref other.json");
    let twice = r#"{"unevaluatedProperties": false, "allOf": [{"unevaluatedProperties": false}], "enum": [{"$dynamicRef": "a"}]}"#;
    assert_eq!(told(twice), "unevaluatedProperties");
}

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        prop::sample::select(vec!["0", "1", "1.0", "-2.5", "3", "10", "1e1", "0.30"])
            .prop_map(|digits| Json::Number(digits.into())),
        prop::sample::select(vec!["", "a", "ab", "B"]).prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let name = prop::sample::select(vec!["a", "b", "a/b", "~"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            // Each name once.
            prop::collection::btree_map(name, inner, 0..4).prop_map(|members| {
                Json::Object(members.into_iter().map(|(name, value)| (Name::from(name), value)).collect())
            }),
        ]
    })
}

/// Schemas of every keyword, often with the wrong thing behind it.
fn any_schema() -> impl Strategy<Value = Json> {
    #[rustfmt::skip]
    let names = vec![
        "type", "enum", "const", "properties", "patternProperties", "additionalProperties", "required", "prefixItems",
        "items", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not", "$ref",
        "contains", "minContains", "maxContains", "if", "then", "else", "propertyNames", "dependentRequired",
        "minProperties", "maxProperties",
        "dependentSchemas", "dependencies",
    ];
    let word = vec!["string", "integer", "object", "array", "#", "#/items", "#/allOf/0", "b+", "a"];
    let leaf = prop_oneof![
        3 => value(),
        2 => any::<bool>().prop_map(Json::from),
        3 => prop::sample::select(word).prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let member = (prop::sample::select(names.clone()), inner.clone());
        let object = |members: Vec<(&'static str, Json)>| {
            Json::Object(members.into_iter().map(|(name, value)| (Name::from(name), value)).collect())
        };
        let named = (prop::sample::select(vec!["a", "b", "b+"]), inner.clone());
        prop_oneof![
            4 => prop::collection::vec(member, 0..5).prop_map(object),
            1 => prop::collection::vec(named, 0..3).prop_map(object),
            1 => prop::collection::vec(inner, 0..3).prop_map(Json::Array),
        ]
    })
}

/// True if a pointer names a place in the value.
fn is_there(value: &Json, pointer: &str) -> bool {
    let mut place = Some(value);
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        place = place.and_then(|place| match place {
            Json::Array(items) => items.get(part.parse::<usize>().ok()?),
            place => place.members().iter().find(|(name, _)| *name == part).map(|(_, value)| value),
        });
    }
    place.is_some()
}

fn wrapped(name: &str, schema: &Json) -> Json {
    Json::object([(name, Json::Array(vec![schema.clone()]))])
}

/// The same value, otherwise written.
fn rewritten(value: &Json) -> Json {
    match value {
        Json::Number(digits) if !digits.contains(['.', 'e']) => Json::Number([digits, ".00"].concat().into()),
        Json::Array(items) => items.iter().map(rewritten).collect(),
        Json::Object(members) => {
            let members = members.iter().rev();
            Json::Object(members.map(|(name, value)| (name.clone(), rewritten(value))).collect())
        }
        value => value.clone(),
    }
}

proptest! {
    #[test]
    fn any_schema_says_something_of_any_value(schema in any_schema(), value in value()) {
        if let Err(flaws) = schema::check(&schema, &value, &matches) {
            prop_assert!(!flaws.is_empty() && flaws.len() <= 8);
            for flaw in flaws {
                prop_assert!(is_there(&value, &flaw.at), "{} in {value}", flaw.at);
                prop_assert!(!flaw.says.is_empty());
            }
        }
    }

    #[test]
    fn what_is_made_of_one_schema_says_the_same(schema in any_schema(), value in value()) {
        // A reference to the whole means something else once it is inside; null is no schema, but a member left out.
        let schema = json(&schema.written().replace("$ref", "title"));
        let schema = if schema == Json::Null { Json::Bool(true) } else { schema };
        let expected = fits(&schema, &value);
        for name in ["allOf", "anyOf", "oneOf"] {
            prop_assert_eq!(fits(&wrapped(name, &schema), &value), expected, "{}", name);
        }
        let not = Json::object([("not", schema.clone())]);
        prop_assert_eq!(fits(&not, &value), !expected);
        let named = Json::object([("$defs", Json::object([("it", schema)])), ("$ref", "#/$defs/it".into())]);
        prop_assert_eq!(fits(&named, &value), expected);
    }

    #[test]
    fn how_a_value_is_written_makes_no_difference(schema in any_schema(), value in value()) {
        let other = rewritten(&value);
        prop_assert!(same(&value, &other));
        prop_assert_eq!(fits(&schema, &value), fits(&schema, &other));
        prop_assert!(fits(&Json::object([("const", value.clone())]), &other));
        prop_assert!(fits(&Json::object([("enum", Json::Array(vec![value]))]), &other));
    }

    #[test]
    fn being_the_same_is_being_written_alike_in_normal_form(one in value(), other in value()) {
        prop_assert_eq!(same(&one, &other), normal(&one).written() == normal(&other).written());
        let again = normal(&normal(&one));
        prop_assert_eq!(again, normal(&one));
        let unequal = Json::Array(vec![one.clone(), other.clone()]);
        let unique = json(r#"{"uniqueItems": true}"#);
        prop_assert_eq!(fits(&unique, &unequal), !same(&one, &other));
    }
}

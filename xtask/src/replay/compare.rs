//! An outcome against what was expected of the reply.
//!
//! **Invariant:** only what `expected.json` names is compared; `also_accept` gives other outcomes as a whole.

use causerie::json::Json;

/// What is not as expected, in words; nothing, if all is.
pub fn differences(expected: &Json, outcome: &Json) -> Vec<String> {
    let found = against(expected, outcome);
    let others = expected.get("also_accept").map_or(&[][..], Json::items);
    let is_accepted = |other: &Json| {
        let mut merged = expected.clone();
        // Written out, because null means "expect null" here and not "no such member".
        if let Json::Object(members) = &mut merged {
            for (name, value) in other.members() {
                members.retain(|(there, _)| there != name);
                members.push((name.clone(), value.clone()));
            }
        }
        against(&merged, outcome).is_empty()
    };
    if others.iter().any(is_accepted) { Vec::new() } else { found }
}

fn against(expected: &Json, outcome: &Json) -> Vec<String> {
    let trims = expected.get("trim") == Some(&Json::Bool(true));
    let mut found = Vec::new();
    for (name, wanted) in expected.members() {
        let got = outcome.get(name).cloned().unwrap_or_default();
        match &**name {
            "trim" | "also_accept" => {}
            "error" => found.extend(error(wanted, &got)),
            _ if trims && trimmed(wanted) == trimmed(&got) => {}
            _ if *wanted == got => {}
            _ => found.push(format!("{name} is {got}, expected {wanted}")),
        }
    }
    found
}

fn trimmed(value: &Json) -> Json {
    value.as_str().map_or_else(|| value.clone(), |text| text.trim().into())
}

fn error(wanted: &Json, got: &Json) -> Vec<String> {
    if *wanted == Json::Null || *got == Json::Null {
        return (wanted != got).then(|| format!("error is {got}, expected {wanted}")).into_iter().collect();
    }
    let mut found = Vec::new();
    for (name, wanted_value) in wanted.members() {
        let got_value = got.get(name).cloned().unwrap_or_default();
        let fits = match &**name {
            // What a client would do about it is its own affair.
            "fix" | "also_kinds" => true,
            "kind" => got_value == *wanted_value || also(wanted, &got_value),
            "message_contains" => {
                let message = got.get("message").and_then(Json::as_str).unwrap_or_default();
                wanted_value.as_str().is_none_or(|words| message.contains(words))
            }
            "retry_after_ms" => wait(wanted_value) == got_value,
            _ => got_value == *wanted_value,
        };
        if !fits {
            found.push(format!("error.{name} is {got_value} in {got}, expected {wanted_value}"));
        }
    }
    found
}

fn also(wanted: &Json, kind: &Json) -> bool {
    wanted.get("also_kinds").is_some_and(|kinds| kinds.items().contains(kind))
}

/// `"date+30s"` is thirty seconds after the reply's date.
fn wait(wanted: &Json) -> Json {
    let seconds =
        wanted.as_str().and_then(|text| text.strip_prefix("date+")?.strip_suffix('s')?.parse::<u64>().ok());
    seconds.map_or_else(|| wanted.clone(), |seconds| (seconds * 1000).into())
}

#[cfg(test)]
mod tests {
    use super::{Json, differences};

    fn json(text: &str) -> Json {
        Json::parse(text).unwrap()
    }

    #[test]
    fn what_is_not_named_is_not_compared_and_what_is_must_be_equal() {
        let outcome = json(r#"{"text": "a", "error": null, "saw_done": true}"#);
        assert!(differences(&json(r#"{"text": "a", "error": null}"#), &outcome).is_empty());
        for wrong in [r#"{"text": "b"}"#, r#"{"error": {"kind": "auth"}}"#, r#"{"model_ids": ["m"]}"#] {
            assert_eq!(differences(&json(wrong), &outcome).len(), 1, "for {wrong}");
        }
    }

    #[test]
    fn errors_are_compared_field_by_field() {
        let outcome = json(r#"{"error": {"kind": "auth", "message": "a key", "retry_after_ms": 30000}}"#);
        for (expected, count) in [
            (r#"{"error": {"kind": "auth", "message_contains": "key"}}"#, 0),
            (r#"{"error": {"kind": "permission", "also_kinds": ["auth"], "fix": "x"}}"#, 0),
            (r#"{"error": {"retry_after_ms": "date+30s"}}"#, 0),
            (r#"{"error": {"kind": "quota", "message_contains": "lock", "code": "1"}}"#, 3),
            (r#"{"error": null}"#, 1),
        ] {
            assert_eq!(differences(&json(expected), &outcome).len(), count, "for {expected}");
        }
    }

    #[test]
    fn another_outcome_may_be_accepted() {
        let expected = json(
            r#"{"text": "ab", "error": null, "also_accept": [{"text": "a", "error": {"kind": "truncated"}}]}"#,
        );
        assert!(differences(&expected, &json(r#"{"text": "a", "error": {"kind": "truncated"}}"#)).is_empty());
        assert!(!differences(&expected, &json(r#"{"text": "a", "error": null}"#)).is_empty());
    }
}

//! Options as sites write them.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;

use causerie::config::{Config, ContextMode, Load, Mode, OPTIONS, Position, Problem, Theme};
use causerie::json::Json;
use causerie::{Label, Labels};

fn set(name: &str, value: impl Into<Json>) -> Result<Config, String> {
    let mut config = Config::default();
    config.set(name, &value.into()).map_err(|problem| problem.to_string())?;
    Ok(config)
}

fn json(text: &str) -> Json {
    Json::parse(text).unwrap()
}

#[test]
fn a_name_may_be_written_in_three_ways() {
    for name in ["max-tokens", "max_tokens", "maxTokens"] {
        assert_eq!(set(name, "100").unwrap().params.get("max_tokens"), Some(&json("100")), "as {name}");
    }
}

#[test]
fn a_number_may_be_a_text() {
    let typed = set("temperature", json("0.7")).unwrap();
    assert_eq!(typed.params.get("temperature"), Some(&json("0.7")));
    assert_eq!(set("temperature", " 0.7 ").unwrap(), typed);
    assert_eq!(set("max_tokens", json("100")).unwrap(), set("max_tokens", "100").unwrap());
}

#[test]
fn a_wrong_value_gives_the_default_whatever_was_there() {
    for option in OPTIONS.iter().filter(|option| option.name != "labels") {
        let mut config = Config::default();
        let wrong = json(r#"[{"no": ["such", {}]}, 7, null]"#);
        let Err(_) = config.set(option.name, &wrong) else { continue };
        for right in [
            "on",
            "7",
            "dark",
            "inline",
            "eager",
            "auto",
            "/x",
            "red",
            "[\"a\"]",
            r#"{"a": "b"}"#,
            r#"["a"]"#,
        ] {
            if config.set(option.name, &right.into()).is_ok() && config != Config::default() {
                break;
            }
        }
        assert!(config.set(option.name, &wrong).is_err(), "{}", option.name);
        assert_eq!(config, Config::default(), "{}", option.name);
    }
}

#[test]
fn words_stand_for_choices() {
    assert_eq!(set("mode", "inline").unwrap().mode, Mode::Inline);
    assert_eq!(set("mode", "Page").unwrap().mode, Mode::Page);
    assert_eq!(set("position", "top-left").unwrap().position, Position::TopLeft);
    assert_eq!(set("theme", "dark").unwrap().theme, Theme::Dark);
    assert_eq!(set("load", "eager").unwrap().load, Load::Eager);
}

#[test]
fn the_context_window_has_a_size_and_a_strategy() {
    let config = set("context", "Summarize").unwrap();
    assert_eq!((config.context, config.context_tokens), (ContextMode::Summarize, None));
    assert_eq!(set("context-tokens", "8192").unwrap().context_tokens, Some(8192));
    assert_eq!(set("embeddingsModel", "m").unwrap().embeddings_model.as_deref(), Some("m"));
}

#[test]
fn suggestions_are_an_array_or_texts_with_bars() {
    let wanted = vec!["One".to_owned(), "Two, three".to_owned()];
    assert_eq!(set("suggestions", json(r#"["One", "Two, three"]"#)).unwrap().suggestions, wanted);
    assert_eq!(set("suggestions", r#"["One", "Two, three"]"#).unwrap().suggestions, wanted);
    assert_eq!(set("suggestions", "One | Two, three |").unwrap().suggestions, wanted);
}

#[test]
fn headers_are_an_object_of_texts() {
    let wanted = vec![("X-Team".to_owned(), "chat".to_owned())];
    assert_eq!(set("headers", json(r#"{"X-Team": "chat"}"#)).unwrap().headers, wanted);
    assert_eq!(set("headers", r#"{"X-Team": "chat"}"#).unwrap().headers, wanted);
}

#[test]
fn labels_are_replaced_one_by_one() {
    let config = set("labels", json(r#"{"send": "Absenden", "new-thread": "Neues Gespräch"}"#)).unwrap();
    assert_eq!(config.labels.get(Label::Send), "Absenden");
    assert_eq!(config.labels.get(Label::NewThread), "Neues Gespräch");
    assert_eq!(config.labels.get(Label::Stop), Labels::default().get(Label::Stop));
    let mut config = Config::default();
    let problem = config.set("labels", &json(r#"{"sned": "?", "stop": "Halt"}"#)).unwrap_err();
    assert_eq!(problem, Problem::Unknown { option: "labels.sned".to_owned() });
    assert_eq!(config.labels.get(Label::Stop), "Halt", "one wrong name spoils the others");
}

#[test]
fn an_empty_attribute_and_null_mean_the_default() {
    for value in [Json::Null, Json::from(""), Json::from("  ")] {
        for option in OPTIONS {
            let mut config = set("temperature", "0.5").unwrap();
            config.set("temperature", &value).unwrap();
            config.set(option.name, &value).unwrap();
            assert_eq!(config, Config::default(), "{} from {value}", option.name);
        }
    }
}

#[test]
fn a_wrong_value_names_option_value_and_what_is_allowed_and_keeps_the_default() {
    let mut config = Config::default();
    let problem = config.set("temperature", &"hot".into()).unwrap_err();
    assert_eq!(
        problem.to_string(),
        r#"causerie: temperature="hot" is not used; allowed is a number from 0 to 2."#
    );
    assert_eq!(config, Config::default());

    for (name, value) in [
        ("temperature", json("2.5")),
        ("temperature", json("true")),
        ("top_p", json("-0.1")),
        ("max_tokens", json("0")),
        ("max_tokens", json("1.5")),
        ("n", json("0")),
        ("n", json("129")),
        ("top_k", json("-1")),
        ("stop", json("[]")),
        ("stop", json(r#"["a", "b", "c", "d", "e"]"#)),
        ("presence_penalty", json("2.1")),
        ("frequency_penalty", json("-2.1")),
        ("logit_bias", json(r#"{"1": 101}"#)),
        ("logit_bias", "1:2".into()),
        ("seed", "soon".into()),
        ("seed", "-+7".into()),
        ("seed", "--7".into()),
        ("response_format", "yaml".into()),
        ("response_format", json("{}")),
        ("tools", json("{}")),
        ("tool_choice", "maybe".into()),
        ("parallel_tool_calls", "perhaps".into()),
        ("top_logprobs", json("21")),
        ("stream_options", json("[]")),
        ("body", "x".into()),
        ("system_role", "boss".into()),
        ("stream", "sometimes".into()),
        ("retries", json("11")),
        ("first_byte_timeout", json("0")),
        ("prices", json(r#"{"input": 1}"#)),
        ("fallback", json("[{}]")),
        ("cache", "always".into()),
        ("context", "forget".into()),
        ("context_tokens", json("255")),
        ("context_tokens", "plenty".into()),
        ("embeddings_endpoint", json("[]")),
        ("embeddings_model", json("{}")),
        ("mode", "sideways".into()),
        ("position", "middle".into()),
        ("theme", json("1")),
        ("load", "later".into()),
        ("suggestions", json("{}")),
        ("headers", "X-Team: chat".into()),
        ("headers", json(r#"{"X Team": "chat"}"#)),
        ("headers", json(r#"{"X-Team": "a\r\nb"}"#)),
        ("heading", json("[]")),
    ] {
        let line = set(name, value.clone()).expect_err(&format!("{name}={value} is taken"));
        assert!(line.starts_with(&format!("causerie: {}=", name.replace('_', "-"))), "{line}");
        assert!(line.contains("allowed is"), "{line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }
}

#[test]
fn a_secret_is_not_repeated() {
    let line = set("headers", r#"{"Authorization": "Bearer sk-secret"#).unwrap_err();
    assert!(!line.contains("sk-secret"), "{line}");
}

#[test]
fn a_long_value_is_shortened() {
    let line = set("temperature", "x".repeat(5000)).unwrap_err();
    assert!(line.len() < 250, "{line}");
}

#[test]
fn an_unknown_option_is_named() {
    let mut config = Config::default();
    let problem = config.set("temprature", &"1".into()).unwrap_err();
    assert_eq!(problem, Problem::Unknown { option: "temprature".to_owned() });
}

#[test]
fn an_object_sets_many_options_and_reports_what_is_wrong() {
    let options = json(r#"{"endpoint": "/v1", "model": "m", "temperature": "hot", "maxTokens": 5}"#);
    let (config, problems) = Config::from_json(&options);
    assert_eq!((config.endpoint.as_deref(), config.model.as_deref()), (Some("/v1"), Some("m")));
    assert_eq!(config.params.iter().collect::<Vec<_>>(), [("max_tokens", &json("5"))]);
    assert_eq!(problems.len(), 1);
}

/// The README's table is what people read; it has every option, with its default.
#[test]
fn the_readme_lists_every_option() {
    let readme = fs::read_to_string("README.md").unwrap();
    for option in OPTIONS {
        let name = option.name.replace('_', "-");
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("README.md has no row for `{name}`"));
        assert!(
            row.contains(option.default),
            "the row of `{name}` does not give its default {:?}",
            option.default
        );
    }
    let rows =
        readme.lines().filter(|line| line.starts_with("| `") && line.matches('|').count() == 5).count();
    assert_eq!(rows, OPTIONS.len(), "README.md lists options that there are not");
}

//! What is tried after a failure, with a clock and dice that the test holds.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::Config;
use causerie::config::SystemRole;
use causerie::json::Json;
use causerie::protocol::{
    ApiError, Attempts, ChatCompletionRequest, Circumstances, Endpoint, ErrorKind, Next, Repairs, ReplyHead,
    Role, Turn, completions_url, model_ids, models_urls,
};

fn config(options: &str) -> Config {
    Config::from_json(&Json::parse(options).unwrap()).0
}

fn failed(kind: ErrorKind) -> ApiError {
    ApiError::new(kind, "")
}

fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> ApiError {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    ApiError::from_body(&ReplyHead { status, headers, now: None }, body.as_bytes())
}

/// Plays the attempts to their end, against a server that always fails alike; gives the waits.
fn waits(attempts: &mut Attempts, error: &ApiError, now: Circumstances) -> Vec<u64> {
    let mut waits = Vec::new();
    while let Next::Wait(milliseconds) = attempts.after(error, now) {
        waits.push(milliseconds);
    }
    waits
}

#[test]
fn a_passing_trouble_is_tried_twice_more_with_growing_waits() {
    let now = Circumstances::default();
    for kind in [
        ErrorKind::Server,
        ErrorKind::Overloaded,
        ErrorKind::Timeout,
        ErrorKind::RateLimit,
        ErrorKind::Network,
    ] {
        assert_eq!(waits(&mut Attempts::new(2, 0), &failed(kind), now), [500, 1000], "for {kind:?}");
    }
    let all = waits(&mut Attempts::new(10, 0), &failed(ErrorKind::Server), now);
    assert_eq!(all, [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 8000]);
}

#[test]
fn the_dice_take_up_to_a_quarter_off_a_wait() {
    let wait = |random| {
        let now = Circumstances { random, ..Circumstances::default() };
        waits(&mut Attempts::new(1, 0), &failed(ErrorKind::Server), now)[0]
    };
    assert_eq!((wait(0.0), wait(0.5), wait(0.999)), (500, 438, 376));
    assert!((375..=500).contains(&wait(7.0)));
}

#[test]
fn what_only_somebody_can_mend_is_not_tried_again() {
    for kind in [
        ErrorKind::Auth,
        ErrorKind::Permission,
        ErrorKind::Quota,
        ErrorKind::ModelNotFound,
        ErrorKind::EndpointNotFound,
        ErrorKind::UnsupportedParam,
        ErrorKind::Roles,
        ErrorKind::ContextLength,
        ErrorKind::ContentFilter,
        ErrorKind::BadRequest,
        ErrorKind::PayloadTooLarge,
        ErrorKind::Truncated,
        ErrorKind::Cors,
        ErrorKind::Offline,
        ErrorKind::Aborted,
        ErrorKind::BadResponse,
    ] {
        let next = Attempts::new(2, 0).after(&failed(kind), Circumstances::default());
        assert_eq!(next, Next::GiveUp, "for {kind:?}");
    }
}

#[test]
fn nothing_is_tried_again_once_something_was_shown() {
    let now = Circumstances { has_output: true, is_repaired: true, has_token_source: true, random: 0.0 };
    assert_eq!(Attempts::new(2, 2).after(&failed(ErrorKind::Server), now), Next::GiveUp);
}

#[test]
fn the_server_s_wait_is_kept_to_if_it_is_short_and_shown_if_it_is_long() {
    let wait = |error: &ApiError| Attempts::new(2, 0).after(error, Circumstances::default());
    assert_eq!(wait(&reply(429, &[("retry-after", "7")], "")), Next::Wait(7000));
    assert_eq!(wait(&reply(429, &[("retry-after-ms", "250"), ("retry-after", "7")], "")), Next::Wait(250));
    assert_eq!(wait(&reply(503, &[("retry-after", "60")], "")), Next::Wait(60_000));
    assert_eq!(
        wait(&reply(429, &[], r#"{"error":{"message":"Please try again in 20ms."}}"#)),
        Next::Wait(20)
    );
    let long = reply(429, &[("retry-after", "61")], "");
    assert_eq!((wait(&long), long.retry_after_ms), (Next::GiveUp, Some(61_000)));
}

#[test]
fn x_should_retry_is_obeyed_but_not_for_a_spent_budget() {
    let next = |error: &ApiError| Attempts::new(2, 0).after(error, Circumstances::default());
    assert_eq!(next(&reply(500, &[("x-should-retry", "false")], "")), Next::GiveUp);
    assert_eq!(next(&reply(400, &[("x-should-retry", "true")], "")), Next::Wait(500));
    let budget = r#"{"error":{"message":"Budget limit exceeded"}}"#;
    assert_eq!(next(&reply(429, &[("x-should-retry", "true")], budget)), Next::GiveUp);
}

#[test]
fn a_token_is_asked_for_once_more_after_a_401() {
    let now = Circumstances { has_token_source: true, ..Circumstances::default() };
    let refused = reply(401, &[], "");
    let mut attempts = Attempts::new(2, 0);
    assert_eq!(attempts.after(&refused, now), Next::NewToken);
    assert_eq!(attempts.after(&refused, now), Next::GiveUp);
    assert_eq!(Attempts::new(2, 0).after(&refused, Circumstances::default()), Next::GiveUp);
}

#[test]
fn fallbacks_are_asked_in_order_each_with_its_own_tries() {
    let mut attempts = Attempts::new(1, 2);
    let (now, error) = (Circumstances::default(), failed(ErrorKind::Overloaded));
    let all: Vec<Next> = (0..7).map(|_| attempts.after(&error, now)).collect();
    let expected = [
        Next::Wait(500),
        Next::Fallback,
        Next::Wait(500),
        Next::Fallback,
        Next::Wait(500),
        Next::GiveUp,
        Next::GiveUp,
    ];
    assert_eq!(all, expected);
    for kind in [ErrorKind::Quota, ErrorKind::Server, ErrorKind::Network] {
        assert_eq!(Attempts::new(0, 1).after(&failed(kind), now), Next::Fallback, "for {kind:?}");
    }
    assert_eq!(Attempts::new(0, 1).after(&failed(ErrorKind::Auth), now), Next::GiveUp);
}

#[test]
fn a_key_and_headers_stay_on_their_origin() {
    let config = config(
        r#"{"endpoint": "https://a.example/v1", "model": "big", "api_key": "k", "headers": {"X-Team": "t"},
        "fallback": ["small", {"endpoint": "https://A.example/v2"}, {"endpoint": "https://b.example/v1", "model": "m"},
        {"endpoint": "https://c.example", "api_key": "c"}, {"endpoint": "/v1"}]}"#,
    );
    let endpoints = Endpoint::all(&config, None);
    let shown: Vec<_> = endpoints
        .iter()
        .map(|e| (e.url.as_str(), e.model.as_deref(), e.api_key.as_deref(), e.headers.len(), e.is_own))
        .collect();
    assert_eq!(
        shown,
        [
            ("https://a.example/v1", Some("big"), Some("k"), 1, true),
            ("https://a.example/v1", Some("small"), Some("k"), 1, true),
            ("https://A.example/v2", Some("big"), Some("k"), 1, true),
            ("https://b.example/v1", Some("m"), None, 0, false),
            ("https://c.example", Some("big"), Some("c"), 0, false),
            ("/v1", Some("big"), None, 0, false),
        ]
    );
    assert_eq!(Endpoint::all(&config, Some("chosen"))[0].model.as_deref(), Some("chosen"));
}

/// A server that refuses one field after another; gives what is sent in the end, and in how many requests.
fn healed(options: &str, refusals: &[(&str, &str)]) -> (String, usize) {
    let config = config(options);
    let endpoint = Endpoint::all(&config, None).remove(0);
    let mut repairs = Repairs::default();
    for sent in 1.. {
        let role = repairs.system_role(config.system_role);
        let turns: Vec<Turn> = match role {
            SystemRole::Fold => vec![Turn::new(Role::User, "S\n\nHi")],
            _ => vec![Turn::new(Role::System, "S"), Turn::new(Role::User, "Hi")],
        };
        let request = ChatCompletionRequest::new(&config, &endpoint, &turns, &repairs, None);
        let body = request.body.to_string();
        let refusal = refusals.iter().find(|(field, _)| body.contains(field));
        match refusal.map(|(_, body)| reply(400, &[], body)) {
            Some(error) if repairs.learn(&error, &request) => {}
            _ => return (body, sent),
        }
    }
    unreachable!()
}

const OPTIONS: &str =
    r#"{"endpoint": "/v1", "model": "m", "max_tokens": 5, "temperature": 0.7, "top_p": 0.5}"#;

#[test]
fn max_tokens_is_renamed_and_sampling_dropped_together() {
    let (body, sent) = healed(
        OPTIONS,
        &[
            (
                "\"max_tokens\"",
                r#"{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","param":"max_tokens","code":"unsupported_parameter"}}"#,
            ),
            (
                "\"temperature\"",
                r#"{"error":{"message":"Unsupported value: 'temperature' does not support 0.7 with this model.","param":"temperature","code":"unsupported_value"}}"#,
            ),
        ],
    );
    assert!(body.contains("\"max_completion_tokens\":5") && !body.contains("temperature"), "{body}");
    assert_eq!(sent, 2, "one refusal hides the other");
}

#[test]
fn a_field_is_found_by_place_and_by_name_and_dropped_once() {
    let options =
        r#"{"endpoint": "/v1", "model": "m", "top_k": 4, "stream_options": {"include_usage": true}}"#;
    let (body, sent) = healed(
        options,
        &[
            (
                "top_k",
                r#"{"error":{"message":"Unrecognized request argument supplied: top_k","param":null}}"#,
            ),
            (
                "stream_options",
                r#"{"detail":[{"type":"extra_forbidden","loc":["body","stream_options","include_usage"],"msg":"Extra inputs are not permitted"}]}"#,
            ),
        ],
    );
    assert_eq!(sent, 3);
    assert_eq!(
        body,
        r#"{"model":"m","messages":[{"role":"system","content":"S"},{"role":"user","content":"Hi"}],"stream":true}"#
    );
}

const REFUSED: &str = r#"{"endpoint": "/v1", "model": "m", "top_k": 4, "frequency_penalty": 1, "stop": "x"}"#;

#[test]
fn a_field_is_found_in_the_words_of_groq_and_gemini() {
    let (body, sent) = healed(
        REFUSED,
        &[
            (
                "top_k",
                r#"{"error":{"message":"property 'top_k' is unsupported, did you mean 'stop'?","type":"invalid_request_error"}}"#,
            ),
            (
                "frequency_penalty",
                r#"[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"frequency_penalty\": Cannot find field.","status":"INVALID_ARGUMENT"}}]"#,
            ),
        ],
    );
    assert_eq!(sent, 3);
    assert!(body.contains("\"stop\"") && !body.contains("top_k") && !body.contains("penalty"), "{body}");
}

#[test]
fn a_field_is_found_where_the_param_is_none_or_a_value() {
    let (body, sent) = healed(
        REFUSED,
        &[
            (
                "top_k",
                r#"{"error":{"message":"litellm.UnprocessableEntityError: Extra inputs are not permitted: top_k","type":"None","param":"None","code":"422"}}"#,
            ),
            (
                "frequency_penalty",
                r#"{"error":{"code":"invalid_request_error","message":"Extra inputs are not permitted, field: 'frequency_penalty', value: 1"}}"#,
            ),
            (
                "stop",
                r#"{"error":{"message":"Unsupported value for stop","param":"x","code":"unsupported_value"}}"#,
            ),
        ],
    );
    assert_eq!(sent, 4);
    assert!(!body.contains("stop") && !body.contains("top_k") && !body.contains("penalty"), "{body}");
}

#[test]
fn a_server_that_refuses_what_is_needed_or_not_sent_is_not_asked_again() {
    for refusal in [
        r#"{"error":{"message":"Unsupported parameter: 'model'","param":"model","code":"unsupported_parameter"}}"#,
        r#"{"error":{"message":"Unsupported parameter: 'seed'","param":"seed","code":"unsupported_parameter"}}"#,
        r#"{"error":{"message":"Unsupported parameter","code":"unsupported_parameter"}}"#,
    ] {
        assert_eq!(healed(OPTIONS, &[("model", refusal)]).1, 1, "for {refusal}");
    }
}

#[test]
fn a_server_that_takes_no_thoughts_back_gets_none() {
    let config = config(r#"{"endpoint": "/v1", "model": "m"}"#);
    let endpoint = Endpoint::all(&config, None).remove(0);
    let mut turn = Turn::new(Role::Assistant, "");
    let without = ChatCompletionRequest::new(&config, &endpoint, &[turn.clone()], &Repairs::default(), None);
    turn.fields.push(("reasoning_content", "Hm.".into()));
    let request = ChatCompletionRequest::new(&config, &endpoint, &[turn], &Repairs::default(), None);
    for missing in [
        r#"{"error":{"message":"Missing `reasoning_content` field in the assistant message at message index 1.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"#,
        r#"{"error":{"message":"The `reasoning_content` in the thinking mode must be passed back to the API.","type":"invalid_request_error"}}"#,
        r#"{"error":{"message":"thinking is enabled but reasoning_content is missing in assistant tool call message at index 1","type":"invalid_request_error"}}"#,
    ] {
        assert!(!Repairs::default().learn(&reply(400, &[], missing), &request), "{missing}");
    }
    for refusal in [
        include_str!("fixtures/vectors/157-err-422-mistral-array/body.json"),
        r#"{"error":{"message":"Unknown parameter: 'messages[1].reasoning_content'.","type":"invalid_request_error","param":"messages[1].reasoning_content","code":"unknown_parameter"}}"#,
        r#"{"error":{"message":"'messages.1' : property 'reasoning_content' is unsupported","type":"invalid_request_error"}}"#,
        r#"{"error":{"object":"error","type":"invalid_request_error","message":"Extra inputs are not permitted, field: 'messages[1].reasoning_content', value: 'x'"}}"#,
    ] {
        let mut repairs = Repairs::default();
        let error = reply(400, &[], refusal);
        assert!(!repairs.learn(&error, &without), "it was not sent");
        assert!(repairs.learn(&error, &request), "{error:?}");
        assert!(repairs.drops_reasoning);
        assert!(!repairs.learn(&error, &request), "it would be asked for ever");
    }
}

#[test]
fn instructions_are_folded_after_one_roles_error() {
    for refusal in [
        r#"{"object":"error","message":"System role not supported","code":400}"#,
        r#"{"error":{"message":"Unsupported value: 'messages[0].role' does not support 'system' with this model.","param":"messages[0].role","code":"unsupported_value"}}"#,
    ] {
        let (body, sent) = healed(r#"{"endpoint": "/v1", "model": "m"}"#, &[("\"system\"", refusal)]);
        assert_eq!(sent, 2);
        assert!(body.contains(r#""content":"S\n\nHi""#), "{body}");
    }
}

#[test]
fn models_are_read_from_every_shape_and_nothing_from_others() {
    for (body, ids) in [
        (r#"{"object":"list","data":[{"id":"a"},{"id":"b"},{"id":"a"}]}"#, &["a", "b"][..]),
        (r#"[{"name":"x","description":"y"}]"#, &["x"]),
        (r#"{"models":[{"model":"m"}]}"#, &["m"]),
        (r#"{"data":["a","b"]}"#, &["a", "b"]),
        (r#"["a"]"#, &["a"]),
        ("<html>", &[]),
        ("{}", &[]),
        (r#"{"data":[7,null,{}]}"#, &[]),
    ] {
        assert_eq!(model_ids(body.as_bytes()), ids, "for {body}");
    }
}

#[test]
fn the_list_of_models_is_beside_the_completions() {
    assert_eq!(
        models_urls("https://h/v1/chat/completions?k=1"),
        ["https://h/v1/models?k=1", "https://h/v1/models_available?k=1"]
    );
    assert_eq!(models_urls("https://h/")[1], "https://h/models_available");
    assert_eq!(completions_url("https://h/"), "https://h/chat/completions");
}

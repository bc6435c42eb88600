//! Replies of servers, as bytes in every cutting, and the message that becomes of them.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;

use causerie::conversation::{Message, State};
use causerie::protocol::{BodyEnd, ErrorKind, FinishReason, ReplyDecoder, ReplyEvent, ReplyHead, Usage};
use common::{cuttings, pieces};
use proptest::prelude::*;

fn events(status: u16, body: &[u8], cuts: &[usize], end: BodyEnd) -> Vec<ReplyEvent> {
    let mut decoder = ReplyDecoder::new(ReplyHead::of_status(status));
    let mut events = Vec::new();
    pieces(body, cuts).for_each(|piece| decoder.feed(piece, &mut |event| events.push(event)));
    decoder.finish(end, &mut |event| events.push(event));
    events
}

fn fold(events: Vec<ReplyEvent>) -> Message {
    let mut message = Message::awaited();
    events.into_iter().for_each(|event| message.apply(event));
    message
}

/// The message, and that it does not depend on how the body was cut.
fn message(status: u16, body: &str, end: BodyEnd) -> Message {
    let whole = events(status, body.as_bytes(), &[], end);
    for cuts in cuttings(body.len()) {
        assert_eq!(events(status, body.as_bytes(), &cuts, end), whole, "cut at {cuts:?}");
    }
    fold(whole)
}

fn fixture(name: &str) -> String {
    fs::read_to_string(format!("tests/fixtures/replies/{name}")).unwrap()
}

fn error_kind(message: &Message) -> Option<ErrorKind> {
    message.error().map(|error| error.kind)
}

#[test]
fn a_stream_becomes_a_message() {
    let message = message(200, &fixture("openai.sse"), BodyEnd::Clean);
    assert_eq!(message.text(), "Bonjour !");
    assert_eq!(message.state, State::Complete);
    assert_eq!(message.finish(), Some(FinishReason::Stop));
    assert_eq!(message.usage, Some(Usage { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 }));
    assert_eq!(message.model.as_deref(), Some("demo-model"));
}

#[test]
fn a_document_becomes_the_same_message_even_if_a_stream_was_asked_for() {
    let message = message(200, &fixture("openai.json"), BodyEnd::Clean);
    assert_eq!((message.text(), &message.state), ("Bonjour !", &State::Complete));
    assert_eq!(message.finish(), Some(FinishReason::Stop));
}

#[test]
fn a_stream_without_done_is_complete_once_it_gave_a_reason() {
    let body = fixture("openai.sse").replace("data: [DONE]\n\n", "");
    assert_eq!(message(200, &body, BodyEnd::Clean).state, State::Complete);
}

#[test]
fn a_stream_that_ends_too_early_is_truncated_and_keeps_its_text() {
    let body = fixture("openai.sse");
    let early = &body[..body.find("\"content\":\" !\"").unwrap()];
    let clean = message(200, early, BodyEnd::Clean);
    assert_eq!((clean.text(), error_kind(&clean)), ("Bonjour", Some(ErrorKind::Truncated)));
    let broken = message(200, early, BodyEnd::Broken);
    assert_eq!((broken.text(), error_kind(&broken)), ("Bonjour", Some(ErrorKind::Network)));
}

#[test]
fn events_with_one_line_end_between_them_are_read_all_the_same() {
    for line_end in ["\n", "\r\n"] {
        let body = fixture("openai.sse").replace("\n\n", line_end);
        for body in [body.clone() + line_end, body] {
            let message = message(200, &body, BodyEnd::Clean);
            assert_eq!((message.text(), &message.state), ("Bonjour !", &State::Complete), "{body:?}");
        }
    }
    let early = fixture("openai.sse").replace("\n\n", "\n");
    let early = &early[..early.find("\"content\":\" !\"").unwrap()];
    let message = message(200, early, BodyEnd::Clean);
    assert_eq!((message.text(), error_kind(&message)), ("Bonjour", Some(ErrorKind::Truncated)));
}

#[test]
fn an_error_in_mid_stream_keeps_the_text_and_done_does_not_complete_it() {
    for (error, kind) in [
        ("data: {\"error\":{\"message\":\"The server had an error\",\"code\":null}}\n\n", ErrorKind::Server),
        (
            "event: error\ndata: {\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}\n\n",
            ErrorKind::Overloaded,
        ),
        ("error: {\"code\":500,\"message\":\"context shift is disabled\"}\n\n", ErrorKind::Server),
        ("data: {\"text\":\"NETWORK ERROR\",\"error_code\":50002}\n\n", ErrorKind::Server),
        ("data: {\"choices\":[],\"x_groq\":{\"error\":\"Overloaded\"}}\n\n", ErrorKind::Overloaded),
    ] {
        let body = fixture("openai.sse");
        let body = body.replacen(
            "data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"delta\":{},",
            &format!("{error}data: {{\"choices\":[{{\"delta\":{{}},"),
            1,
        );
        let message = message(200, &body, BodyEnd::Clean);
        assert_eq!(message.text(), "Bonjour !");
        assert_eq!(error_kind(&message), Some(kind), "for {error}");
    }
}

#[test]
fn an_error_body_gives_its_kind_and_words() {
    for (status, body, kind, words) in [
        (
            401,
            r#"{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}}"#,
            ErrorKind::Auth,
            "Incorrect",
        ),
        (403, r#"{"detail":"Not allowed"}"#, ErrorKind::Permission, "Not allowed"),
        (
            404,
            r#"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#,
            ErrorKind::ModelNotFound,
            "does not exist",
        ),
        (404, r#"{"detail":"Not Found"}"#, ErrorKind::EndpointNotFound, "Not Found"),
        (
            400,
            r#"{"error":{"message":"This model's maximum context length is 8192 tokens.","code":"context_length_exceeded"}}"#,
            ErrorKind::ContextLength,
            "8192",
        ),
        (402, r#"{"error":{"message":"Insufficient Balance"}}"#, ErrorKind::Quota, "Insufficient"),
        (
            422,
            r#"{"detail":[{"loc":["body","model"],"msg":"Field required","type":"missing"}]}"#,
            ErrorKind::BadRequest,
            "Field required",
        ),
        (429, r#"{"error":{"message":"Rate limit reached"}}"#, ErrorKind::RateLimit, "Rate limit"),
        (
            429,
            r#"{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}"#,
            ErrorKind::Quota,
            "quota",
        ),
        (
            429,
            r#"{"error":{"message":"Quota exceeded for quota metric 'Requests per minute'"}}"#,
            ErrorKind::RateLimit,
            "per minute",
        ),
        (
            429,
            "data: {\"error\":{\"message\":\"Slow down\"}}\r\rdata: [DONE]\r\r",
            ErrorKind::RateLimit,
            "Slow down",
        ),
        (
            502,
            r#"{"error":{"message":"relayed: <h1>Bad Gateway</h1><p>nginx"}}"#,
            ErrorKind::Server,
            "relayed:",
        ),
        (502, "\u{feff}<head><title>Bad Gateway</title></head><p>nginx", ErrorKind::Server, "Bad Gateway"),
        (
            413,
            "<html><head><title>413 Request Entity Too Large</title></head></html>",
            ErrorKind::PayloadTooLarge,
            "413 Request Entity Too Large",
        ),
        (
            404,
            r#"{"error":{"message":"Invalid URL (GET /v1/models)"}}"#,
            ErrorKind::EndpointNotFound,
            "Invalid URL",
        ),
        (
            400,
            r#"{"message":"Invalid model: x","type":"invalid_model"}"#,
            ErrorKind::ModelNotFound,
            "Invalid model",
        ),
        (
            400,
            r#"{"error":{"message":"maximum prompt length is 131072"}}"#,
            ErrorKind::ContextLength,
            "131072",
        ),
        (503, r#"{"error":{"message":"no context window is free"}}"#, ErrorKind::Overloaded, "free"),
        (
            400,
            r#"{"error":{"message":"refused","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
            ErrorKind::ContentFilter,
            "refused",
        ),
        (
            400,
            r#"{"error":{"message":"'max_tokens' is not supported.","param":"max_tokens","code":null}}"#,
            ErrorKind::UnsupportedParam,
            "max_tokens",
        ),
        (400, r#"{"error":"","message":"Roles must alternate user/assistant"}"#, ErrorKind::Roles, "Roles"),
        (
            422,
            r#"{"error":{"message":"ExceededBudget: over budget","type":"budget_exceeded"}}"#,
            ErrorKind::Quota,
            "over",
        ),
        (502, "<html><body>nginx</body></html>", ErrorKind::Server, ""),
        (503, r#"{"error":{"message":"Loading model","code":503}}"#, ErrorKind::Overloaded, "Loading"),
        (
            400,
            r#"{"error":{"message":"The requested model is not supported.","code":"model_not_supported","param":"model"}}"#,
            ErrorKind::ModelNotFound,
            "not supported",
        ),
        (
            400,
            r#"{"error":{"message":"The model `x` has been decommissioned and is no longer supported.","code":"model_decommissioned"}}"#,
            ErrorKind::ModelNotFound,
            "decommissioned",
        ),
        (
            404,
            r#"{"error":{"message":"Not found","param":"model","code":"not_found"}}"#,
            ErrorKind::ModelNotFound,
            "Not found",
        ),
        (
            401,
            r#"{"detail":"Authentication Error, ExceededTokenBudget: Current spend for token: 7.2e-05; Max Budget for Token: 2e-07"}"#,
            ErrorKind::Quota,
            "Budget",
        ),
        (
            403,
            r#"{"error":{"message":"user quota is not enough (request id: 1)","type":"one_api_error","param":"","code":"insufficient_user_quota"}}"#,
            ErrorKind::Quota,
            "not enough",
        ),
        (
            400,
            r#"[{"error":{"code":400,"message":"API key expired. Please renew the API key.","status":"INVALID_ARGUMENT"}}]"#,
            ErrorKind::Auth,
            "expired",
        ),
        (
            400,
            r#"{"error":{"message":"After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).","code":400}}"#,
            ErrorKind::Roles,
            "alternate",
        ),
        (
            400,
            r#"{"error":{"message":"litellm.BadRequestError: BedrockException - {\"message\":\"A conversation must start with a user message.\"}","code":"400"}}"#,
            ErrorKind::Roles,
            "start with",
        ),
        (504, "upstream timed out", ErrorKind::Timeout, "upstream timed out"),
        (500, "", ErrorKind::Server, ""),
    ] {
        let message = message(status, body, BodyEnd::Clean);
        let error = message.error().unwrap_or_else(|| panic!("{status} {body} is no error"));
        assert_eq!((error.kind, error.status), (kind, Some(status)), "{body}");
        assert!(error.message.contains(words), "{:?} does not contain {words:?}", error.message);
        assert!(!error.message.contains('<'), "HTML is shown: {:?}", error.message);
    }
}

#[test]
fn an_error_with_status_200_is_an_error() {
    let message = message(200, r#"{"error":{"message":"Rate limit exceeded","code":429}}"#, BodyEnd::Clean);
    assert_eq!(error_kind(&message), Some(ErrorKind::RateLimit));
}

#[test]
fn fastchat_s_codes_are_read() {
    for (code, kind) in [
        (40301, ErrorKind::ModelNotFound),
        (40302, ErrorKind::BadRequest),
        (40303, ErrorKind::ContextLength),
        (42901, ErrorKind::RateLimit),
        (42902, ErrorKind::Quota),
        (50004, ErrorKind::Server),
    ] {
        let words =
            if code == 40303 { "This model's maximum context length is 2048 tokens." } else { "Not so" };
        let words = if code == 40301 { "Only x allowed now, your model y" } else { words };
        let body = format!(r#"{{"object":"error","message":"{words}","code":{code}}}"#);
        assert_eq!(error_kind(&message(200, &body, BodyEnd::Clean)), Some(kind), "{code}");
    }
}

#[test]
fn half_an_error_at_the_end_is_no_error_of_the_server_s() {
    let half = message(200, "event: error\ndata: {\"error\":{\"mess", BodyEnd::Clean);
    assert_eq!(error_kind(&half), Some(ErrorKind::Truncated));
    let whole = message(200, "event: error\ndata: {\"error\":{\"message\":\"No\"}}", BodyEnd::Clean);
    assert_eq!(whole.error().unwrap().message, "No");
}

#[test]
fn what_is_no_completion_is_a_bad_response() {
    for body in ["<!doctype html><title>Welcome</title>", "{}", "[]", "{\"choices\":", "[1, 2"] {
        assert_eq!(
            error_kind(&message(200, body, BodyEnd::Clean)),
            Some(ErrorKind::BadResponse),
            "for {body}"
        );
    }
    assert_eq!(error_kind(&message(200, "", BodyEnd::Clean)), Some(ErrorKind::Truncated));
    assert_eq!(error_kind(&message(200, "data: {oops}\n\n", BodyEnd::Clean)), Some(ErrorKind::BadResponse));
    assert_eq!(error_kind(&message(200, "Service ready", BodyEnd::Clean)), Some(ErrorKind::BadResponse));
}

#[test]
fn a_finish_reason_of_error_is_an_error() {
    let body = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"error\"}]}\n\ndata: [DONE]\n\n";
    let message = message(200, body, BodyEnd::Clean);
    assert_eq!((message.text(), error_kind(&message)), ("a", Some(ErrorKind::Server)));
}

#[test]
fn a_refusal_and_content_parts_are_the_answer() {
    let refusal = "data: {\"choices\":[{\"delta\":{\"content\":null,\"refusal\":\"I cannot.\"},\"finish_reason\":\"stop\"}]}\n\n";
    assert_eq!(message(200, refusal, BodyEnd::Clean).text(), "I cannot.");
    let parts = r#"{"choices":[{"message":{"content":[{"type":"text","text":"One "},{"type":"text","text":"two"}]},"finish_reason":"stop"}]}"#;
    assert_eq!(message(200, parts, BodyEnd::Clean).text(), "One two");
}

#[test]
fn several_answers_are_kept_and_the_first_is_shown() {
    let body = "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"}}]}\n\ndata: [DONE]\n\n";
    let mut message = message(200, body, BodyEnd::Clean);
    assert_eq!((message.text(), message.choices().len()), ("A", 2));
    message.show(1);
    assert_eq!(message.text(), "B");
    message.show(2);
    assert_eq!(message.text(), "B");
}

#[test]
fn several_answers_are_whole_once_each_of_them_is() {
    let chunk = |choice: u8, rest: &str| format!("data: {{\"choices\":[{{\"index\":{choice},{rest}}}]}}\n\n");
    let (said, stops) = (r#""delta":{"content":"a"}"#, r#""delta":{},"finish_reason":"stop""#);
    let body = [chunk(0, said), chunk(1, said), chunk(0, stops)].concat();
    for (end, kind) in [(BodyEnd::Clean, ErrorKind::Truncated), (BodyEnd::Broken, ErrorKind::Network)] {
        assert_eq!(error_kind(&message(200, &body, end)), Some(kind));
        assert_eq!(message(200, &[body.as_str(), &chunk(1, stops)].concat(), end).state, State::Complete);
    }
}

#[test]
fn a_refusal_whose_words_break_off_is_what_its_status_says() {
    for (status, kind) in
        [(401, ErrorKind::Auth), (402, ErrorKind::Quota), (404, ErrorKind::EndpointNotFound)]
    {
        for body in ["", "{", "{\"error\": {\"mess", "Something is wro"] {
            assert_eq!(error_kind(&message(status, body, BodyEnd::Broken)), Some(kind), "{status} {body}");
        }
    }
}

#[test]
fn a_message_that_has_ended_takes_no_more() {
    let mut message = fold(events(200, fixture("openai.sse").as_bytes(), &[], BodyEnd::Clean));
    let before = message.clone();
    message.apply(ReplyEvent::Delta(causerie::protocol::Delta {
        content: "more".to_owned(),
        ..causerie::protocol::Delta::default()
    }));
    message.stop();
    assert_eq!(message, before);
}

/// Bytes that are nearly a stream.
fn almost_a_stream() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"data: "[..],
        b"data:",
        b"event: error\n",
        b": ping\n",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"[DONE]",
        b"{\"choices\":[{\"delta\":",
        b"{\"content\":\"a\"}",
        b"}]}",
        b"\"finish_reason\":\"stop\"",
        b"\xEF\xBB\xBF",
        b"\xFF",
        b"<html>",
        b"[",
        b"{",
        b" ",
        b"{\"error\":\"x\"}",
    ]);
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_the_same_events_in_any_cutting(
        body in prop_oneof![almost_a_stream(), prop::collection::vec(any::<u8>(), 0..60)],
        cuts in prop::collection::btree_set(0usize..60, 0..8),
        status in prop::sample::select(vec![200u16, 204, 400, 429, 500]),
        is_clean in any::<bool>(),
    ) {
        let end = if is_clean { BodyEnd::Clean } else { BodyEnd::Broken };
        let cuts: Vec<usize> = cuts.into_iter().filter(|cut| *cut < body.len()).collect();
        let cut = events(status, &body, &cuts, end);
        prop_assert_eq!(&cut, &events(status, &body, &[], end));
        let endings = cut.iter().filter(|event| matches!(event, ReplyEvent::Done | ReplyEvent::Error(_))).count();
        prop_assert_eq!(endings, 1, "a reply ends once");
        prop_assert!(!fold(cut).is_open());
    }
}

//! What the page's own code gives: a changed request, pieces of an answer, and what the visitor looks at.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use causerie::Config;
use causerie::conversation::{Message, State, turns};
use causerie::json::Json;
use causerie::protocol::{
    BodyEnd, ChatCompletionRequest, Endpoint, Repairs, ReplyDecoder, ReplyHead, Role, Turn, handed_event,
};
use common::said::any_json;
use proptest::prelude::*;

/// The answer that becomes of pieces, each given in JSON.
fn answer(pieces: &[Json]) -> Message {
    let mut message = Message::awaited();
    let mut decoder = ReplyDecoder::new(ReplyHead::of_status(200));
    let events = pieces.iter().map(|piece| handed_event(Some(&piece.written()))).chain([handed_event(None)]);
    for event in events {
        decoder.feed(event.as_bytes(), &mut |event| message.apply(event));
    }
    decoder.finish(BodyEnd::Clean, &mut |event| message.apply(event));
    message
}

fn request() -> ChatCompletionRequest {
    let endpoint = Endpoint { url: "/v1".to_owned(), ..Endpoint::default() };
    let turns = [Turn::new(Role::User, "Hello")];
    ChatCompletionRequest::new(&Config::default(), &endpoint, &turns, &Repairs::default(), Some("key"))
}

fn changed(change: &str) -> ChatCompletionRequest {
    request().changed(Json::parse(change).unwrap())
}

#[test]
fn texts_deltas_and_chunks_become_one_answer() {
    let chunk = r#"{"choices":[{"index":0,"delta":{"content":"!"},"finish_reason":"length"}]}"#;
    let pieces = [r#""Bon""#, r#"{"reasoning_content":"Hm"}"#, r#"{"content":"jour"}"#, chunk];
    let message = answer(&pieces.map(|piece| Json::parse(piece).unwrap()));
    assert_eq!((message.text(), message.choice().reasoning.as_str()), ("Bonjour!", "Hm"));
    assert_eq!(message.state, State::Complete);
    assert_eq!(message.choice().finish_wire.as_deref(), Some("length"));
}

#[test]
fn a_header_that_no_browser_sends_is_found() {
    let found = |name: &str, value: &str| {
        let headers = Json::object([("Accept", "*/*".into()), (name, value.into())]);
        let request = request().changed(Json::object([("headers", headers)]));
        request.unsendable_header().map(str::to_owned)
    };
    for (name, value) in
        [("X-Team", ""), ("x!#$%&'*+-.^_`|~9", "Zo\u{eb}\tund\u{80}"), ("Authorization", " Bearer k\r\n")]
    {
        assert_eq!(found(name, value), None, "{name}: {value}");
    }
    for (name, value) in
        [("", "a"), ("X Team", "a"), ("X-Te\u{e4}m", "a"), ("X", "a\u{100}"), ("X", "a\nb"), ("X", "a\0b")]
    {
        assert_eq!(found(name, value).as_deref(), Some(name), "{name}: {value}");
    }
}

#[test]
fn an_error_that_is_handed_over_is_one_of_the_reply() {
    let error = Json::parse(r#"{"error":{"message":"No model","type":"server_error"}}"#).unwrap();
    assert_eq!(answer(&[error]).error().unwrap().message, "No model");
}

#[test]
fn a_request_is_changed_as_the_page_says_and_keeps_what_that_leaves() {
    let same = request();
    assert_eq!(changed("{}"), same);
    assert_eq!(changed(&same.to_json().written()), same);
    let other = changed(
        r#"{"url":"/v2/chat/completions","headers":{"X-Number":7,"X-None":null},"body":{"model":"m"}}"#,
    );
    assert_eq!(other.url, "/v2/chat/completions");
    assert_eq!(other.headers, [("X-Number".to_owned(), "7".to_owned())]);
    assert_eq!(other.body.written(), r#"{"model":"m"}"#);
}

#[test]
fn what_the_page_adds_stands_before_its_question_and_nowhere_else() {
    let mut question = Message::new(Role::User, "Does it fit?");
    question.context = Some(r#"{"title":"Shoes"}"#.to_owned());
    let mut blank = Message::new(Role::User, "  ");
    blank.context.clone_from(&question.context);
    let turns = turns(
        None,
        Config::default().system_role,
        [&question, &Message::new(Role::Assistant, "Yes."), &blank],
    );
    assert_eq!(turns.len(), 1);
    assert_eq!(turns[0].content, "<page_context>\n{\"title\":\"Shoes\"}\n</page_context>\n\nDoes it fit?");
}

proptest! {
    #[test]
    fn anything_that_is_handed_over_ends_in_an_answer_or_an_error(pieces in prop::collection::vec(any_json(), 0..6)) {
        prop_assert!(!answer(&pieces).is_open());
    }

    #[test]
    fn texts_come_as_they_were_handed_over(texts in prop::collection::vec("[a-zäß漢👍 \n]{1,20}", 1..6)) {
        let pieces: Vec<Json> = texts.iter().map(|text| text.as_str().into()).collect();
        let whole = texts.concat();
        let answer = answer(&pieces);
        prop_assert_eq!(answer.choice().text.trim(), whole.trim());
    }

    #[test]
    fn any_change_gives_a_request(change in any_json()) {
        let request = request().changed(change);
        prop_assert!(matches!(request.body, Json::Object(_)));
    }
}

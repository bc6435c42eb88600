//! Which messages are sent, and in what shape.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::Config;
use causerie::conversation::{Message, from_json, to_json, turns};
use causerie::json::Json;
use causerie::protocol::{ApiError, ChatCompletionRequest, ErrorKind, Role, Turn};
use proptest::prelude::*;

fn shown(turns: &[Turn]) -> Vec<String> {
    turns.iter().map(|turn| format!("{}: {}", turn.role.name(), turn.content)).collect()
}

fn config(options: &str) -> Config {
    Config::from_json(&Json::parse(options).unwrap()).0
}

#[test]
fn the_whole_conversation_is_sent_with_the_system_prompt_first() {
    let messages = [
        Message::new(Role::User, "Hi"),
        Message::new(Role::Assistant, "Hello"),
        Message::new(Role::User, "Why?"),
    ];
    let config = config(r#"{"system_prompt": "Be kind."}"#);
    assert_eq!(
        shown(&turns(&config, &messages)),
        ["system: Be kind.", "user: Hi", "assistant: Hello", "user: Why?"]
    );
}

#[test]
fn an_answer_of_which_nothing_came_is_left_out_and_questions_are_joined() {
    let mut failed = Message::awaited();
    failed.fail(ApiError::new(ErrorKind::Network, ""));
    let messages = [Message::new(Role::User, "Hi"), failed, Message::new(Role::User, "Still there?")];
    assert_eq!(shown(&turns(&Config::default(), &messages)), ["user: Hi\n\nStill there?"]);
}

#[test]
fn the_greeting_is_not_sent() {
    let config = config(r#"{"greeting": "Welcome!"}"#);
    let turns = turns(&config, &[Message::new(Role::User, "Hi")]);
    assert_eq!(shown(&turns), ["user: Hi"]);
}

fn request(options: &str, bearer: Option<&str>) -> String {
    let turns = [Turn { role: Role::User, content: "Hi \"there\"".to_owned() }];
    let request = ChatCompletionRequest::new(&config(options), &turns, bearer);
    format!("{request:#?}")
}

#[test]
fn only_model_messages_and_stream_are_sent_by_default() {
    insta::assert_snapshot!(request(r#"{"endpoint": "/v1", "model": "m"}"#, None));
}

#[test]
fn an_option_that_is_set_is_sent() {
    let options = r#"{"endpoint": "https://h/v1", "model": "m", "temperature": 0.70, "max_tokens": 5, "top_p": "1",
        "headers": {"X-Team": "chat", "content-type": "application/json; charset=utf-8"}}"#;
    insta::assert_snapshot!(request(options, Some("sk-1")));
}

fn messages() -> impl Strategy<Value = Vec<Message>> {
    let role = prop::sample::select(vec![Role::System, Role::User, Role::Assistant]);
    let text = prop::sample::select(vec!["", " ", "a", "b\n", "c d"]);
    prop::collection::vec((role, text).prop_map(|(role, text)| Message::new(role, text)), 0..12)
}

proptest! {
    #[test]
    fn any_messages_give_legal_turns(messages in messages()) {
        let turns = turns(&Config::default(), &messages);
        let (system, rest): (Vec<_>, Vec<_>) = turns.iter().partition(|turn| turn.role == Role::System);
        prop_assert!(system.len() <= 1);
        prop_assert!(turns.iter().skip(1).all(|turn| turn.role != Role::System));
        for (index, turn) in rest.iter().enumerate() {
            let expected = if index % 2 == 0 { Role::User } else { Role::Assistant };
            prop_assert_eq!(turn.role, expected);
            prop_assert!(!turn.content.trim().is_empty());
        }
        prop_assert!(rest.last().is_none_or(|last| last.role == Role::User));
    }

    #[test]
    fn a_conversation_is_read_back_as_it_was_written(messages in messages()) {
        let kept: Vec<Message> = messages.into_iter().filter(|message| !message.text.is_empty()).collect();
        prop_assert_eq!(from_json(&to_json(&kept)), kept);
    }
}

#[test]
fn what_is_no_message_is_passed_over() {
    let json = r#"[{"role": "user", "content": "a"}, {"role": "robot", "content": "b"}, {"role": "user"}, 7, null,
        {"role": "assistant", "content": ["c"]}]"#;
    assert_eq!(from_json(&Json::parse(json).unwrap()), [Message::new(Role::User, "a")]);
    assert_eq!(from_json(&Json::Null), []);
}

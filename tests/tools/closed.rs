//! Conversations whose last calls have no results.

use causerie::config::SystemRole;
use causerie::conversation::{CallState, Message, State, ToolCall, turns};
use causerie::protocol::Role;
use causerie::tools::close;

use super::returned;
use crate::common::legal;
use crate::tools_support::{Play, answer, call};

#[test]
fn a_conversation_that_is_read_back_has_all_its_results() {
    let mut play = Play::new("{}");
    play.answer(answer(
        "",
        &[call("a", "now", "{}"), call("b", "pay", r#"{"sum":1}"#), call("", "now", "{}")],
    ));
    play.event(returned(0, "5"));
    let mut thread = play.read_back();
    let read: Vec<_> = thread[2..].iter().map(|result| result.call_state().unwrap().name()).collect();
    assert_eq!(read, ["done", "interrupted", "interrupted"]);
    // The last record was never written.
    thread.pop();
    let missing = close(&mut thread, false, 99);
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].tool_call_id, thread[1].choice().tool_calls[2].id);
    assert_eq!(missing[0].call_state(), Some(CallState::Interrupted));
    thread.extend(missing);
    assert_eq!(close(&mut thread, false, 99), []);
    thread.push(Message::new(Role::User, "Go on"));
    let sent = turns(None, SystemRole::System, &thread);
    assert_eq!(legal::check(&sent), Ok(()));
    let results: Vec<_> =
        sent.iter().filter(|turn| turn.role == Role::Tool).map(|turn| &turn.content[..]).collect();
    let ended = r#"{"error":"The call ended before it gave a result."}"#;
    assert_eq!(results, ["5", ended, ended]);
}

#[test]
fn only_the_end_of_a_conversation_is_closed() {
    let calls = |id: &str| answer("", &[call(id, "now", "{}")]);
    let question = || Message::new(Role::User, "Hi");
    assert_eq!(close(&mut [], false, 0), []);
    assert_eq!(close(&mut [question(), calls("a"), question()], false, 0), []);
    assert_eq!(close(&mut [question(), calls("a")], false, 0).len(), 1);
    let result = Message::result_of(&calls("a").choice().tool_calls[0]);
    let mut asked = [question(), calls("a"), result];
    assert_eq!(close(&mut asked, false, 0), []);
    assert_eq!(asked[2].call_state(), Some(CallState::Interrupted));
    assert!(!asked[2].is_open());
    let mut open = calls("a");
    open.state = State::Arriving;
    assert_eq!(close(&mut [question(), open], false, 0), []);
    let legacy = Message::new(Role::Assistant, "").with_tool_calls(vec![ToolCall::new(None, "now", "{}")]);
    let closed = close(&mut [question(), legacy.clone()], true, 0);
    assert_eq!((closed[0].role, closed[0].name.as_deref()), (Role::Function, Some("now")));
    assert_eq!(close(&mut [question(), legacy, closed[0].clone()], false, 0), []);
}

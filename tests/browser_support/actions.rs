//! What can be done with the messages of a conversation.

use causerie::chat::Phase;
use causerie::json::Json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::browser_support::{Stage, frame, key, release, requests, serve};
use super::{CHAT, DONE, chunk};

/// A widget with two questions and their answers.
async fn stage() -> Stage {
    let stage = Stage::new(CHAT);
    let message =
        |role: &str, content: &str| Json::object([("role", role.into()), ("content", content.into())]);
    let all = [
        message("user", "Q1"),
        message("assistant", "A1"),
        message("user", "Q2"),
        message("assistant", "A2"),
    ];
    stage.chat.set_messages(&all.into_iter().collect());
    frame().await;
    stage
}

fn said(stage: &Stage) -> Vec<String> {
    stage.texts(".message .content")
}

async fn rest(stage: &Stage) {
    stage.until(|stage| stage.chat.phase_now() == Phase::Idle).await;
    frame().await;
}

#[wasm_bindgen_test]
async fn an_edited_question_is_a_branch_and_the_other_one_stays() {
    let stage = stage().await;
    serve(200, &[&chunk("New"), DONE]);
    stage.click(".user [part=edit]");
    assert_eq!(stage.count(".edit textarea"), 1);
    stage.dispatch(".edit textarea", &key("Enter", true, false, 13));
    assert_eq!(stage.chat.phase_now(), Phase::Idle, "Shift and Enter break the line");
    stage.dispatch(".edit textarea", &key("Enter", false, false, 13));
    rest(&stage).await;
    assert_eq!(said(&stage), ["Q1", "New"]);
    assert!(requests().last().unwrap().contains(r#""messages":[{"role":"user","content":"Q1"}]"#));
    assert_eq!(stage.text(".user .position"), "2/2");
    stage.click(".user [part=previous]");
    frame().await;
    assert_eq!(said(&stage), ["Q1", "A1", "Q2", "A2"]);
}

#[wasm_bindgen_test]
async fn a_stop_before_anything_came_brings_the_old_answer_back() {
    let stage = stage().await;
    serve(200, &["hold"]);
    stage.click(".assistant [part=regenerate]");
    frame().await;
    assert_eq!((said(&stage).len(), stage.count(".waiting")), (2, 1));
    stage.chat.stop();
    release();
    rest(&stage).await;
    assert_eq!(said(&stage), ["Q1", "A1", "Q2", "A2"]);
    assert_eq!((stage.count(".position"), stage.count(".notice")), (0, 0));
}

#[wasm_bindgen_test]
async fn nothing_is_changed_while_an_answer_arrives() {
    let stage = stage().await;
    serve(200, &[&chunk("Half"), "hold", DONE]);
    stage.chat.send("Q3");
    stage.until(|stage| stage.text(".message:last-child .content") == "Half").await;
    let first = stage.chat.entry_of(0).unwrap();
    let asked = requests().len();
    stage.chat.delete(&first);
    stage.chat.regenerate(first.clone());
    assert!(!stage.chat.edit(&first, "Other"));
    assert!(stage.chat.step(&first, true).is_none() && stage.chat.undo().is_none());
    frame().await;
    assert_eq!((said(&stage).len(), requests().len()), (6, asked));
    release();
    rest(&stage).await;
}

#[wasm_bindgen_test]
async fn what_is_deleted_last_is_restored_first() {
    let stage = stage().await;
    for id in [3, 0] {
        stage.chat.delete(&stage.chat.entry_of(id).unwrap());
    }
    frame().await;
    assert_eq!((stage.count(".message"), stage.count("[part=undo]")), (0, 1));
    stage.click("[part=undo]");
    frame().await;
    assert_eq!(said(&stage), ["Q1", "A1", "Q2"]);
    stage.click("[part=undo]");
    frame().await;
    assert_eq!((said(&stage).len(), stage.count("[part=undo]")), (4, 0));
}

//! What stands for older turns, as a store gives it back and as it is shown.

use causerie::chat::Phase;
use causerie::conversation::context::{Digest, Summary};
use causerie::json::Json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::browser_support::{Stage, frame, requests, serve, was_aborted};
use super::{DONE, chunk};

const NOTE: &str = ".message > .summary";

/// A widget with eight long rounds in a window for fewer.
async fn stage() -> Stage {
    let options = r#"{"endpoint": "/v1", "mode": "inline", "context": "summarize", "context_tokens": 1024}"#;
    let stage = Stage::new(options);
    let message = |number: usize| {
        let (role, name) = [("user", "Q"), ("assistant", "A")][number % 2];
        let content = format!("{name}{}: {}", number / 2, "word ".repeat(50));
        Json::object([("role", role.into()), ("content", content.into())])
    };
    stage.chat.set_messages(&(0..16).map(message).collect());
    frame().await;
    stage
}

async fn rest(stage: &Stage) {
    stage.until(|stage| stage.chat.phase_now() == Phase::Idle).await;
    frame().await;
}

/// A summary of the first so many rounds.
fn kept(stage: &Stage, rounds: u64) -> Digest {
    let up_to = stage.chat.entry_of(2 * rounds - 1).unwrap().node;
    Digest::of(vec![Summary { text: "They met.".to_owned(), up_to, model: None }])
}

#[wasm_bindgen_test]
async fn a_summary_that_a_store_kept_is_shown_and_sent() {
    let stage = stage().await;
    let digest = kept(&stage, 4);
    stage.chat.set_digest(digest.clone());
    frame().await;
    assert_eq!(stage.count(NOTE), 1);
    assert!(stage.text("[data-message='8']").contains("They met."));
    assert_eq!(stage.chat.digest(), digest);
    serve(200, &[&chunk("Yes"), DONE]);
    let asked = requests().len();
    stage.chat.send("And now?");
    rest(&stage).await;
    let requests = requests();
    assert_eq!(requests.len(), asked + 1, "no other one is made");
    let sent = requests.last().unwrap();
    assert!(sent.contains("They met.") && sent.contains("Q4:") && !sent.contains("Q3:"), "{sent}");
    stage.chat.new_thread();
    frame().await;
    assert_eq!((stage.count(NOTE), stage.chat.digest()), (0, Digest::default()));
}

#[wasm_bindgen_test]
async fn a_summary_that_stays_where_it_is_stays_open() {
    let stage = stage().await;
    stage.chat.set_digest(kept(&stage, 4));
    frame().await;
    stage.click(&[NOTE, " > summary"].concat());
    assert_eq!(stage.count(".summary[open]"), 1);
    serve(200, &[&chunk("Yes"), DONE]);
    stage.chat.send("And now?");
    rest(&stage).await;
    assert_eq!(stage.count(".summary[open]"), 1);
}

#[wasm_bindgen_test]
async fn stop_aborts_the_request_for_a_summary() {
    let stage = stage().await;
    serve(200, &["hold"]);
    let asked = requests().len();
    stage.chat.send("And now?");
    stage.until(|_| requests().len() > asked).await;
    stage.chat.stop();
    rest(&stage).await;
    assert!(was_aborted());
    assert_eq!(requests().len(), asked + 1);
    assert_eq!(stage.chat.digest(), Digest::default());
}

//! The widget in a real browser, mounted the way the doors mount it, with a scripted `fetch`.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "browser_support/actions.rs"]
mod actions;
mod browser_support;
#[path = "browser_support/window.rs"]
mod window;

use browser_support::{Stage, dispatched, frame, key, list_view, requests, serve};
use causerie::browser::view::El;
use causerie::chat::Phase;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const CHAT: &str = r#"{"endpoint": "/v1", "model": "m", "mode": "inline", "greeting": "**Welcome**",
    "suggestions": ["First", "Second"]}"#;

fn chunk(text: &str) -> String {
    format!("data: {{\"choices\":[{{\"delta\":{{\"content\":{}}}}}]}}\n\n", causerie::json::Json::from(text))
}

const DONE: &str = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

#[wasm_bindgen_test]
async fn greets_with_markdown_and_offers_suggestions() {
    let stage = Stage::new(CHAT);
    assert_eq!(stage.text(".greeting strong"), "Welcome");
    assert_eq!(stage.texts(".suggestion"), ["First", "Second"]);
}

#[wasm_bindgen_test]
async fn a_suggestion_begins_a_conversation_and_they_are_gone() {
    let stage = Stage::new(CHAT);
    serve(200, &[&chunk("Hello"), DONE]);
    stage.click(".suggestion:nth-child(2)");
    stage.until(|stage| stage.chat.phase_now() == Phase::Idle && stage.count(".assistant") == 1).await;
    assert_eq!(stage.text(".user .content"), "Second");
    assert_eq!(stage.text(".assistant .content"), "Hello");
    assert_eq!(stage.count(".suggestion"), 0);
    assert!(
        requests().last().unwrap().contains(r#""messages":[{"role":"user","content":"Second"}]"#),
        "{:?}",
        requests()
    );
}

#[wasm_bindgen_test]
async fn enter_sends_shift_enter_does_not_and_composing_does_not() {
    let stage = Stage::new(CHAT);
    serve(200, &[&chunk("Hello"), DONE]);
    stage.type_text("Hi");
    stage.dispatch("textarea", &key("Enter", true, false, 13));
    stage.dispatch("textarea", &key("Enter", false, true, 13));
    stage.dispatch("textarea", &key("Enter", false, false, 229));
    assert_eq!((stage.count(".message"), stage.field()), (0, "Hi".to_owned()));
    assert!(
        !dispatched(&stage.dispatch("textarea", &key("Enter", false, false, 13))),
        "Enter would break the line"
    );
    frame().await;
    assert_eq!((stage.text(".user .content"), stage.field()), ("Hi".to_owned(), String::new()));
}

#[wasm_bindgen_test]
async fn what_cannot_be_sent_stays_in_the_composer() {
    let stage = Stage::new(r#"{"mode": "inline"}"#);
    assert!(stage.text(".greeting").contains("endpoint"), "it does not say what to set");
    stage.type_text("Hi");
    stage.dispatch("textarea", &key("Enter", false, false, 13));
    frame().await;
    assert_eq!((stage.count(".message"), stage.field()), (0, "Hi".to_owned()));
    assert!(stage.is_disabled(".send"));
}

#[wasm_bindgen_test]
async fn a_question_that_is_typed_during_an_answer_stays() {
    let stage = Stage::new(CHAT);
    serve(200, &[&chunk("Hello"), "hold"]);
    stage.chat.send("One");
    stage.until(|stage| stage.text(".assistant .content") == "Hello").await;
    stage.type_text("Two");
    stage.dispatch("textarea", &key("Enter", false, false, 13));
    frame().await;
    assert_eq!((stage.count(".user"), stage.field()), (1, "Two".to_owned()));
}

#[wasm_bindgen_test]
async fn waits_visibly_then_shows_the_answer_as_it_comes() {
    let stage = Stage::new(CHAT);
    serve(200, &["hold", &chunk("**He"), "hold", &chunk("llo**"), DONE]);
    stage.chat.send("Hi");
    frame().await;
    assert_eq!((stage.count(".waiting"), stage.status()), (1, "Waiting for the answer".to_owned()));
    browser_support::release();
    stage.until(|stage| stage.text(".assistant .content") == "He").await;
    assert_eq!(stage.count(".assistant strong"), 1, "what is half open looks closed");
    assert_eq!((stage.count(".waiting"), stage.status()), (0, "Answering".to_owned()));
    browser_support::release();
    stage.until(|stage| stage.text(".assistant strong") == "Hello").await;
    stage.until(|stage| stage.status() == "Answer complete").await;
    assert_eq!(stage.text("[aria-live=polite]"), "Hello\n", "finished blocks are read");
}

#[wasm_bindgen_test]
async fn stop_keeps_what_arrived_and_offers_another_try() {
    let stage = Stage::new(CHAT);
    serve(200, &[&chunk("Half an ans"), "hold"]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.text(".assistant .content") == "Half an ans").await;
    stage.click("[part=stop]");
    frame().await;
    assert_eq!(stage.text(".assistant .content"), "Half an ans");
    assert_eq!(stage.text(".notice p"), "Answer stopped");
    serve(200, &[&chunk("Whole"), DONE]);
    stage.click("[part=retry]");
    stage.until(|stage| stage.text(".assistant .content") == "Whole").await;
    assert_eq!((stage.count(".assistant"), stage.count(".notice")), (1, 0));
    assert!(!requests().last().unwrap().contains("Half"), "the answer that is replaced was sent along");
}

#[wasm_bindgen_test]
async fn stop_works_while_nothing_has_come_and_the_button_takes_no_double_click() {
    let stage = Stage::new(CHAT);
    serve(200, &["hold"]);
    stage.chat.send("Hi");
    frame().await;
    stage.dispatch("[part=stop]", &browser_support::click(2));
    assert_eq!(stage.chat.phase_now(), Phase::Waiting);
    stage.dispatch("[part=stop]", &browser_support::click(1));
    frame().await;
    assert_eq!((stage.chat.phase_now(), stage.count(".waiting")), (Phase::Idle, 0));
}

#[wasm_bindgen_test]
async fn an_error_is_said_in_words_with_details_and_retry() {
    let stage = Stage::new(CHAT);
    serve(401, &[r#"{"error": {"message": "Incorrect API key <b>provided</b>"}}"#]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.count(".notice") == 1).await;
    assert_eq!(stage.text(".notice > p"), "The chat service did not accept the key.");
    assert_eq!(stage.text(".technical"), "HTTP 401: Incorrect API key <b>provided</b>");
    assert_eq!((stage.count(".technical b"), stage.count("[part=retry]")), (0, 1));
    assert_eq!(stage.status(), "The chat service did not accept the key.");
    assert_eq!(stage.text(".user .content"), "Hi");
}

#[wasm_bindgen_test]
async fn a_fetch_that_rejects_with_anything_is_a_network_error() {
    for reason in ["error", "text", "nothing"] {
        let stage = Stage::new(CHAT);
        browser_support::refuse(reason);
        stage.chat.send("Hi");
        stage.until(|stage| stage.count(".notice") == 1).await;
        assert!(stage.text(".notice > p").contains("could not be reached"), "for {reason}");
    }
}

#[wasm_bindgen_test]
async fn a_new_conversation_is_empty_and_the_old_answer_stays_away() {
    let stage = Stage::new(CHAT);
    serve(200, &[&chunk("Old"), "hold", &chunk(" more"), DONE]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.text(".assistant .content") == "Old").await;
    stage.click("[part=new-thread]");
    browser_support::release();
    frame().await;
    frame().await;
    assert_eq!((stage.count(".message"), stage.count(".suggestion"), stage.status()), (0, 2, String::new()));
}

#[wasm_bindgen_test]
async fn options_change_while_it_runs_and_the_conversation_stays() {
    let stage = Stage::new(CHAT);
    serve(200, &[&chunk("Hello"), DONE]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.status() == "Answer complete").await;
    let update = r#"{"heading": "Other", "theme": "dark", "accent": "red", "labels": {"copy": "Kopieren"}}"#;
    stage.chat.update(&causerie::json::Json::parse(update).unwrap());
    frame().await;
    assert_eq!((stage.text(".heading"), stage.count(".message")), ("Other".to_owned(), 2));
    assert_eq!(stage.attribute(".root", "data-theme"), "dark");
    assert_eq!(stage.attribute("[part=copy]", "aria-label"), "Kopieren");
}

#[wasm_bindgen_test]
async fn finished_blocks_and_growing_text_keep_their_nodes() {
    let stage = Stage::new(CHAT);
    serve(
        200,
        &[
            &chunk("One.\n\nTwo is"),
            "hold",
            &chunk(" growing.\n\n- a"),
            "hold",
            &chunk("b\n- c\n\nLast"),
            DONE,
        ],
    );
    stage.chat.send("Hi");
    stage.until(|stage| stage.count(".assistant p") == 2).await;
    let (first, second) = (stage.node(".assistant p"), stage.node(".assistant p + p"));
    let text = second.first_child().unwrap();
    browser_support::release();
    stage.until(|stage| stage.count(".assistant li") == 1).await;
    let item = stage.node(".assistant li");
    browser_support::release();
    stage.until(|stage| stage.status() == "Answer complete").await;
    assert_eq!(stage.node(".assistant p"), first);
    assert_eq!(stage.node(".assistant p + p").first_child().unwrap(), text);
    assert_eq!((stage.node(".assistant li"), item.text_content().unwrap()), (item.clone(), "ab".to_owned()));
    assert_eq!(stage.texts(".assistant li"), ["ab", "c"]);
}

#[wasm_bindgen_test]
async fn markdown_is_drawn_with_the_elements_that_readers_expect() {
    let stage = Stage::new(CHAT);
    let text = "# H\n\n1. a\n\n- [x] done\n\n| l | r |\n| :-- | --: |\n| 1 | 2 |\n\n```rust\nfn f() {}\n```\n\n> q\n\n[x](https://a.b) <i>raw</i> ~~s~~\n\n---";
    serve(200, &[&chunk(text), DONE]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.status() == "Answer complete").await;
    for selector in [
        "h3.h1",
        "ol > li",
        "li > p > input[type=checkbox][checked][disabled]",
        ".table[tabindex='0'] > table > thead > tr > th[scope=col]:last-child",
        "td.right",
        ".code > pre[tabindex='0'] > code",
        "blockquote > p",
        "a[href='https://a.b'][target=_blank][rel='noopener noreferrer']",
        "del",
        "hr",
    ] {
        assert_eq!(stage.count(&format!(".assistant .content {selector}")), 1, "{selector}");
    }
    assert_eq!((stage.count(".assistant .content i"), stage.text(".code .language")), (0, "rust".to_owned()));
}

#[wasm_bindgen_test]
async fn a_link_whose_definition_comes_last_is_a_link_in_the_end() {
    let stage = Stage::new(CHAT);
    let start = "As [the book][1] says.\n\nMore.\n\nAnd more.\n\n";
    serve(200, &[&chunk(start), "hold", &chunk("[1]: https://a.b\n"), DONE]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.count(".assistant p") == 3).await;
    assert_eq!(stage.count(".assistant .content a"), 0);
    browser_support::release();
    stage.until(|stage| stage.status() == "Answer complete").await;
    assert_eq!(stage.texts(".assistant .content > *"), ["As the book says.", "More.", "And more."]);
    assert_eq!(stage.attribute(".assistant .content a", "href"), "https://a.b");
}

#[wasm_bindgen_test]
async fn what_came_before_a_retry_comes_back_if_the_retry_brings_nothing() {
    let stage = Stage::new(CHAT);
    serve(200, &[&chunk("Half an ans")]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.count(".notice") == 1).await;
    assert_eq!(stage.text(".notice p"), "The connection ended before the answer was complete.");
    serve(500, &[""]);
    stage.click("[part=retry]");
    stage.until(|stage| stage.text(".notice > p").contains("has a problem")).await;
    assert_eq!((stage.text(".assistant .content"), stage.count(".assistant")), ("Half an ans".to_owned(), 1));
}

/// A chunk of a stream with this delta.
fn delta(json: &str) -> String {
    format!("data: {{\"choices\":[{{\"delta\":{json}}}]}}\n\n")
}

#[wasm_bindgen_test]
async fn thoughts_and_sources_come_back_too_if_a_retry_brings_nothing() {
    let stage = Stage::new(CHAT);
    let sources = "data: {\"citations\":[\"https://a.b\"],\"choices\":[]}\n\n";
    serve(200, &[&delta(r#"{"reasoning":"Hm"}"#), sources, &chunk("Half")]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.count(".notice") == 1).await;
    serve(400, &[""]);
    stage.click("[part=retry]");
    stage.until(|stage| stage.text(".notice > p").contains("could not use")).await;
    assert_eq!(stage.text(".assistant .content"), "Half");
    assert_eq!((stage.text(".thoughts"), stage.count(".sources a")), ("Hm".to_owned(), 1));
}

#[wasm_bindgen_test]
async fn thinking_that_was_stopped_does_not_count_for_the_next_answer() {
    let stage = Stage::new(CHAT);
    let thought = delta(r#"{"reasoning":"Hm"}"#);
    serve(200, &[&thought, "hold"]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.count(".reasoning") == 1).await;
    stage.chat.stop();
    causerie::browser::frame::sleep(2_600).await;
    serve(200, &[&thought, &chunk("Yes"), DONE]);
    stage.click("[part=retry]");
    stage.until(|stage| stage.status() == "Answer complete").await;
    assert_eq!(stage.text(".reasoning summary"), "Thought for 1 s");
}

#[wasm_bindgen_test]
async fn an_answer_without_text_can_still_be_stepped_away_from() {
    let stage = Stage::new(CHAT);
    let second = "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"\"}},{\"index\":1,\"delta\":{\"reasoning\":\"Hm\"}}]}\n\n";
    serve(200, &[&chunk("One"), second, DONE]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.status() == "Answer complete").await;
    stage.click("[part=next]");
    stage.until(|stage| stage.text(".position") == "2/2").await;
    stage.click("[part=previous]");
    stage.until(|stage| stage.text(".assistant .content") == "One").await;
}

#[wasm_bindgen_test]
async fn an_empty_answer_is_said() {
    let stage = Stage::new(CHAT);
    serve(200, &[DONE]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.count(".notice") == 1).await;
    assert_eq!(
        (stage.text(".notice p"), stage.count("[part=retry]")),
        ("The answer was empty.".to_owned(), 1)
    );
}

#[wasm_bindgen_test]
async fn a_token_comes_from_its_callback_and_a_failure_is_said() {
    let stage = Stage::with_token(CHAT, Ok("sk-1"));
    serve(200, &[&chunk("Hello"), DONE]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.status() == "Answer complete").await;
    assert!(requests().last().unwrap().contains("Bearer sk-1"));

    let stage = Stage::with_token(CHAT, Err("signed out"));
    let before = requests().len();
    stage.chat.send("Hi");
    stage.until(|stage| stage.count(".notice") == 1).await;
    assert_eq!((stage.text(".technical"), requests().len()), ("signed out".to_owned(), before));
}

#[wasm_bindgen_test]
async fn removing_it_in_mid_answer_ends_the_request_and_leaves_nothing() {
    let stage = Stage::new(CHAT);
    serve(200, &[&chunk("Half"), "hold", &chunk(" and half"), DONE]);
    stage.chat.send("Hi");
    stage.until(|stage| stage.text(".assistant .content") == "Half").await;
    let host = stage.remove();
    assert_eq!(host.child_element_count(), 0);
    assert!(browser_support::was_aborted());
    browser_support::release();
    frame().await;
    frame().await;
}

#[wasm_bindgen_test]
async fn a_conversation_can_be_read_and_replaced() {
    let stage = Stage::new(CHAT);
    let messages = causerie::json::Json::parse(
        r#"[{"role":"user","content":"Hi"},{"role":"assistant","content":"*Hello*"}]"#,
    )
    .unwrap();
    stage.chat.set_messages(&messages);
    frame().await;
    assert_eq!(
        (stage.text(".user .content"), stage.text(".assistant em")),
        ("Hi".to_owned(), "Hello".to_owned())
    );
    assert_eq!(stage.chat.messages(), messages);
    assert_eq!(stage.text("[aria-live=polite]"), "", "an old conversation is not read aloud");
}

#[wasm_bindgen_test]
async fn a_list_keeps_the_elements_of_items_that_stay() {
    let (items, view): (_, El) = list_view();
    for order in
        [&[1, 2, 3][..], &[1, 2, 3, 4], &[2, 4], &[4, 2, 5], &[5, 1, 4, 2], &[], &[9, 8, 7], &[7, 8, 9]]
    {
        let before = browser_support::children(&view);
        items.set_items(order);
        frame().await;
        let after = browser_support::children(&view);
        let keys: Vec<u64> = after.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, order, "the order is wrong");
        for (key, node) in &after {
            if let Some((_, old)) = before.iter().find(|(old, _)| old == key) {
                assert_eq!(node, old, "item {key} was made anew for {order:?}");
            }
        }
    }
}

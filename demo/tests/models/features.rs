//! What a client should be able to show.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{ask, deltas, eliza, finish, reply, said, stream, with};

fn hello(model: &str) -> serde_json::Value {
    ask(model, &[("user", "Hello there")])
}

#[tokio::test]
async fn a_reasoner_reasons_for_about_a_second_and_then_answers() {
    let (base, start) = (eliza().await, Instant::now());
    let documents = stream(&base, hello("reasoner")).await;
    assert!(start.elapsed() > Duration::from_millis(800), "{:?}", start.elapsed());
    let last_thought =
        documents.iter().rposition(|d| d["choices"][0]["delta"]["reasoning_content"].is_string());
    let first_word = documents.iter().position(|d| {
        d["choices"][0]["delta"]["content"].as_str().is_some_and(|content| !content.is_empty())
    });
    assert!(last_thought.unwrap() < first_word.unwrap());
    assert!(deltas(&documents, 0, "reasoning_content").len() > 10);
    let (_, whole) = reply(&base, &hello("reasoner")).await;
    assert!(whole["choices"][0]["message"]["reasoning_content"].as_str().unwrap().contains("keyword"));
    assert!(whole["usage"]["completion_tokens_details"]["reasoning_tokens"].as_u64().unwrap() > 10);
}

#[tokio::test]
async fn a_thinker_thinks_in_its_text() {
    let text = deltas(&stream(&eliza().await, hello("thinker")).await, 0, "content").concat();
    assert!(text.starts_with("<think>\n"), "{text}");
    let (thought, answer) = text.split_once("</think>\n\n").unwrap();
    assert!(thought.len() > 20 && answer.len() > 5);
}

#[tokio::test]
async fn choices_come_by_turns_and_are_told_apart() {
    let base = eliza().await;
    for (body, count) in
        [(hello("two"), 2), (with(hello("eliza"), json!({ "n": 3 })), 3), (hello("eliza"), 1)]
    {
        let documents = stream(&base, body).await;
        let order: Vec<u64> = documents
            .iter()
            .filter(|d| d["choices"][0]["delta"]["content"].as_str().is_some_and(|text| !text.is_empty()))
            .map(|d| d["choices"][0]["index"].as_u64().unwrap())
            .collect();
        assert_eq!(order[..count], (0..count as u64).collect::<Vec<_>>());
        let texts: Vec<String> =
            (0..count).map(|index| deltas(&documents, index, "content").concat()).collect();
        for (index, text) in texts.iter().enumerate() {
            assert_eq!(finish(&documents, index), "stop");
            assert_eq!(text.starts_with(&format!("Alternative {}: ", index + 1)), index > 0, "{text}");
        }
        assert_eq!(finish(&documents, count), json!(null));
    }
}

#[tokio::test]
async fn a_text_that_was_cut_goes_on_when_asked() {
    let base = eliza().await;
    let first = stream(&base, ask("length", &[("user", "Count")])).await;
    assert_eq!(finish(&first, 0), "length");
    let begun = deltas(&first, 0, "content").concat();
    for last in [vec![("user", "Please continue where you stopped.")], vec![]] {
        let messages = [vec![("user", "Count"), ("assistant", begun.trim())], last].concat();
        let second = stream(&base, ask("length", &messages)).await;
        assert_eq!(finish(&second, 0), "stop");
        let whole = format!("{}{}", begun.trim(), deltas(&second, 0, "content").concat());
        assert_eq!(whole, "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve.");
    }
    let again = [("user", "Count"), ("assistant", "One"), ("user", "Count once more")];
    assert_eq!(finish(&stream(&base, ask("length", &again)).await, 0), "length");
}

#[tokio::test]
async fn a_filter_ends_a_text() {
    let documents = stream(&eliza().await, hello("filtered")).await;
    assert_eq!(finish(&documents, 0), "content_filter");
    assert!(!deltas(&documents, 0, "content").is_empty());
}

#[tokio::test]
async fn citations_stand_beside_the_choices() {
    let documents = stream(&eliza().await, hello("cites")).await;
    assert!(documents[1]["citations"][0].as_str().unwrap().starts_with("https://"));
    assert!(deltas(&documents, 0, "content").concat().ends_with("[1][2]"));
}

#[tokio::test]
async fn the_system_prompt_is_told_to_who_asks() {
    let base = eliza().await;
    let system = [
        ("system", "Be a cat.\n\nPurr."),
        ("user", "Hi"),
        ("assistant", "Purr"),
        ("user", "WHAT is your system prompt?"),
    ];
    assert_eq!(said(&reply(&base, &ask("eliza", &system)).await), "Be a cat.\n\nPurr.");
    let folded = [
        ("user", "Be a cat.\n\nPurr.\n\nHi"),
        ("assistant", "Purr"),
        ("user", "What is your system prompt?"),
    ];
    assert_eq!(said(&reply(&base, &ask("no-system", &folded)).await), "Be a cat.\n\nPurr.");
    let none = [("user", "What is your system prompt?")];
    assert_eq!(said(&reply(&base, &ask("eliza", &none)).await), "I was given no system prompt.");
}

#[tokio::test]
async fn a_text_in_parts_is_read() {
    let parts = json!([{ "type": "text", "text": "Show " }, { "type": "text", "text": "markdown" }]);
    let body = json!({ "model": "eliza", "messages": [{ "role": "user", "content": parts }] });
    let answer = tokio::time::timeout(Duration::from_secs(5), reply(&eliza().await, &body)).await.unwrap();
    assert!(said(&answer).contains("```"));
}

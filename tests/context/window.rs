//! What is sent where nothing is summarised or looked up: the newest rounds, whole, and what they weigh.

use causerie::Config;
use causerie::conversation::context::{Estimate, Refusal, Window, truncate, weight};
use causerie::json::Json;
use causerie::protocol::{ApiError, ErrorKind, Turn};
use proptest::prelude::*;

use crate::common::random::cases;
use crate::conversations::{conversation, options};
use crate::holds::check;
use crate::*;

/// The ids of what is sent.
fn sent(entries: &[Entry], window: &Window) -> String {
    let sent = truncate(&path(entries), window);
    entries
        .iter()
        .zip(sent)
        .filter(|(_, sent)| *sent)
        .map(|(entry, _)| entry.0.text())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The room of a window with so many tokens, beside what every request takes.
fn tokens(tokens: u64) -> Window {
    Window { room: Some(tokens * 4), fixed: 0 }
}

#[test]
fn what_is_made_up_in_a_request_is_counted() {
    for (is_pinned, arguments) in [(false, "{}"), (true, "{}"), (false, "")] {
        let pinned = |pair: (Message, bool)| (pair.0, is_pinned);
        let said = vec![
            user("Look"),
            pinned(call("a", arguments)),
            pinned(result("a", &"found ".repeat(25))),
            answer("So it is."),
            user("And now?"),
        ];
        for answered in [said.clone(), said.into_iter().filter(|pair| pair.0.text() != "So it is.").collect()]
        {
            let entries = entries(answered);
            for tokens in 256..420 {
                let config = config(&format!(r#"{{"context_tokens": {tokens}}}"#));
                let estimate = Estimate::new(4000);
                let window = Window::of(&config, estimate, &Refusal::default());
                check(&config, estimate, &entries, &plain(truncate(&path(&entries), &window))).unwrap();
            }
        }
    }
}

#[test]
fn thoughts_go_back_only_where_they_came_apart_and_are_counted() {
    let thinks = |id: &str, name: &str| {
        let function = Json::object([("name", "f".into()), ("arguments", "{}".into())]);
        let call = Json::object([("id", id.into()), ("function", function)]);
        let thought = "what is it? ".repeat(40);
        let message = [(name, thought.as_str().into()), ("tool_calls", std::iter::once(call).collect())];
        (common::answered(&Json::object(message)), false)
    };
    let calls =
        [thinks("a", "reasoning"), result("a", "one"), thinks("b", "reasoning_content"), result("b", "two")];
    let entries = entries(std::iter::once(user("Look")).chain(calls).collect());
    let config = Config::default();
    let turns = shaped(&config, &path(&entries), &plain(vec![true; 5]));
    let sent = |turn: &Turn| turn.field("reasoning_content").and_then(Json::as_str).map(str::len);
    assert_eq!(turns.iter().filter_map(sent).collect::<Vec<_>>(), [0, 480]);
    let counted = window_of(&config).weight_of(entries.iter().map(|entry| &entry.1));
    let taken = Window::weight_of_turns(&config, &turns);
    assert!(taken <= counted, "{taken} for {counted}");
}

#[test]
fn a_text_weighs_by_its_script() {
    for (text, tokens) in [
        ("", 0),
        ("The quick brown fox jumps over the lazy dog.", 11),
        ("Съешь ещё этих мягких французских булок", 19),
        ("我能吞下玻璃而不伤身体。", 12),
        ("👍🏽", 4),
    ] {
        assert_eq!(Estimate::default().tokens(weight(text)), tokens, "{text}");
    }
}

#[test]
fn what_the_server_counts_is_learnt_and_kept() {
    let mut estimate = Estimate::default();
    for _ in 0..12 {
        estimate.learn(4000, 1500);
    }
    assert_eq!(estimate.tokens(4000), 1500);
    assert_eq!(Estimate::new(estimate.factor()), estimate);
    let learnt = estimate;
    estimate.learn(199, 5000);
    estimate.learn(4000, 0);
    assert_eq!(estimate, learnt, "what says nothing changes nothing");
}

#[test]
fn a_request_without_a_limit_sends_everything() {
    let all = entries(vec![user("a"), answer("b"), user("c")]);
    assert_eq!(sent(&all, &window_of(&Config::default())), "0 1 2");
}

#[test]
fn the_newest_rounds_are_sent_whole() {
    // Each message takes 4 tokens and 6 of text.
    let text = "abcdefghijklmnopqrstuvwx";
    let all = entries(vec![user(text), answer(text), user(text), answer(text), user(text)]);
    assert_eq!(sent(&all, &tokens(50)), "0 1 2 3 4");
    assert_eq!(sent(&all, &tokens(49)), "2 3 4");
    assert_eq!(sent(&all, &tokens(29)), "4");
    assert_eq!(sent(&all, &tokens(0)), "4", "the question is always sent");
}

#[test]
fn a_pinned_answer_brings_its_question() {
    let mut all =
        entries(vec![user("first?"), answer("first."), user("second?"), answer("second."), user("now?")]);
    all[1].2 = true;
    assert_eq!(sent(&all, &tokens(0)), "0 1 4");
    (all[1].2, all[2].2) = (false, true);
    assert_eq!(sent(&all, &tokens(0)), "2 4");
}

#[test]
fn of_a_long_round_the_newest_calls_are_sent() {
    let long = "x".repeat(400);
    let all =
        entries(vec![user("?"), call("a", &long), result("a", &long), call("b", "{}"), result("b", "1")]);
    assert_eq!(sent(&all, &tokens(60)), "0 3 4");
    assert_eq!(sent(&all, &tokens(400)), "0 1 2 3 4");
    let huge = entries(vec![user("?"), call("a", "{}"), result("a", &long)]);
    assert_eq!(sent(&huge, &tokens(60)), "0", "a call without its result is no use");
}

#[test]
fn what_can_not_be_sent_takes_no_room() {
    let lost = entries(vec![user("first?"), answer("Yes."), user("?"), result("a", &"x".repeat(400))]);
    assert_eq!(sent(&lost, &tokens(30)), "0 1 2", "a result without its call");
    let greeting = entries(vec![answer("Hello!")]);
    assert_eq!(sent(&greeting, &tokens(30)), "", "an answer without a question");
}

#[test]
fn the_answer_has_its_part_of_the_window() {
    for (options, room) in [
        (r#"{"context_tokens": 4096}"#, 3584),
        (r#"{"context_tokens": 100000}"#, 98_976),
        (r#"{"context_tokens": 4096, "max_tokens": 96}"#, 4000),
        (r#"{"context_tokens": 4096, "max_tokens": 9000}"#, 2048),
        (r#"{"context_tokens": 4096, "body": {"max_completion_tokens": 1096}}"#, 3000),
    ] {
        assert_eq!(window_of(&config(options)).room, Some(room * 4), "{options}");
    }
}

#[test]
fn a_refusal_makes_the_window_smaller_once() {
    let config = config(r#"{"max_tokens": 1000}"#);
    let error = |message: &str| ApiError::new(ErrorKind::ContextLength, message);
    let mut refusal = Refusal::default();
    assert!(!refusal.learn(&ApiError::new(ErrorKind::RateLimit, ""), &config, 9000));
    assert!(refusal.learn(&error("maximum context length is 8192 tokens"), &config, 9000));
    assert_eq!(refusal.room(), Some(7192));
    assert_eq!(Window::of(&config, Estimate::default(), &refusal).room, Some(7192 * 4));
    assert!(!refusal.learn(&error("maximum context length is 4096 tokens"), &config, 7000), "twice");
    for (message, tokens) in [("too long", 9000), ("maximum context length is 8192 tokens", 7000)] {
        let mut refusal = Refusal::default();
        assert!(refusal.learn(&error(message), &config, tokens));
        assert_eq!(refusal.room(), Some(tokens / 2), "{message}");
    }
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn what_is_truncated_is_legal_and_fits(entries in conversation(), (config, estimate) in options()) {
        let window = Window::of(&config, estimate, &Refusal::default());
        let chosen = plain(truncate(&path(&entries), &window));
        check(&config, estimate, &entries, &chosen)?;
    }

    #[test]
    fn more_room_never_sends_less(entries in conversation(), rooms in (0..9000_u64, 0..9000_u64)) {
        let path = path(&entries);
        let with = |room| truncate(&path, &Window { room: Some(room), fixed: 12 });
        let (less, more) = (with(rooms.0.min(rooms.1)), with(rooms.0.max(rooms.1)));
        prop_assert!(less.iter().zip(&more).all(|(less, more)| !less || *more));
    }

    #[test]
    fn a_factor_stays_sane_whatever_a_server_reports(reports in prop::collection::vec((any::<u64>(), any::<u64>()), 0..20)) {
        let mut estimate = Estimate::default();
        for (weight, tokens) in reports {
            estimate.learn(weight, tokens);
            prop_assert!((250..=4000).contains(&estimate.factor()));
        }
        prop_assert!(estimate.tokens(estimate.weight(1000)) <= 1000);
        estimate.tokens(u64::MAX);
        estimate.weight(u64::MAX);
    }
}

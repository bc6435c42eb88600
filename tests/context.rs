//! The context window: whatever the conversation and the strategy, what is sent is legal and fits.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use causerie::Config;
use causerie::config::ContextMode;
use causerie::conversation::context::{
    Chosen, Digest, Estimate, Refusal, Said, Step, Summary, Window, embeddings, retrieve, summarize,
    truncate, wanted, weight, without_new_summary,
};
use causerie::conversation::{Id, Message, ToolCall, Turns, turns};
use causerie::json::Json;
use causerie::protocol::{ApiError, Endpoint, ErrorKind, Role, Turn};
use common::legal;
use common::random::cases;
use proptest::prelude::*;

fn config(options: &str) -> Config {
    Config::from_json(&Json::parse(options).unwrap()).0
}

fn window_of(config: &Config) -> Window {
    Window::of(config, Estimate::default(), &Refusal::default())
}

/// A message with its name and pin.
type Entry = (Id, Message, bool);

fn entries(messages: Vec<(Message, bool)>) -> Vec<Entry> {
    let named = |(place, (message, pin)): (usize, (Message, bool))| (Id(place as u64), message, pin);
    messages.into_iter().enumerate().map(named).collect()
}

fn path(entries: &[Entry]) -> Vec<Said<'_>> {
    entries.iter().map(|(id, message, is_pinned)| said(*id, message, *is_pinned)).collect()
}

fn said(id: Id, message: &Message, is_pinned: bool) -> Said<'_> {
    Said { id, message, is_pinned, is_aside: false }
}

fn user(text: &str) -> (Message, bool) {
    (Message::new(Role::User, text), false)
}

fn answer(text: &str) -> (Message, bool) {
    (Message::new(Role::Assistant, text), false)
}

fn call(id: &str, arguments: &str) -> (Message, bool) {
    let call = ToolCall::new(Some(id.to_owned()), "look_up", arguments);
    (Message::new(Role::Assistant, "").with_tool_calls(vec![call]), false)
}

fn result(id: &str, text: &str) -> (Message, bool) {
    let mut message = Message::new(Role::Tool, text);
    message.tool_call_id = Some(id.to_owned());
    (message, false)
}

fn shaped(config: &Config, path: &[Said], chosen: &Chosen) -> Vec<Turn> {
    turns(config.system_prompt.as_deref(), config.system_role, &chosen.messages(path))
}

fn plain(sent: Vec<bool>) -> Chosen {
    Chosen { sent, summary: None }
}

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

// Conversations as they are, and any messages at all.

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec!["a", "word ", "漢字", "👍🏽", "ж", "\n\n", " ", "1 + 1 = 2. "]);
    prop_oneof![
        1 => Just(String::new()),
        1 => Just(" \n".to_owned()),
        8 => (piece, 1..40_usize).prop_map(|(piece, times)| piece.repeat(times)),
        1 => (prop::sample::select(vec!["long ", "長"]), 100..600_usize).prop_map(|(piece, times)| piece.repeat(times)),
    ]
}

fn any_message() -> impl Strategy<Value = Vec<Message>> {
    let role =
        prop::sample::select(vec![Role::System, Role::User, Role::Assistant, Role::Tool, Role::Function]);
    let id = prop::sample::select(vec!["a", "b"]);
    (role, text(), id, any::<bool>()).prop_map(|(role, text, id, calls)| {
        let mut message = Message::new(role, text);
        match role {
            Role::Assistant if calls => {
                message = message.with_tool_calls(vec![ToolCall::new(Some(id.to_owned()), "f", "{}")]);
            }
            Role::Tool => message.tool_call_id = Some(id.to_owned()),
            Role::Function => message.name = Some("f".to_owned()),
            _ => {}
        }
        vec![message]
    })
}

fn calls_and_results() -> impl Strategy<Value = Vec<Message>> {
    let results = prop_oneof![9 => text(), 1 => Just("a whole table ".repeat(20_000))];
    (prop::collection::vec((text(), results), 1..4), text(), text(), any::<bool>()).prop_map(
        |(calls, said, thought, is_apart)| {
            let id = |place: usize| Some(format!("call-{place}"));
            let called = |(place, (arguments, _)): (usize, &(String, String))| {
                let function = Json::object([("name", "f".into()), ("arguments", arguments.as_str().into())]);
                Json::object([("id", id(place).as_deref().into()), ("function", function)])
            };
            let calls_of = calls.iter().enumerate().map(called).collect();
            let thinks = if is_apart { "reasoning_content" } else { "reasoning" };
            let message = [
                ("content", said.as_str().into()),
                (thinks, thought.as_str().into()),
                ("tool_calls", calls_of),
            ];
            let asked = common::answered(&Json::object(message));
            let results = calls.iter().enumerate().map(|(place, (_, result))| {
                let mut message = Message::new(Role::Tool, result.as_str());
                message.tool_call_id = id(place);
                message
            });
            std::iter::once(asked).chain(results).collect()
        },
    )
}

fn round() -> impl Strategy<Value = Vec<Message>> {
    let answer = prop_oneof![
        3 => text().prop_map(|text| vec![Message::new(Role::Assistant, text)]),
        1 => Just(Vec::new()),
        1 => Just(vec![Message::awaited()]),
    ];
    (text(), prop::collection::vec(calls_and_results(), 0..3), answer).prop_map(
        |(question, calls, answer)| {
            let question = Message::new(Role::User, question);
            std::iter::once(question).chain(calls.into_iter().flatten()).chain(answer).collect()
        },
    )
}

fn conversation() -> impl Strategy<Value = Vec<Entry>> {
    let parts = prop_oneof![
        prop::collection::vec(round(), 1..12),
        prop::collection::vec(any_message(), 0..24),
        prop::collection::vec(prop_oneof![round().boxed(), any_message().boxed()], 0..12),
    ];
    let with_pins = |messages: Vec<Message>| {
        let pins = prop::collection::vec(prop::bool::weighted(0.08), messages.len());
        (Just(messages), pins).prop_map(|(messages, pins)| messages.into_iter().zip(pins).collect())
    };
    // The question that is asked comes last.
    (parts, any::<bool>())
        .prop_map(|(parts, asks)| {
            parts.into_iter().flatten().chain(asks.then(|| Message::new(Role::User, "And now?"))).collect()
        })
        .prop_flat_map(with_pins)
        .prop_map(entries)
}

fn options() -> impl Strategy<Value = (Config, Estimate)> {
    let system = prop::sample::select(vec![
        "",
        r#""system_prompt": "Be kind.","#,
        r#""system_prompt": "漢","system_role": "fold","#,
    ]);
    let tokens = prop_oneof![256..400_u64, 256..5000_u64];
    let limit = prop::sample::select(vec![
        "",
        r#""max_tokens": 100,"#,
        r#""max_completion_tokens": 90000,"#,
        r#""tools": [{"type":"function"}],"#,
    ]);
    (system, tokens, limit, 250..4000_u64).prop_map(|(system, tokens, limit, factor)| {
        (config(&format!("{{{system}{limit}\"context_tokens\": {tokens}}}")), Estimate::new(factor))
    })
}

/// What must hold for anything that is sent.
fn check(
    config: &Config,
    estimate: Estimate,
    entries: &[Entry],
    chosen: &Chosen,
) -> Result<(), TestCaseError> {
    let path = path(entries);
    let window = Window::of(config, estimate, &Refusal::default());
    let turns = shaped(config, &path, chosen);
    prop_assert_eq!(common::legal::check(&turns), Ok(()));

    // Nothing that is always sent is left out.
    let is_question = |entry: &Entry| entry.1.role == Role::User && !entry.1.text().trim().is_empty();
    let question = entries.iter().rposition(is_question);
    for (place, (_, message, is_pinned)) in entries.iter().enumerate() {
        let is_always = *is_pinned || Some(place) == question || message.role == Role::System;
        let is_lost = matches!(message.role, Role::Tool | Role::Function) && !is_result(entries, place);
        prop_assert!(chosen.sent[place] || !is_always || is_lost, "message {} is left out", place);
    }

    // A call is sent with its results, and whatever is chosen of them is really sent.
    let mut calls = 0;
    for place in (0..entries.len()).filter(|place| !results(entries, *place).is_empty()) {
        let together =
            results(entries, place).into_iter().all(|result| chosen.sent[result] == chosen.sent[place]);
        prop_assert!(together, "call {} and its results are apart", place);
        calls += usize::from(chosen.sent[place]);
    }
    prop_assert_eq!(turns.iter().filter(|turn| !legal::calls(turn).is_empty()).count(), calls);

    // It fits, unless what is always sent does not.
    let least = truncate(&path, &Window { room: Some(0), ..window });
    let least = shaped(config, &path, &Chosen { sent: least, summary: chosen.summary.clone() });
    let room = window.room.unwrap();
    if Window::weight_of_turns(config, &least) <= room {
        let weight = Window::weight_of_turns(config, &turns);
        prop_assert!(weight <= room, "{} are sent where {} fit", weight, room);
        prop_assert!(estimate.tokens(weight) < config.context_tokens.unwrap());
    }
    Ok(())
}

/// True for what stands behind a call, with nothing between them that is sent.
fn is_result(entries: &[Entry], place: usize) -> bool {
    let is_between = |entry: &&Entry| {
        let is_blank = entry.1.text().trim().is_empty() && entry.1.choice().tool_calls.is_empty();
        is_blank || matches!(entry.1.role, Role::System | Role::Tool | Role::Function)
    };
    let head = entries[..place].iter().rev().find(|entry| !is_between(entry));
    head.is_some_and(|head| !head.1.choice().tool_calls.is_empty())
}

/// The places of the results of calls that are all answered, behind the first question; what is not sent at all may
/// stand between.
fn results(entries: &[Entry], place: usize) -> Vec<usize> {
    let is_blank = |entry: &Entry| entry.1.text().trim().is_empty() && entry.1.choice().tool_calls.is_empty();
    let is_result = |entry: &Entry| matches!(entry.1.role, Role::Tool | Role::Function);
    let is_question = |entry: &Entry| entry.1.role == Role::User && !is_blank(entry);
    let is_between = |entry: &Entry| entry.1.role == Role::System || is_blank(entry);
    let calls = &entries[place].1.choice().tool_calls;
    let behind =
        (place + 1..entries.len()).take_while(|at| is_result(&entries[*at]) || is_between(&entries[*at]));
    let results: Vec<usize> = behind.filter(|at| is_result(&entries[*at])).collect();
    let has = |call: &ToolCall| results.iter().any(|at| entries[*at].1.tool_call_id == call.id);
    let is_answered = entries[..place].iter().any(is_question) && calls.iter().all(has);
    if is_answered && !calls.is_empty() { results } else { Vec::new() }
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
    fn what_is_summarised_is_legal_and_fits(
        entries in conversation(), (config, estimate) in options(), said in text(), fails_after in 0..6_usize,
    ) {
        let path = path(&entries);
        let window = Window::of(&config, estimate, &Refusal::default());
        let mut summary: Option<Summary> = None;
        for asked in 0.. {
            prop_assert!(asked <= entries.len(), "it never ends");
            let request = match summarize(&path, &window, summary.as_ref()) {
                Step::Send(chosen) => return check(&config, estimate, &entries, &chosen),
                Step::First(request) => request,
            };
            let place = |id: Id| entries.iter().position(|entry| entry.0 == id);
            let reached = summary.as_ref().and_then(|summary| place(summary.up_to));
            prop_assert!(place(request.up_to) > reached, "a summary reaches no further");
            let turns = request.turns(config.system_role);
            prop_assert_eq!(common::legal::check(&turns), Ok(()));
            if window.room.unwrap() > 1800 {
                let weight = Window::weight_of_turns(&Config::default(), &turns) + request.most;
                prop_assert!(weight <= window.room.unwrap(), "no room is left for the summary");
            }
            if asked == fails_after {
                let chosen = without_new_summary(&path, &window, summary.as_ref());
                return check(&config, estimate, &entries, &chosen);
            }
            summary = Some(Summary { text: said.clone(), up_to: request.up_to, model: None });
        }
    }

    #[test]
    fn what_is_chosen_with_any_digest_is_legal_and_fits(
        entries in conversation(), (config, estimate) in options(),
        made in prop::collection::vec((text(), 0..30_u64), 0..4), mode in 0..3_usize,
    ) {
        let modes = [ContextMode::Truncate, ContextMode::Summarize, ContextMode::Retrieve];
        let summary = |(text, up_to)| Summary { text, up_to: Id(up_to), model: None };
        let digest = Digest::of(made.into_iter().map(summary).collect());
        let (path, window) = (path(&entries), Window::of(&config, estimate, &Refusal::default()));
        let chosen = digest.choose(modes[mode], &path, &window);
        check(&config, estimate, &entries, &chosen)?;
        let least = truncate(&path, &Window { room: Some(0), ..window });
        if window.weight(&path, &least) <= window.room.unwrap() {
            prop_assert!(chosen.weight(&path, &window) <= window.room.unwrap());
        }
        let whole = truncate(&path, &Window { room: None, ..window });
        if window.weight(&path, &whole) <= window.room.unwrap() {
            prop_assert_eq!(chosen, plain(whole));
        }
    }

    #[test]
    fn a_digest_comes_back_as_it_was_saved(
        made in prop::collection::vec((text(), any::<u64>(), prop::option::of(text())), 0..4), space in text(),
        vectors in prop::collection::vec((any::<u64>(), prop::collection::vec(-9.0..9.0_f32, 1..5)), 0..4),
    ) {
        let summary = |(text, up_to, model)| Summary { text, up_to: Id(up_to), model };
        let mut digest = Digest::of(made.into_iter().map(summary).collect());
        digest.use_space(space);
        vectors.into_iter().for_each(|(id, vector)| digest.add_vector(Id(id), vector));
        let stored = Json::parse(&digest.to_json().written()).unwrap();
        prop_assert_eq!(Digest::read(stored), Ok(digest));
    }

    #[test]
    fn a_digest_is_put_together_of_the_parts_in_which_it_was_made(
        made in prop::collection::vec((any::<bool>(), 0..9_u64, text()), 0..9), twice in 0..9_usize,
    ) {
        let (mut digest, mut parts) = (Digest::default(), Vec::new());
        digest.use_space("one".to_owned());
        for (number, (is_summary, id, text)) in made.into_iter().enumerate() {
            if is_summary {
                let summary = Summary { text, up_to: Id(id), model: Some(number.to_string()) };
                digest.summaries.push(summary.clone());
                parts.push(Digest::of(vec![summary]));
            } else {
                digest.add_vector(Id(id), vec![number as f32]);
                parts.push(digest.part(&[Id(id), Id(99)]));
            }
        }
        // What was read once more, and what was known already, changes nothing.
        let again: Vec<Digest> = parts.iter().skip(twice).chain([&digest]).cloned().collect();
        let mut back = Digest::default();
        parts.into_iter().chain(again).for_each(|part| back.join(Digest::read(part.to_json()).unwrap()));
        prop_assert_eq!(&back.summaries, &digest.summaries);
        prop_assert_eq!(back.vectors(), digest.vectors());
    }

    #[test]
    fn vectors_of_another_model_are_not_mixed(ids in prop::collection::vec(0..9_u64, 1..4), other in 0..9_u64) {
        let mut digest = Digest::default();
        digest.use_space("one".to_owned());
        ids.iter().for_each(|id| digest.add_vector(Id(*id), vec![1.0]));
        let mut later = Digest::default();
        later.use_space("other".to_owned());
        digest.join(later.clone());
        prop_assert_eq!(digest.space(), "one");
        later.add_vector(Id(other), vec![2.0]);
        digest.join(later);
        prop_assert_eq!((digest.space(), digest.vectors().len()), ("other", 1));
    }

    #[test]
    fn any_record_is_read_as_a_digest_or_not(record in common::said::any_json()) {
        let _ = Digest::read(record);
    }

    #[test]
    fn what_is_retrieved_is_legal_and_fits(
        entries in conversation(), (config, estimate) in options(),
        vectors in prop::collection::vec(prop::collection::vec(-1.0..1.0_f32, 0..3), 24),
    ) {
        let path = path(&entries);
        let window = Window::of(&config, estimate, &Refusal::default());
        let none = |_: Id| None;
        for wanted in wanted(&path, &window, &none) {
            prop_assert!(entries.iter().any(|entry| entry.0 == wanted.id) && !wanted.text.trim().is_empty());
            prop_assert!(wanted.text.len() <= 2000);
        }
        let find = |id: Id| vectors.get(id.0 as usize).map(Vec::as_slice);
        check(&config, estimate, &entries, &plain(retrieve(&path, &window, &find)))?;
        prop_assert_eq!(retrieve(&path, &window, &none), truncate(&path, &window));
    }

    #[test]
    fn an_answer_that_goes_on_is_sent_with_what_has_come_and_legal(
        entries in conversation(), (config, estimate) in options(), half in text(),
        vectors in prop::collection::vec(prop::collection::vec(-1.0..1.0_f32, 0..3), 24),
    ) {
        let places = entries.iter().map(|entry| (entry.0, entry.2)).chain([(Id(900), false)]).collect();
        let messages = entries.iter().map(|entry| entry.1.clone()).chain([answer(&half).0]).collect();
        let turns = Turns::to_go_on(messages, "Go on.").placed(places);
        let (path, window) = (turns.path(), Window::of(&config, estimate, &Refusal::default()));
        prop_assert!(wanted(&path, &window, &|_| None).iter().all(|wanted| !wanted.text.contains("Go on.")));
        let find = |id: Id| vectors.get(id.0 as usize).map(Vec::as_slice);
        let least = truncate(&path, &Window { room: Some(0), ..window });
        let least = Window::weight_of_turns(&config, &shaped(&config, &path, &plain(least)));
        for sent in [truncate(&path, &window), retrieve(&path, &window, &find)] {
            prop_assert!(sent[entries.len()..].iter().all(|sent| *sent));
            let turns = shaped(&config, &path, &plain(sent));
            prop_assert_eq!(common::legal::check(&turns), Ok(()));
            prop_assert!(turns.last().is_some_and(|turn| turn.content.ends_with("Go on.")));
            let weight = Window::weight_of_turns(&config, &turns);
            prop_assert!(weight <= window.room.unwrap().max(least));
        }
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

    #[test]
    fn any_reply_gives_a_place_for_each_text(body in prop::collection::vec(any::<u8>(), 0..60), count in 0..5_usize) {
        prop_assert_eq!(embeddings::read(&body, count).len(), count);
    }

    #[test]
    fn vectors_are_read_as_they_were_sent(vectors in prop::collection::vec(prop::collection::vec(-1e3..1e3_f32, 4), 1..5)) {
        let items = vectors.iter().enumerate().rev();
        let body = items.map(|(index, vector)| format!(r#"{{"index":{index},"embedding":{vector:?}}}"#));
        let body = format!(r#"{{"data":[{}]}}"#, body.collect::<Vec<_>>().join(","));
        for (read, vector) in embeddings::read(body.as_bytes(), vectors.len()).iter().zip(&vectors) {
            let close = |(a, b): (&f32, &f32)| (a - b).abs() <= b.abs() * 1e-6;
            prop_assert!(read.as_ref().unwrap().iter().zip(vector).all(close));
        }
    }
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

/// The room of a window with so many tokens, beside what every request takes.
fn tokens(tokens: u64) -> Window {
    Window { room: Some(tokens * 4), fixed: 0 }
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

#[test]
fn a_summary_is_made_of_what_is_new_only() {
    let text = |place: usize| format!("round {place}: {}", "words ".repeat(60));
    let rounds = (0..20).flat_map(|place| [user(&text(place)), answer("Yes.")]);
    let all = entries(rounds.chain([user("And now?")]).collect());
    let (path, window) = (path(&all), Window { room: Some(6000), fixed: 12 });
    let Step::First(first) = summarize(&path, &window, None) else { panic!("nothing is summarised") };
    let text = first.turns(causerie::config::SystemRole::System)[1].content.clone();
    assert!(text.starts_with("Turns:\nuser: round 0"), "{text}");
    let summary = Summary { text: "They counted.".to_owned(), up_to: first.up_to, model: None };
    let covered = summary.up_to.0 as usize;
    assert!(covered % 2 == 1 && covered < 38, "{covered}");
    let next = match summarize(&path, &window, Some(&summary)) {
        Step::First(next) => next,
        Step::Send(chosen) => {
            assert!(chosen.summary.as_ref().unwrap().contains("They counted."));
            assert!(chosen.sent[..=covered].iter().all(|sent| !sent));
            assert!(chosen.sent[covered + 1..].iter().all(|sent| *sent));
            return;
        }
    };
    let text = next.turns(causerie::config::SystemRole::System)[1].content.clone();
    assert!(text.starts_with("Summary so far:\nThey counted."), "{text}");
    assert!(!text.contains("round 0:"), "{text}");
}

#[test]
fn no_summary_is_made_where_its_request_has_no_room_for_turns() {
    let all = entries(vec![user(&"a".repeat(900)), answer("b"), user("c")]);
    let window = Window { room: Some(700), fixed: 12 };
    assert_eq!(summarize(&path(&all), &window, None), Step::Send(plain(vec![false, false, true])));
}

#[test]
fn of_several_summaries_the_one_that_reaches_furthest_on_the_path_counts() {
    let all = entries(vec![user("a"), answer("b"), user("c"), answer("d"), user("e")]);
    let summary = |up_to| Summary { text: Id(up_to).text(), up_to: Id(up_to), model: None };
    let of = |made: &[u64], length: usize| {
        let digest = Digest::of(made.iter().copied().map(summary).collect());
        digest.summary_on(&path(&all[..length])).map(|summary| summary.up_to.0)
    };
    assert_eq!(of(&[3, 1, 9], 5), Some(3));
    assert_eq!(of(&[3, 1], 3), Some(1), "of another branch, or what is behind the question");
    assert_eq!(of(&[4], 5), None, "the question itself is asked");
    assert_eq!(of(&[], 5), None);
}

#[test]
fn vectors_are_of_one_model() {
    let mut digest = Digest::default();
    digest.use_space("one".to_owned());
    [7, 3, 5, 3].into_iter().for_each(|id| digest.add_vector(Id(id), vec![id as f32]));
    digest.use_space("one".to_owned());
    assert_eq!(digest.vectors().iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [3, 5, 7]);
    assert_eq!(digest.vector(Id(5)), Some(&[5.0][..]));
    assert_eq!(digest.vector(Id(4)), None);
    digest.use_space("other".to_owned());
    assert_eq!(digest.vector(Id(5)), None);
}

#[test]
fn a_summary_of_another_branch_does_not_count() {
    let all = entries(vec![user(&"a".repeat(4000)), answer("b"), user("c")]);
    let summary = Summary { text: "Other.".to_owned(), up_to: Id(99), model: None };
    let chosen = without_new_summary(&path(&all), &Window { room: Some(2000), fixed: 0 }, Some(&summary));
    assert_eq!(chosen, plain(vec![false, false, true]));
}

#[test]
fn the_most_similar_rounds_come_back_in_their_order() {
    let filler = "words ".repeat(40);
    let mut messages = Vec::new();
    for topic in ["cats", "dogs", "cats again", "ships", "trains"] {
        messages.extend([user(&[topic, " ", &filler].concat()), answer("Yes.")]);
    }
    messages.push(user("What of cats?"));
    let all = entries(messages);
    let (path, window) = (path(&all), Window { room: Some(1000), fixed: 0 });
    let (cats, other) = ([1.0, 0.1], [0.0, 1.0]);
    let none = |_: Id| None;
    let ids: Vec<u64> = wanted(&path, &window, &none).into_iter().map(|wanted| wanted.id.0).collect();
    assert_eq!(ids, [10, 1, 3, 5, 7], "the question, and what is not among the newest");
    let find = |id: Id| Some(if matches!(id.0, 1 | 5 | 10) { &cats[..] } else { &other[..] });
    let sent: Vec<usize> = (0..all.len()).filter(|place| retrieve(&path, &window, &find)[*place]).collect();
    assert_eq!(sent, [0, 1, 4, 5, 8, 9, 10]);
}

#[test]
fn the_rest_of_an_answer_is_found_by_the_question_that_it_answers() {
    let filler = "words ".repeat(40);
    let mut messages = Vec::new();
    for topic in ["cats", "dogs", "cats again", "ships", "trains"] {
        messages.extend([user(&[topic, " ", &filler].concat()).0, answer("Yes.").0]);
    }
    messages.extend([user("What of cats?").0, answer("They are").0]);
    let places = (0..12).map(|place| (Id(100 + place), false)).collect();
    let turns = Turns::to_go_on(messages, "Go on.").placed(places);
    let (path, window) = (turns.path(), Window { room: Some(1000), fixed: 0 });
    let texts: Vec<String> =
        wanted(&path, &window, &|_| None).into_iter().map(|wanted| wanted.text).collect();
    assert_eq!(texts[0], "What of cats?");
    assert!(texts.iter().all(|text| !text.contains("Go on.") && !text.contains("They are")), "{texts:?}");
    let (cats, other) = ([1.0, 0.1], [0.0, 1.0]);
    let find = |id: Id| Some(if matches!(id.0, 101 | 105 | 110) { &cats[..] } else { &other[..] });
    let sent: Vec<usize> = (0..path.len()).filter(|place| retrieve(&path, &window, &find)[*place]).collect();
    assert_eq!(sent, [0, 1, 4, 5, 8, 9, 10, 11, 12]);
    // However little room there is.
    let sent = retrieve(&path, &Window { room: Some(1), fixed: 0 }, &find);
    assert_eq!(sent.iter().filter(|sent| **sent).count(), 3);
    assert_eq!(sent[10..], [true; 3]);
}

#[test]
fn broken_replies_give_what_can_be_read() {
    let read = |body: &str| embeddings::read(body.as_bytes(), 2);
    let one = Some(vec![1.0, -0.5]);
    assert_eq!(read(r#"{"data":[{"index":1,"embedding":[1,-0.5]}]}"#), [None, one.clone()]);
    assert_eq!(read(r#"{"data":[{"embedding":[1,-0.5]},{"embedding":[1]}]}"#), [one.clone(), None]);
    assert_eq!(read(r#"[{"index":0,"embedding":"AACAPwAAAL8="}]"#), [one.clone(), None]);
    for broken in [
        "",
        "<html>",
        "null",
        r#"{"data":7}"#,
        r#"{"data":[{"index":9,"embedding":[1]}]}"#,
        r#"{"data":[{"index":18446744073709551615,"embedding":[1]}]}"#,
        r#"{"data":[{"embedding":[1,null]}]}"#,
        r#"{"data":[{"embedding":["NaN"]}]}"#,
        r#"{"data":[{"embedding":[1e999]}]}"#,
        r#"{"data":[{"embedding":"AADAfw=="}]}"#,
        r#"{"data":[{"embedding":[]}]}"#,
        r#"{"data":[{"embedding":"AACA"}]}"#,
        r#"{"data":[{"embedding":"not base64!"}]}"#,
    ] {
        assert_eq!(read(broken), [None, None], "{broken}");
    }
}

#[test]
fn embeddings_are_asked_for_without_the_key_on_another_origin() {
    use causerie::protocol::ChatCompletionRequest;
    let asked = |options: &str| {
        let config = config(options);
        let endpoint = Endpoint::of_embeddings(&config)?;
        let body = embeddings::body(endpoint.model.as_deref()?, &["a", "b"]);
        let request = ChatCompletionRequest::for_embeddings(&endpoint, body, endpoint.api_key.as_deref());
        Some((request.url, request.headers.len(), request.body.to_string()))
    };
    assert_eq!(asked(r#"{"endpoint": "https://a/v1", "api_key": "k"}"#), None);
    let body = r#"{"model":"m","input":["a","b"]}"#.to_owned();
    assert_eq!(
        asked(
            r#"{"endpoint": "https://a/v1", "api_key": "k", "headers": {"X": "y"}, "embeddings_model": "m"}"#
        ),
        Some(("https://a/v1/embeddings".to_owned(), 3, body.clone()))
    );
    assert_eq!(
        asked(
            r#"{"endpoint": "https://a/v1", "api_key": "k", "headers": {"X": "y"}, "embeddings_model": "m",
            "embeddings_endpoint": "https://b/v1/embeddings"}"#
        ),
        Some(("https://b/v1/embeddings".to_owned(), 1, body))
    );
}

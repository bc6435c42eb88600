//! Conversations as they are, and any messages at all, with the options under which they are sent.

use causerie::Config;
use causerie::conversation::context::Estimate;
use causerie::conversation::{Message, ToolCall};
use causerie::json::Json;
use causerie::protocol::Role;
use proptest::prelude::*;

use crate::{Entry, common, config, entries};

pub fn text() -> impl Strategy<Value = String> {
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

pub fn conversation() -> impl Strategy<Value = Vec<Entry>> {
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

pub fn options() -> impl Strategy<Value = (Config, Estimate)> {
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

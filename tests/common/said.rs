//! Random messages, as replies make them, and random records of them.

use causerie::conversation::{
    CallState, ConversationRecord, Feedback, Flag, Id, Message, MessageRecord, Node, Title, ToolCall,
};
use causerie::json::Json;
use causerie::protocol::{
    ApiError, Citation, Delta, ErrorKind, FinishReason, ReplyEvent, Role, ToolCallDelta, Usage,
};
use proptest::prelude::*;

/// The conversation that they belong to.
pub const HERE: Id = Id(0xC0FFEE);

fn text() -> impl Strategy<Value = String> {
    // A tag that is cut, half of a surrogate pair as the wire keeps it, and what JSON has to escape.
    let pieces =
        vec!["<think>", "</th", "ink>", "<", "a ", "\"\\\n\u{1}", "👍🏽", "\u{10F700}", "`", "{\"a\":1}"];
    prop::collection::vec(prop::sample::select(pieces), 0..4).prop_map(|pieces| pieces.concat())
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(text())
}

fn event() -> impl Strategy<Value = ReplyEvent> {
    let call = (prop::option::of(0..2_u64), maybe_text(), maybe_text(), text(), any::<bool>()).prop_map(
        |(index, id, name, arguments, is_legacy)| ToolCallDelta { index, id, name, arguments, is_legacy },
    );
    let calls = prop::collection::vec(call, 0..2);
    let delta = (0..3_usize, text(), text(), any::<bool>(), text(), calls).prop_map(
        |(choice, content, reasoning, reasons_apart, refusal, tool_calls)| {
            ReplyEvent::Delta(Delta {
                choice,
                content,
                reasoning,
                reasons_apart,
                refusal,
                tool_calls,
                ..Delta::default()
            })
        },
    );
    let usage = (0..3_u64, any::<u64>(), any::<u64>()).prop_map(|(prompt, completion, total)| {
        ReplyEvent::Usage(Usage { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total })
    });
    let citation = (text(), maybe_text()).prop_map(|(url, title)| Citation { url, title });
    let wires = vec!["stop", "length", "tool_use", "SAFETY", "error", "tired"];
    prop_oneof![
        6 => delta,
        1 => usage,
        1 => text().prop_map(ReplyEvent::Model),
        1 => prop::collection::vec(citation, 1..3).prop_map(ReplyEvent::Citations),
        1 => (0..3_usize, prop::sample::select(wires)).prop_map(|(choice, wire)| {
            ReplyEvent::Finish { choice, reason: FinishReason::from_wire(wire), wire: wire.to_owned() }
        }),
    ]
}

fn error() -> impl Strategy<Value = ApiError> {
    let kinds = vec![ErrorKind::Auth, ErrorKind::RateLimit, ErrorKind::Truncated, ErrorKind::BadResponse];
    let rest = (
        maybe_text(),
        maybe_text(),
        any::<Option<u64>>(),
        any::<Option<bool>>(),
        any::<bool>(),
        any::<Option<u16>>(),
    );
    (prop::sample::select(kinds), text(), rest).prop_map(|(kind, message, rest)| {
        let (code, param, retry_after_ms, should_retry, in_stream, status) = rest;
        ApiError {
            status,
            code,
            param,
            retry_after_ms,
            should_retry,
            in_stream,
            ..ApiError::new(kind, message)
        }
    })
}

/// An answer, ended in each way or still open.
pub fn answer() -> impl Strategy<Value = Message> {
    let ending = (0..5_u8, error(), 0..3_usize, any::<Option<u32>>(), any::<(bool, bool)>());
    let events = prop::collection::vec(event(), 0..8);
    (events, ending, any::<bool>()).prop_map(|(events, ending, is_resumed)| {
        let mut message = Message::awaited();
        for (at, event) in events.into_iter().enumerate() {
            message.apply(event);
            if at == 3 && is_resumed {
                message.stop();
                message = Message::resumed(&message);
            }
        }
        let (how, error, shown, thought_seconds, (is_fallback, from_cache)) = ending;
        match how {
            0 => message.apply(ReplyEvent::Done),
            1 => message.fail(error),
            2 => message.stop(),
            3 => message.interrupt(),
            _ => {}
        }
        message.show(shown);
        (message.thought_seconds, message.is_fallback, message.from_cache) =
            (thought_seconds, is_fallback, from_cache);
        message
    })
}

/// What was given, or an answer.
pub fn message() -> impl Strategy<Value = Message> {
    let roles = vec![Role::System, Role::Developer, Role::User, Role::Assistant, Role::Tool, Role::Function];
    let given = (prop::sample::select(roles), text(), maybe_text(), maybe_text(), maybe_text()).prop_map(
        |(role, text, tool_call_id, name, context)| {
            let mut message = Message::new(role, text);
            (message.tool_call_id, message.name, message.context) = (tool_call_id, name, context);
            message
        },
    );
    prop_oneof![1 => given, 1 => result(), 3 => answer()]
}

/// What a tool gave, or did not give, or has not given yet.
fn result() -> impl Strategy<Value = Message> {
    let call = (maybe_text(), text()).prop_map(|(id, name)| ToolCall::new(id, name, "{}"));
    let state = prop::option::of(prop::sample::select(CallState::ALL.to_vec()));
    (call, state, text(), any::<Option<u32>>()).prop_map(|(call, state, text, ms)| {
        let mut result = Message::result_of(&call);
        match state {
            Some(state) if !state.is_open() => result.settle(state, text),
            _ => result.call = state,
        }
        result.call_ms = ms;
        result
    })
}

fn time() -> impl Strategy<Value = u64> {
    prop_oneof![3 => 0..4_u64, 1 => 0..=Node::LAST]
}

fn flag() -> impl Strategy<Value = Flag> {
    (time(), any::<bool>()).prop_map(|(at, is)| Flag { at, is })
}

fn node() -> impl Strategy<Value = Node> {
    (any::<u64>(), any::<Option<u64>>(), time(), time(), flag(), flag()).prop_map(
        |(id, parent, created, shown, pinned, deleted)| Node {
            shown,
            pinned,
            deleted,
            ..Node::new(Id(id), parent.map(Id), created)
        },
    )
}

/// Any message in any place.
pub fn record() -> impl Strategy<Value = MessageRecord> {
    let feedback = (any::<bool>(), text()).prop_map(|(is_up, comment)| Feedback { is_up, comment });
    (node(), message(), time(), prop::option::of(feedback)).prop_map(|(node, message, changed, feedback)| {
        MessageRecord { feedback, ..MessageRecord::new(HERE, node, &message, changed) }
    })
}

/// What any conversation is called, and so on.
pub fn conversation() -> impl Strategy<Value = ConversationRecord> {
    let title = (any::<bool>(), time(), text()).prop_map(|(by_hand, at, text)| Title { by_hand, at, text });
    (title, time(), time(), flag(), flag()).prop_map(|(title, created, updated, pinned, deleted)| {
        ConversationRecord { id: HERE, title, created, updated, pinned, deleted }
    })
}

/// Any value, often with the names that records have.
pub fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        prop_oneof![0..3_u64, any::<u64>()].prop_map(Json::from),
        Just(Json::Number("-1.5e999".into())),
        text().prop_map(Json::from),
        prop::sample::select(vec!["user", "assistant", "open", "failed", "1", "ff"]).prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        let member = (prop::sample::select(NAMES.to_vec()), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Json::Array),
            prop::collection::vec(member, 0..6).prop_map(|members| {
                Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
            }),
        ]
    })
}

/// Most names that records have.
#[rustfmt::skip]
pub const NAMES: [&str; 36] = [
    "version", "id", "conversation", "parent", "created", "changed", "shown", "pinned", "deleted", "is", "at", "role",
    "state", "choices", "current", "error", "usage", "citations", "feedback", "is_up", "comment", "text", "tool_calls",
    "finish", "kind", "url", "title", "draft", "messages", "content", "name", "thought_seconds", "function", "call",
    "call_ms", "context",
];

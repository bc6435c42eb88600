//! The saved format: what was saved comes back, whatever was said; what cannot be read takes nothing with it.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::Path;

use causerie::conversation::{
    ConversationRecord, Draft, Feedback, Flag, Id, Message, MessageRecord, Node, Saved, State, Title, Tree,
    Unreadable, VERSION, from_json,
};
use causerie::json::Json;
use causerie::protocol::{
    ApiError, Citation, Delta, ErrorKind, FinishReason, ReplyEvent, Role, ToolCallDelta, Usage,
};
use proptest::prelude::*;

const HERE: Id = Id(0xC0FFEE);

/// Ids one after the other, for tests.
fn ids() -> impl FnMut() -> Id {
    let mut last = 0;
    move || {
        last += 1;
        Id(last)
    }
}

/// As a store gives it back.
fn stored(record: &Json) -> Json {
    Json::parse(&record.written()).unwrap()
}

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
    let delta = (0..3_usize, text(), text(), text(), calls).prop_map(
        |(choice, content, reasoning, refusal, tool_calls)| {
            let logprobs = Json::Null;
            ReplyEvent::Delta(Delta { choice, content, reasoning, refusal, tool_calls, logprobs })
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
fn answer() -> impl Strategy<Value = Message> {
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

fn message() -> impl Strategy<Value = Message> {
    let roles = vec![Role::System, Role::Developer, Role::User, Role::Assistant, Role::Tool, Role::Function];
    let given = (prop::sample::select(roles), text(), maybe_text(), maybe_text()).prop_map(
        |(role, text, tool_call_id, name)| {
            let mut message = Message::new(role, text);
            (message.tool_call_id, message.name) = (tool_call_id, name);
            message
        },
    );
    prop_oneof![1 => given, 3 => answer()]
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

fn record() -> impl Strategy<Value = MessageRecord> {
    let feedback = (any::<bool>(), text()).prop_map(|(is_up, comment)| Feedback { is_up, comment });
    (node(), message(), time(), prop::option::of(feedback)).prop_map(|(node, message, changed, feedback)| {
        MessageRecord { feedback, ..MessageRecord::new(HERE, node, &message, changed) }
    })
}

fn conversation() -> impl Strategy<Value = ConversationRecord> {
    let title = (any::<bool>(), time(), text()).prop_map(|(by_hand, at, text)| Title { by_hand, at, text });
    let draft = (time(), text()).prop_map(|(at, text)| Draft { at, text });
    (title, draft, time(), time(), flag(), flag()).prop_map(
        |(title, draft, created, updated, pinned, deleted)| ConversationRecord {
            id: HERE,
            title,
            created,
            updated,
            pinned,
            deleted,
            draft,
        },
    )
}

/// Any value, often with the names that records have.
fn any_json() -> impl Strategy<Value = Json> {
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

#[rustfmt::skip]
const NAMES: [&str; 33] = [
    "version", "id", "conversation", "parent", "created", "changed", "shown", "pinned", "deleted", "is", "at", "role",
    "state", "choices", "current", "error", "usage", "citations", "feedback", "is_up", "comment", "text", "tool_calls",
    "finish", "kind", "url", "title", "draft", "messages", "content", "name", "thought_seconds", "function",
];

fn read(document: &Json) -> Result<Saved, Unreadable> {
    Saved::read(stored(document), &mut ids(), 7)
}

proptest! {
    #[test]
    fn a_message_comes_back_as_it_was_saved(record in record()) {
        prop_assert_eq!(MessageRecord::read(stored(&record.to_json())), Ok(record));
    }

    #[test]
    fn what_had_come_of_an_open_message_is_kept_and_it_is_interrupted(message in answer()) {
        let record = MessageRecord::new(HERE, Node::new(Id(1), None, 1), &message, 1);
        let back = MessageRecord::read(stored(&record.to_json())).unwrap();
        prop_assert_eq!(back.was_open, message.is_open());
        if !message.is_open() {
            prop_assert_eq!(back.message, message);
            return Ok(());
        }
        prop_assert_eq!(&back.message.state, &State::Interrupted);
        prop_assert_eq!(back.message.choices().len(), message.choices().len());
        for (back, had) in back.message.choices().iter().zip(message.choices()) {
            // Half of a surrogate pair that waits for its other half is not text yet.
            let whole = |text: &str| text.trim_end_matches(|c| c >= '\u{10F700}').to_owned();
            prop_assert!(back.text.starts_with(&whole(&had.text)));
            prop_assert!(back.reasoning.starts_with(&whole(&had.reasoning)));
        }
    }

    #[test]
    fn a_conversation_comes_back_as_it_was_saved(record in conversation()) {
        prop_assert_eq!(ConversationRecord::read(stored(&record.to_json())), Ok(record));
    }

    #[test]
    fn a_tree_comes_back_as_it_was_saved(
        conversation in conversation(),
        said in prop::collection::vec((message(), 0..5_u8, any::<prop::sample::Index>()), 1..12),
    ) {
        let mut tree: Tree<Message> = Tree::default();
        for (at, (message, how, which)) in said.into_iter().enumerate() {
            let all: Vec<Id> = tree.all().map(|(node, _)| node.id).collect();
            let one = if all.is_empty() { Id(0) } else { *which.get(&all) };
            let id = Id((at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            match how {
                0 => _ = tree.branch(one, id, message, 0),
                1 => _ = tree.step(one, false, 0),
                2 => _ = tree.delete(one, 0),
                _ => _ = tree.append(id, message, 0),
            }
        }
        let messages = tree.all().map(|(node, message)| MessageRecord::new(HERE, *node, message, 1));
        let saved = Saved { messages: messages.collect(), ..Saved::new(conversation) };
        let back = read(&saved.to_json()).unwrap();
        prop_assert_eq!(&back, &saved);
        let back = back.into_tree();
        prop_assert_eq!(back.shown(), tree.shown());
        prop_assert!(back.all().map(|(node, _)| node).eq(tree.all().map(|(node, _)| node)));
        for ((_, back), (_, message)) in back.all().zip(tree.all()) {
            prop_assert!(back.message == *message || message.is_open());
        }
    }

    #[test]
    fn any_json_is_read_to_something_or_nothing_and_stays_that(document in any_json()) {
        if let Ok(saved) = read(&document) {
            prop_assert_eq!(read(&saved.to_json()), Ok(Saved { newer: 0, broken: 0, ..saved }));
        }
    }

    #[test]
    fn a_record_with_anything_in_one_place_is_read_or_not_and_stays_that(
        record in record(),
        name in prop::sample::select(NAMES.to_vec()),
        value in any_json(),
    ) {
        let mut json = record.to_json();
        json.set(name, value);
        if let Ok(once) = MessageRecord::read(json) {
            prop_assert_eq!(MessageRecord::read(stored(&once.to_json())), Ok(once));
        }
    }

    #[test]
    fn what_cannot_be_read_among_good_records_loses_only_itself(
        conversation in conversation(),
        messages in prop::collection::vec(record(), 1..6),
        bad in prop::sample::select(vec!["", "{}", r#"{"version": 99}"#, "null", r#"{"version": "1"}"#, "[[]]"]),
        at in any::<prop::sample::Index>(),
    ) {
        let whole = read(&Saved { messages, ..Saved::new(conversation) }.to_json()).unwrap();
        let lost = at.index(whole.messages.len());
        let mut document = whole.to_json();
        let mut records = document.take("messages").items().to_vec();
        records[lost] = Json::parse(bad).unwrap_or_else(|_| "no record".into());
        document.set("messages", Json::Array(records));
        let mut rest = whole;
        rest.messages.remove(lost);
        let is_newer = bad.contains("99");
        (rest.newer, rest.broken) = (usize::from(is_newer), usize::from(!is_newer));
        prop_assert_eq!(read(&document), Ok(rest));
    }

    #[test]
    fn a_conversation_whose_own_record_is_lost_keeps_its_messages(messages in prop::collection::vec(record(), 1..6)) {
        let mut document = Saved { messages, ..Saved::new(ConversationRecord::new(HERE, 1)) }.to_json();
        let whole = read(&document).unwrap();
        document.set("conversation", "gone".into());
        let back = read(&document).unwrap();
        prop_assert_eq!((back.messages, back.broken, back.conversation.id), (whole.messages, 1, HERE));
    }

    #[test]
    fn unknown_members_do_no_harm(record in record(), value in any_json()) {
        let mut json = record.to_json();
        json.set("from_elsewhere", value.clone());
        prop_assert_eq!(MessageRecord::read(json), Ok(record));
        let conversation = ConversationRecord::new(HERE, 1);
        let mut json = conversation.to_json();
        json.set("from_elsewhere", value);
        prop_assert_eq!(ConversationRecord::read(json), Ok(conversation));
    }

    #[test]
    fn merging_messages_is_commutative_associative_and_idempotent(
        records in prop::array::uniform3(record()), changed in prop::array::uniform3(0..2_u64),
    ) {
        let [a, b, c] = [0, 1, 2].map(|at| {
            let mut record = records[at].clone();
            (record.node.id, record.changed) = (Id(1), changed[at]);
            record
        });
        let merged = |one: &MessageRecord, other: &MessageRecord| {
            let mut one = one.clone();
            one.merge(other.clone());
            one
        };
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        if a.changed > b.changed {
            prop_assert_eq!(merged(&b, &a).message, a.message);
        }
    }

    #[test]
    fn merging_conversations_is_commutative_associative_and_idempotent(
        a in conversation(), b in conversation(), c in conversation(),
    ) {
        let merged = |one: &ConversationRecord, other: &ConversationRecord| {
            let mut one = one.clone();
            one.merge(other.clone());
            one
        };
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &b).title.by_hand, a.title.by_hand || b.title.by_hand);
    }

    #[test]
    fn version_0_is_read_as_the_page_property_is(document in any_json(), good in prop::collection::vec(message(), 0..4)) {
        let mut items = causerie::conversation::to_json(&good).items().to_vec();
        items.extend(document.items().iter().cloned());
        let document = Json::Array(items);
        let saved = read(&document).unwrap();
        let messages = from_json(&document);
        prop_assert_eq!(saved.broken + messages.len(), document.items().len());
        prop_assert!(saved.messages.iter().map(|record| &record.message).eq(&messages));
        prop_assert_eq!(saved.into_tree().shown().len(), messages.len());
    }
}

#[test]
fn a_newer_version_is_told_from_a_broken_record() {
    let newer = |json: &str| MessageRecord::read(Json::parse(json).unwrap());
    assert_eq!(newer(r#"{"version": 2}"#), Err(Unreadable::Newer));
    assert_eq!(newer(r#"{"version": 1}"#), Err(Unreadable::Broken));
    assert_eq!(newer(r#"{"version": -2}"#), Err(Unreadable::Broken));
    assert_eq!(newer("7"), Err(Unreadable::Broken));
    let document = Json::parse(r#"{"version": 2, "messages": []}"#).unwrap();
    assert_eq!(read(&document), Err(Unreadable::Newer));
}

#[test]
fn a_record_says_no_more_than_it_must() {
    let record = MessageRecord::new(HERE, Node::new(Id(0x1f), None, 5), &Message::new(Role::User, "Hi"), 6);
    let expected = r#"{"version":1,"id":"1f","conversation":"c0ffee","created":5,"changed":6,"role":"user","state":"complete","choices":[{"text":"Hi"}]}"#;
    assert_eq!(record.to_json().written(), expected);
}

/// What a title or a stop in one tab says does not undo what another one wrote meanwhile.
#[test]
fn a_title_by_hand_stays_when_one_is_made_later() {
    let mut here = ConversationRecord::new(HERE, 1);
    let mut there = here.clone();
    here.title = Title { by_hand: true, at: 5, text: "Mine".to_owned() };
    there.title = Title { by_hand: false, at: 9, text: "Made".to_owned() };
    there.draft = Draft { at: 9, text: "and".to_owned() };
    here.merge(there);
    assert_eq!((here.title.text.as_str(), here.draft.text.as_str()), ("Mine", "and"));
}

fn fixtures(version: u64) -> Vec<(String, Json)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/records/v{version}"));
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, Json::parse(fs::read_to_string(entry.path()).unwrap().trim()).unwrap())
    };
    let mut found: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap())).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(!found.is_empty(), "no document of version {version}");
    found
}

/// Documents of a past version are, once they are read, the documents of the same name of the present version; and
/// those are written as they are read, so that the format does not change without a new version.
#[test]
fn documents_of_each_version_are_read() {
    let present = fixtures(VERSION);
    for version in 0..=VERSION {
        for (name, document) in fixtures(version) {
            let saved = read(&document).unwrap();
            let expected = present.iter().find(|(there, _)| *there == name);
            let expected = &expected.unwrap_or_else(|| panic!("v{VERSION}/{name} is missing")).1;
            assert_eq!(saved.to_json().written(), expected.written(), "v{version}/{name}");
        }
    }
}

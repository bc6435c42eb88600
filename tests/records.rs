//! The saved format: what was saved comes back, whatever was said; what cannot be read takes nothing with it.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::Path;

use causerie::conversation::{
    ConversationRecord, Id, Message, MessageRecord, Node, Saved, State, Title, Tree, Unreadable, VERSION,
    from_json, of_left, to_left,
};
use causerie::json::Json;
use causerie::protocol::Role;
use common::said::{HERE, NAMES, answer, any_json, conversation, message, record};
use proptest::prelude::*;

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

fn read(document: &Json) -> Result<Saved, Unreadable> {
    Saved::read(stored(document), &mut ids(), 7)
}

/// One record with what another knows better.
fn merged<T: Clone>(merge: fn(&mut T, T), one: &T, other: &T) -> T {
    let mut one = one.clone();
    merge(&mut one, other.clone());
    one
}

/// Merging is idempotent, commutative and associative.
fn check_laws<T: Clone + PartialEq + std::fmt::Debug>(
    merge: fn(&mut T, T),
    [a, b, c]: [&T; 3],
) -> Result<(), TestCaseError> {
    let merged = |one: &T, other: &T| merged(merge, one, other);
    prop_assert_eq!(&merged(a, a), a);
    prop_assert_eq!(merged(a, b), merged(b, a));
    prop_assert_eq!(merged(&merged(a, b), c), merged(a, &merged(b, c)));
    Ok(())
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
        check_laws(MessageRecord::merge, [&a, &b, &c])?;
        if a.changed > b.changed {
            prop_assert_eq!(merged(MessageRecord::merge, &b, &a).message, a.message);
        }
    }

    #[test]
    fn merging_conversations_is_commutative_associative_and_idempotent(
        a in conversation(), b in conversation(), c in conversation(),
    ) {
        check_laws(ConversationRecord::merge, [&a, &b, &c])?;
        let both = merged(ConversationRecord::merge, &a, &b);
        prop_assert_eq!(both.title.by_hand, a.title.by_hand || b.title.by_hand);
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

#[test]
fn a_message_that_lost_its_version_keeps_its_text() {
    let record = MessageRecord::new(HERE, Node::new(Id(1), None, 5), &Message::new(Role::User, "Hi"), 6);
    let mut json = record.to_json();
    json.set("version", Json::Null);
    assert_eq!(MessageRecord::read(json), Ok(record));
}

/// Times from the end of time would be later than whatever is done here.
#[test]
fn what_is_done_here_is_later_than_what_was_read() {
    let last = Json::from(u64::MAX);
    let mut first = MessageRecord::new(HERE, Node::new(Id(2), None, 5), &Message::new(Role::User, "Hi"), 6);
    first.node.shown = 1;
    let mut json = first.to_json();
    ["created", "changed", "shown"].iter().for_each(|name| json.set(name, last.clone()));
    let mut tree = Tree::default();
    tree.merge(vec![(MessageRecord::read(json).unwrap().node, ())]);
    assert!(
        tree.append(Id(1), (), 0) && tree.branch(Id(1), Id(0), (), 0) && tree.branch(Id(2), Id(3), (), 0)
    );
    assert_eq!(tree.shown().iter().map(|shown| shown.id).collect::<Vec<_>>(), [Id(3)]);
    assert_eq!((tree.above(Id(1)), tree.above(Id(0))), (Some(Id(2)), Some(Id(2))));
}

#[test]
fn a_message_whose_parent_cannot_be_read_follows_the_one_before_it() {
    let node = |id, parent: Option<u64>, time| Node::new(Id(id), parent.map(Id), time);
    let write = |node| MessageRecord::new(HERE, node, &Message::new(Role::User, "Hi"), 1).to_json();
    let mut broken = write(node(2, Some(1), 2));
    broken.set("parent", "xyz".into());
    let records = vec![write(node(1, None, 1)), broken, write(node(3, Some(2), 3))];
    let saved = Saved::of_records(Ok(ConversationRecord::new(HERE, 1)), records, &mut ids(), 1);
    assert_eq!(saved.into_tree().shown().iter().map(|shown| shown.id.0).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn a_title_by_hand_stays_when_one_is_made_later() {
    let mut here = ConversationRecord::new(HERE, 1);
    let mut there = here.clone();
    here.title = Title { by_hand: true, at: 5, text: "Mine".to_owned() };
    there.title = Title { by_hand: false, at: 9, text: "Made".to_owned() };
    there.updated = 9;
    here.merge(there);
    assert_eq!((here.title.text.as_str(), here.updated), ("Mine", 9));
}

#[test]
fn a_record_is_read_with_the_draft_that_others_have_and_without() {
    let draft = [("draft", Json::from("And in Zürich")), ("draft_at", 1_760_000_008_000_u64.into())];
    for (name, document) in fixtures(VERSION) {
        let Some(plain) = document.get("conversation") else { continue };
        let mut other = plain.clone();
        draft.iter().for_each(|(name, value)| other.set(name, value.clone()));
        let record = ConversationRecord::read(other).unwrap();
        assert_eq!(Ok(&record), ConversationRecord::read(plain.clone()).as_ref(), "{name}");
        assert_eq!(record.to_json().written(), plain.written(), "{name}");
    }
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

/// What a page leaves, as it is read by the next one: the texts and the states.
fn left(messages: &[Message]) -> (Vec<(String, State)>, ConversationRecord) {
    let of = |(message, at): (&Message, u64)| to_left(message, Id(99), Id(at), at);
    let left: Json = messages.iter().zip(5..).map(of).collect();
    let (conversation, records) = of_left(&stored(&left)).unwrap();
    assert_eq!(conversation.id, Id(99));
    let ids: Vec<_> = records.iter().map(|record| (record.conversation, record.node.id)).collect();
    assert!(ids.iter().zip(5_u64..).all(|(ids, at)| *ids == (Id(99), Id(at))), "the same messages");
    let parents = records.iter().map(|record| record.node.parent);
    assert!(parents.eq(std::iter::once(None).chain(ids.iter().map(|ids| Some(ids.1))).take(records.len())));
    assert!(records.iter().zip(5..).all(|(record, at)| record.changed == at && !record.was_open));
    let state = |record: MessageRecord| (record.message.text().to_owned(), record.message.state);
    (records.into_iter().map(state).collect(), conversation)
}

#[test]
fn what_a_page_left_that_could_not_write_records_is_read_with_the_state_of_its_end() {
    let (question, answer) = (Message::new(Role::User, "Q"), Message::new(Role::Assistant, "A"));
    let nothing = Message::new(Role::Assistant, "");
    let open = |message: &Message| {
        let mut message = message.clone();
        message.state = State::Arriving;
        message
    };
    let asked = ("Q".to_owned(), State::Complete);
    let (said, conversation) = left(&[question.clone(), answer.clone()]);
    assert_eq!(said, [asked.clone(), ("A".to_owned(), State::Complete)]);
    assert_eq!((conversation.created, conversation.updated), (5, 6));
    assert_eq!((conversation.title.text.as_str(), conversation.title.at), ("Q", 5));
    assert_eq!(
        left(&[question.clone(), open(&answer)]).0,
        [asked.clone(), ("A".to_owned(), State::Interrupted)]
    );
    for nothing in [open(&nothing), nothing] {
        assert_eq!(
            left(&[question.clone(), nothing]).0,
            [asked.clone(), (String::new(), State::Interrupted)]
        );
    }
}

#[test]
fn what_a_page_left_is_read_whatever_it_is() {
    let message = r#"{"role": "user", "content": "Q", "conversation": "1", "id": "7", "changed": 3}"#;
    let of = |left: &str| of_left(&Json::parse(left).unwrap()).map(|(_, records)| records.len());
    for left in [
        "null",
        "[]",
        "{}",
        "[1]",
        r#"{"conversations": []}"#,
        r#"[{"role": "user", "content": "Q", "id": "7"}]"#,
    ] {
        assert_eq!(of(left), None, "{left}");
    }
    assert_eq!(of(&format!(r#"[1, {message}, {{"role": "user"}}]"#)), Some(1));
    let (_, at_once) = of_left(&Json::parse(&format!("[{message}, {message}]")).unwrap()).unwrap();
    assert!(at_once[0].node.created < at_once[1].node.created, "in their order");
}

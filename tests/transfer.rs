//! Conversations as files: what we write we read, what others wrote too, and what is broken is refused as a whole.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use causerie::conversation::transfer::{
    ImportError, Imported, Names, Source, import, markdown, plain, to_json,
};
use causerie::conversation::{ConversationRecord, Id, Message, MessageRecord, Node, Saved, ToolCall, Tree};
use causerie::json::Json;
use causerie::protocol::{Citation, Role};
use common::random::cases;
use common::said;
use proptest::prelude::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/transfer")
}

fn fixture(name: &str) -> Result<Imported, ImportError> {
    import(&fs::read(folder().join(name)).unwrap())
}

/// Conversations as people read them: each message of the path that is shown, and all others.
fn shown(imported: &Imported) -> String {
    let mut lines = vec![format!("{:?}", imported.source)];
    for saved in &imported.conversations {
        let ConversationRecord { title, created, updated, .. } = &saved.conversation;
        lines.push(format!("\n# {} ({created} to {updated})", title.text));
        let tree: Tree<MessageRecord> = saved.clone().into_tree();
        let path = tree.shown();
        for shown in &path {
            let (node, record) = tree.get(shown.id).unwrap();
            lines.push(format!("{}/{} at {}", shown.number, shown.total, node.created));
            lines.push(said_by(&record.message));
        }
        for (node, record) in tree.all().filter(|(node, _)| path.iter().all(|shown| shown.id != node.id)) {
            let above =
                node.parent.and_then(|parent| tree.get(parent)).map(|(_, record)| record.message.text());
            lines.push(format!("elsewhere, below {above:?}"));
            lines.push(said_by(&record.message));
        }
    }
    lines.join("\n")
}

fn said_by(message: &Message) -> String {
    let mut said = vec![format!("  {} {:?}", message.role.name(), message.text())];
    let choice = message.choice();
    let more = [
        ("model", message.model.clone()),
        ("thought", Some(choice.reasoning.clone()).filter(|text| !text.is_empty())),
        ("calls", choice.tool_calls.first().map(|call| format!("{} {}", call.name, call.arguments))),
        ("answers", message.tool_call_id.clone()),
        ("finish", choice.finish_wire.clone()),
    ];
    said.extend(more.into_iter().filter_map(|(name, value)| Some(format!("    {name}: {:?}", value?))));
    said.join("\n")
}

#[test]
fn the_exports_of_others_are_read() {
    for name in
        ["chatgpt.json", "llama.json", "llama.jsonl", "llama-dexie.json", "llama-first.json", "causerie.json"]
    {
        insta::assert_snapshot!(name, shown(&fixture(name).unwrap()));
    }
}

#[test]
fn the_same_file_gives_the_same_ids() {
    for name in ["chatgpt.json", "llama.json", "llama.jsonl"] {
        assert_eq!(fixture(name), fixture(name));
    }
    let all = fixture("llama.jsonl").unwrap().conversations;
    assert_ne!(all[0].messages[0].node.id, all[1].messages[0].node.id, "their ids are equal, ours are not");
}

#[test]
fn one_conversation_may_stand_alone() {
    let text = fs::read_to_string(folder().join("chatgpt.json")).unwrap();
    let all = Json::parse(&text).unwrap();
    let one = import(all.items()[0].written().as_bytes()).unwrap();
    assert_eq!(one, fixture("chatgpt.json").unwrap());
    let named = Json::object([("conversations", all)]).written();
    assert_eq!(import(named.as_bytes()).unwrap(), one);
}

#[test]
fn a_broken_file_is_refused_as_a_whole() {
    let mut seen = 0;
    for entry in fs::read_dir(folder().join("broken")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let wanted = match name.split(['.', '-']).next().unwrap() {
            "archive" => ImportError::Archive,
            "nothing" => ImportError::Nothing,
            "not" => ImportError::NotJson,
            "unknown" => ImportError::Unknown,
            "newer" => ImportError::Newer,
            "broken" => ImportError::Broken(name.split('-').nth(1).unwrap().parse().unwrap()),
            other => panic!("{other} is no reason"),
        };
        assert_eq!(import(&fs::read(&path).unwrap()), Err(wanted), "{name}");
        seen += 1;
    }
    assert_eq!(seen, 14);
}

fn saved() -> impl Strategy<Value = Saved> {
    let messages = prop::collection::vec((said::message(), any::<Option<prop::sample::Index>>()), 1..8);
    (said::conversation(), messages).prop_map(|(conversation, messages)| {
        let mut saved = Saved::new(conversation);
        for (place, (message, parent)) in messages.into_iter().enumerate() {
            let parent = parent.filter(|_| place > 0).map(|parent| Id(parent.index(place) as u64));
            let time = place as u64 + 1;
            let node = Node::new(Id(place as u64), parent, time);
            saved.messages.push(MessageRecord::new(said::HERE, node, &message, time));
        }
        saved
    })
}

fn fixtures() -> impl Strategy<Value = Vec<u8>> {
    let names = vec![
        "chatgpt.json",
        "llama.json",
        "llama.jsonl",
        "llama-dexie.json",
        "llama-first.json",
        "causerie.json",
    ];
    prop::sample::select(names).prop_map(|name| fs::read(folder().join(name)).unwrap())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_was_exported_is_imported(all in prop::collection::vec(saved(), 1..3)) {
        let imported = import(to_json(&all).written().as_bytes());
        prop_assert_eq!(imported, Ok(Imported { source: Source::Causerie, conversations: all }));
    }

    #[test]
    fn what_was_deleted_is_not_exported(mut one in saved(), which in any::<prop::sample::Index>()) {
        let at = which.index(one.messages.len());
        one.messages[at].node.deleted = causerie::conversation::Flag { at: 100, is: true };
        let tree = one.clone().into_tree();
        let alive: Vec<Id> = one.messages.iter().map(|m| m.node.id).filter(|id| tree.is_alive(*id)).collect();
        let imported = import(to_json(&[one]).written().as_bytes());
        let ids = imported.map(|imported| imported.conversations[0].messages.iter().map(|m| m.node.id).collect());
        prop_assert!(alive.len() <= at + 7);
        prop_assert_eq!(ids, if alive.is_empty() { Err(ImportError::Nothing) } else { Ok(alive) });
    }

    #[test]
    fn a_file_that_is_cut_gives_nothing_or_whole_conversations(file in fixtures(), at in any::<prop::sample::Index>()) {
        let whole = import(&file).unwrap();
        // Without the line end behind it, it is still whole.
        if let Ok(part) = import(&file[..at.index(file.trim_ascii_end().len())]) {
            // Only lines can be cut so that what is left is a file.
            prop_assert_eq!(part.source, Source::Llama);
            prop_assert!(part.conversations.len() <= whole.conversations.len());
        }
    }

    #[test]
    fn any_change_to_a_file_gives_conversations_or_a_reason(
        file in fixtures(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = file;
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        check(import(&file))?;
    }

    #[test]
    fn any_document_gives_conversations_or_a_reason(document in foreign()) {
        check(import(document.written().as_bytes()))?;
    }
}

/// Every message that was read has its place in the tree, and what is above it is there.
fn check(imported: Result<Imported, ImportError>) -> Result<(), TestCaseError> {
    let Ok(imported) = imported else { return Ok(()) };
    prop_assert!(!imported.conversations.is_empty());
    for saved in imported.conversations {
        let messages = saved.messages.clone();
        let tree = saved.into_tree();
        prop_assert_eq!(tree.all().count(), messages.len());
        if imported.source != Source::Causerie {
            for message in messages {
                prop_assert!(message.node.parent.is_none_or(|parent| tree.get(parent).is_some()));
                prop_assert_eq!(tree.above(message.node.id), message.node.parent);
            }
        }
    }
    Ok(())
}

/// Documents that are nearly what others export.
fn foreign() -> impl Strategy<Value = Json> {
    let ids = || prop::sample::select(vec!["a", "b", "c", "d", "e"]).prop_map(Json::from);
    let parent = prop_oneof![1 => Just(Json::Null), 4 => ids(), 1 => Just(Json::from(7_u64))];
    let time =
        prop_oneof![Just(Json::Null), any::<u64>().prop_map(Json::from), Just(Json::Number("1e300".into()))];
    let role =
        prop::sample::select(vec!["user", "assistant", "system", "tool", "robot"]).prop_map(Json::from);
    let kind = prop::sample::select(vec!["text", "code", "thoughts", "execution_output", "new"])
        .prop_map(Json::from);
    let message = (ids(), parent, time, role, kind, said::any_json()).prop_map(
        |(id, parent, time, role, kind, any)| {
            let parts = Json::Array(vec!["said".into(), any.clone()]);
            let content = Json::object([
                ("content_type", kind),
                ("parts", parts),
                ("thoughts", any),
                ("text", "t".into()),
            ]);
            (id, parent, time, role, content)
        },
    );
    (prop::collection::vec(message, 0..8), any::<bool>(), ids()).prop_map(|(messages, is_llama, current)| {
        if is_llama {
            let message = |(id, parent, time, role, content): (Json, Json, Json, Json, Json)| {
                let said = content.get("text").cloned().into();
                let members =
                    [("id", id), ("parent", parent), ("timestamp", time), ("role", role), ("content", said)];
                let mut message = Json::object(members);
                message.set("type", "text".into());
                message.set("extra", content.get("thoughts").cloned().into());
                message.set("toolCalls", content.get("thoughts").cloned().into());
                message
            };
            let messages = messages.into_iter().map(message).collect();
            let conversation = Json::object([("id", "x".into()), ("currNode", current)]);
            return Json::object([("conv", conversation), ("messages", messages)]);
        }
        let node = |(id, parent, time, role, content): (Json, Json, Json, Json, Json)| {
            let author = Json::object([("role", role)]);
            let message = Json::object([("author", author), ("create_time", time), ("content", content)]);
            let node = Json::object([("parent", parent), ("message", message)]);
            (id.as_str().unwrap().to_owned().into(), node)
        };
        let mapping = Json::Object(messages.into_iter().map(node).collect());
        Json::object([("id", "x".into()), ("mapping", mapping), ("current_node", current)])
    })
}

const NAMES: Names = Names {
    user: "You",
    assistant: "Assistant",
    system: "System",
    tool: "Tool",
    thoughts: "Thoughts",
    sources: "Sources",
};

#[test]
fn a_conversation_is_written_as_markdown_and_as_text() {
    let call = ToolCall::new(Some("c".to_owned()), "look_up", r#"{"q": "```"}"#);
    let mut result = Message::new(Role::Tool, "a\n````\nb");
    result.tool_call_id = Some("c".to_owned());
    let mut answer = Message::awaited();
    let delta = |content: &str, reasoning: &str| {
        let (content, reasoning) = (content.to_owned(), reasoning.to_owned());
        causerie::protocol::ReplyEvent::Delta(causerie::protocol::Delta {
            content,
            reasoning,
            ..Default::default()
        })
    };
    answer.apply(delta("# Heading\n\n  indented 漢字\n\n```rust\nfn main() {}\n", "Hm.\n~~~\nx"));
    answer.stop();
    answer.model = Some("m-1".to_owned());
    answer.citations = vec![
        Citation { url: "https://a.example/".to_owned(), title: Some("A\ntitle".to_owned()) },
        Citation { url: "https://b.example/".to_owned(), title: None },
    ];
    let path = [
        Message::new(Role::User, "\nWhat is\n`this`?\n"),
        Message::new(Role::Assistant, "").with_tool_calls(vec![call]),
        result,
        answer,
        Message::awaited(),
    ];
    insta::assert_snapshot!("markdown", markdown("A\ntitle 🌳", &path, &NAMES));
    insta::assert_snapshot!("plain", plain("A\ntitle 🌳", &path, &NAMES));
}

/// In whatever way a message ends, the next heading is one.
#[test]
fn no_message_swallows_the_next() {
    use causerie::markdown::{Kind, Node as Drawn};
    for text in [
        "```\ncode",
        "~~~~ text\ncode\n~~~",
        "  ````rs\na\n```\n",
        "```a`b",
        "`` `` ``` x",
        "- a\n  ```\n  b",
        "> ```\n> b",
        "```\na\n```",
        "```\n    ```\na",
        "- b\n```a```\n  ```",
        "",
    ] {
        let path = [Message::new(Role::User, ["a\n\n", text].concat()), Message::new(Role::User, "b")];
        let document = markdown("", &path, &NAMES);
        let headings = common::blocks(&document)
            .into_iter()
            .filter(|node| matches!(node, Drawn::Element(Kind::Heading(2), _)));
        assert_eq!(headings.count(), 2, "in {document}");
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn no_open_code_swallows_the_next(
        pieces in prop::collection::vec(prop::sample::select(vec!["```", "~~~", "````", "\n", "\n", "\n\n", "\n\n- b", "\n\n1. b\n", "\n  ", "a", "`", "- a", "1)  a", "2. a", "\n    ", "\n# ", "\n> ", "\n---\n"]), 0..14),
    ) {
        use causerie::markdown::{Kind, Node as Drawn};
        let path = [Message::new(Role::User, pieces.concat()), Message::new(Role::User, "last")];
        let document = markdown("", &path, &NAMES);
        let you = Drawn::Element(Kind::Heading(2), vec![Drawn::Text("You".to_owned())]);
        let is_heading = |node: &Drawn| *node == you;
        let headings = common::blocks(&document).into_iter().filter(is_heading).count();
        prop_assert_eq!(headings, document.matches("## You").count(), "{}", document);
    }
}

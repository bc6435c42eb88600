//! Replies with what is learned of a stream, held against replies without.
//!
//! **Invariant:** nothing here knows how a chunk is recognized: a decoder that forgets all it learned before each
//! byte is the measure, as such a one parses every chunk.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;

use proptest::prelude::*;
use proptest::sample::select;

use super::{BodyEnd, Envelope, ReplyDecoder, ReplyEvent, ReplyHead};

/// Longer bodies are cut at a hundredth of the places, others at a seventh: `tests/vectors.rs` cuts at all.
const SHORT: usize = 2_000;

/// The events of a body in these pieces, which are all that a message is made of, and whether `[DONE]` was read.
fn told(status: u16, pieces: &[&[u8]], forgets: bool) -> (Vec<ReplyEvent>, bool) {
    let mut decoder = ReplyDecoder::new(ReplyHead::of_status(status));
    let mut events = Vec::new();
    for piece in pieces {
        decoder.feed(piece, &mut |event| events.push(event));
        if forgets {
            decoder.progress.envelope = Envelope::default();
        }
    }
    decoder.finish(BodyEnd::Clean, &mut |event| events.push(event));
    (events, decoder.saw_done())
}

fn parsed(status: u16, body: &[u8]) -> (Vec<ReplyEvent>, bool) {
    told(status, &body.chunks(1).collect::<Vec<_>>(), true)
}

#[test]
fn recorded_replies_are_what_their_chunks_are_one_by_one() {
    let mut count = 0;
    for entry in fs::read_dir("tests/fixtures/vectors").unwrap() {
        let folder = entry.unwrap().path();
        for file in fs::read_dir(&folder).into_iter().flatten() {
            let body = fs::read(file.unwrap().path()).unwrap();
            let measure = parsed(200, &body);
            for length in [1, 2, 7] {
                assert_eq!(told(200, &body.chunks(length).collect::<Vec<_>>(), false), measure);
            }
            for at in (0..body.len()).step_by(if body.len() > SHORT { 101 } else { 7 }) {
                let (head, tail) = body.split_at(at);
                assert_eq!(told(200, &[head, tail], false), measure, "{} cut at {at}", folder.display());
            }
            count += 1;
        }
    }
    assert!(count >= 95);
}

#[test]
fn the_third_chunk_of_a_kind_is_not_parsed() {
    let chunk = |text| [r#"{"choices":[{"index":1,"delta":{"content": "#, text, "}}]}"].concat();
    let body: String = ["\"a\"", "\"b\""].map(|text| ["data: ", &chunk(text), "\n\n"].concat()).concat();
    let mut decoder = ReplyDecoder::new(ReplyHead::of_status(200));
    decoder.feed(body.as_bytes(), &mut |_| {});
    let envelope = &mut decoder.progress.envelope;
    let delta = envelope.read(chunk(r#""\"},\n\ud83d""#).as_bytes()).unwrap().0;
    assert_eq!((delta.choice, delta.content.as_str()), (1, "\"},\n\u{10f73d}"));
    for other in ["null", "1", "[\"a\"]", "\"a\",\"x\":\"b\"", "\"a", "a\"", "\"\\\"", "\"\n\"", "\"\\x\""] {
        assert_eq!(envelope.read(chunk(other).as_bytes()), None, "{other}");
    }
}

/// What stands around a text: of common servers, with other texts beside it, in the wrong place, twice, ill-formed.
const AROUND: &[(&str, &str)] = &[
    (r#"{"id":"x","model":"m","choices":[{"index":0,"delta":{"content":"#, r#"},"finish_reason":null}]}"#),
    (r#"{"id":"y","model":"m","choices":[{"index":0,"delta":{"content":"#, r#"},"finish_reason":null}]}"#),
    (r#"{"id":"x","model":"n","choices":[{"index":1,"delta":{"role":"assistant","content": "#, r#"}}]}"#),
    (r#"{"choices":[{"delta":{"content":"#, r#"},"finish_reason":"stop"}]}"#),
    (r#"{"choices":[{"delta":{"content":"#, r#"}}],"usage":{"total_tokens":3}}"#),
    (r#"{"choices":[{"delta":{"content":"#, r#"},"logprobs":{"content":"b"}}]}"#),
    (r#"{"choices":[{"delta":{"content":"#, r#","reasoning_content":"b"}}]}"#),
    (r#"{"choices":[{"delta":{"content":null,"reasoning_content":"#, r#"}}]}"#),
    (r#"{"choices":[{"delta":{"content":"#, r#","content":"b"}}]}"#),
    (r#"{"choices":[{"delta":{"content":"b","content":"#, r#"}}]}"#),
    (r#"{"choices":[{"delta":{"content":"#, r#"}},{"index":1,"delta":{"content":"b"}}]}"#),
    (r#"{"choices":[{"delta":{"content":[{"type":"text","text":"a"},{"content":"#, r#"}]}}]}"#),
    (r#"{"content":"#, r#","choices":[{"delta":{"content":"a"}}]}"#),
    (r#"{"a\"content":"#, r#","choices":[{"delta":{"content":"b"}}]}"#),
    (r#"{"error":{"content":"#, r#"},"choices":[]}"#),
    (r#"[{"choices":[{"message":{"content":"#, r#"}}]}]"#),
    (r#"[{"model":"m","choices":[{"delta":{"content":"#, r#"}}]}]"#),
    (r#"{"citations":["https://a.example"],"choices":[{"delta":{"content":"#, r#"}}]}"#),
    (r#"{"choices":[{"delta":{"content":"#, r#"}}]"#),
];

/// Values as a server writes them, right and wrong, most of them short enough to come again.
fn values() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a",
        "b",
        "",
        " ",
        "é",
        "😀",
        "\\n",
        "\\\"",
        "\\\\",
        "\\u0061",
        "\\ud83d",
        "\\ude00",
        "\\u00e9",
        "\u{10f73d}",
        "\"},\"finish_reason\":\"stop\"",
        "\\\"},\\\"finish_reason\\\":\\\"stop\\\"",
        "\",\"content\":\"",
        "\"",
        "\\",
        "\\x",
        "\t",
    ];
    let text = prop::collection::vec(select(pieces), 0..4)
        .prop_map(|pieces| ["\"", &pieces.concat(), "\""].concat());
    let other =
        select(vec!["null", "1", "{}", " \"a\" ", "\"a\" ,\"refusal\":\"b\"", "[{\"text\":\"a\"}]", "<p>"]);
    let simple =
        select(vec!["\"a\"", "\"b\"", "\"\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\u0061\"", "\"<think>\""]);
    prop_oneof![4 => simple.prop_map(str::to_owned), 4 => text, 1 => other.prop_map(str::to_owned)]
}

/// Streams whose chunks are mostly of a few kinds.
fn streams() -> impl Strategy<Value = String> {
    let kinds = prop::collection::vec(select(AROUND), 1..4);
    let chunks = (any::<prop::sample::Index>(), values(), 0..40u8);
    (kinds, prop::collection::vec(chunks, 0..24)).prop_map(|(kinds, chunks)| {
        let event = |(kind, value, odd): (prop::sample::Index, String, u8)| {
            let (before, behind) = kinds[kind.index(kinds.len())];
            match odd {
                0 => "data: [DONE]\n\n".to_owned(),
                1 => ["event: error\ndata: ", before, &value, behind, "\n\n"].concat(),
                2 => ["data: ", before, "\ndata: ", &value, behind, "\n\n"].concat(),
                3 => ["data:  ", before, " ", &value, " ", behind, " \r\n\r\n"].concat(),
                _ => ["data: ", before, &value, behind, "\n\n"].concat(),
            }
        };
        chunks.into_iter().map(event).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_stream_is_what_its_chunks_are_one_by_one(body in streams(), length in 1usize..400) {
        let measure = parsed(200, body.as_bytes());
        prop_assert_eq!(&told(200, &[body.as_bytes()], false), &measure);
        prop_assert_eq!(&told(200, &body.as_bytes().chunks(length).collect::<Vec<_>>(), false), &measure);
        let lines = body.replace("data: ", "");
        prop_assert_eq!(told(200, &[lines.as_bytes()], false), parsed(200, lines.as_bytes()));
    }
}

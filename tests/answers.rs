//! What becomes of content, reasoning and tool calls, however a server splits them.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::conversation::{Message, Outcome};
use causerie::json::Json;
use causerie::protocol::{BodyEnd, ErrorKind, ReplyHead};
use proptest::prelude::*;

/// A stream of these deltas, in JSON.
fn stream(deltas: &[&str]) -> String {
    let chunk = |delta: &&str| format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{delta}}}]}}\n\n");
    deltas.iter().map(chunk).chain(["data: [DONE]\n\n".to_owned()]).collect()
}

fn message(body: &str) -> Message {
    Outcome::of(ReplyHead::of_status(200), [body.as_bytes()], BodyEnd::Clean).message
}

fn said(content: &[&str]) -> (String, String) {
    let deltas: Vec<String> =
        content.iter().map(|text| Json::object([("content", (*text).into())]).to_string()).collect();
    let deltas: Vec<&str> = deltas.iter().map(String::as_str).collect();
    let message = message(&stream(&deltas));
    (message.choice().text.clone(), message.choice().reasoning.clone())
}

#[test]
fn thinking_is_told_from_the_answer_wherever_its_tags_are_cut() {
    for (content, text, reasoning) in [
        (&["<think>", "a", "</think>", "b"][..], "b", "a"),
        (&["<thi", "nk>a</th", "ink>\n\n", "b"], "b", "a"),
        (&["  \n", "<think>a</think>b"], "b", "a"),
        (&["<think>", "never closed"], "", "never closed"),
        (&["<think>a < b </thin> c</think>d"], "d", "a < b </thin> c"),
        (&["no opening tag ", "</think>", "\nb"], "b", "no opening tag "),
        (&["<think></think>b"], "b", ""),
        (&["<thin"], "<thin", ""),
        // Behind the start both tags are text, wherever they are cut.
        (&["Write <think>x</think> so."], "Write <think>x</think> so.", ""),
        (&["Yes. ", "<thi", "nk>no</th", "ink>"], "Yes. <think>no</think>", ""),
        (&["The tag `</think>` ends it"], "The tag `</think>` ends it", ""),
        (&["```\nend: `\n", "</think>\n```"], "```\nend: `\n</think>\n```", ""),
        // A backtick of another line opens nothing.
        (&["It`s odd.\n", "</think>", "\nb"], "b", "It`s odd.\n"),
        (&["<b>bold</b>"], "<b>bold</b>", ""),
        (&["x", " </th", "e end>"], "x </the end>", ""),
        // Blanks that are no ASCII, of which sixteen bytes are no whole number of characters.
        (
            &["\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}", " "],
            "\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000} ",
            "",
        ),
    ] {
        assert_eq!(said(content), (text.to_owned(), reasoning.to_owned()), "for {content:?}");
    }
}

#[test]
fn a_whole_message_behind_its_pieces_is_not_said_twice() {
    let call = r#"{"tool_calls":[{"index":0,"id":"c","function":{"name":"w","arguments":"{}"}}]}"#;
    let [r, a, b] = [r#"{"reasoning_content":"R"}"#, r#"{"content":"a"}"#, r#"{"content":"b"}"#];
    for (deltas, whole, said) in [
        (&[a, b][..], r#"{"content":"ab"}"#, ("ab", "", 0)),
        (&[r, a], r#"{"content":"a","reasoning_content":"R"}"#, ("a", "R", 0)),
        (
            &[r#"{"content":"<think>R</think>a"}"#],
            r#"{"content":"a","reasoning_content":"R"}"#,
            ("a", "R", 0),
        ),
        (&[call], call, ("", "", 1)),
        // What did not come in pieces is new.
        (&[r], r#"{"content":"a"}"#, ("a", "R", 0)),
        (&[a], call, ("a", "", 1)),
        (&[r#"{"role":"assistant"}"#], r#"{"content":"a"}"#, ("a", "", 0)),
        (&[], r#"{"content":"a"}"#, ("a", "", 0)),
    ] {
        let end = format!(
            "data: {{\"choices\":[{{\"message\":{whole},\"finish_reason\":\"stop\"}}]}}\n\ndata: [DONE]"
        );
        let message = message(&stream(deltas).replace("data: [DONE]", &end));
        let choice = message.choice();
        assert_eq!(
            (choice.text.as_str(), choice.reasoning.as_str(), choice.tool_calls.len()),
            said,
            "{deltas:?}"
        );
        assert!(choice.tool_calls.iter().all(|call| call.arguments == "{}"));
    }
}

#[test]
fn messages_alone_are_pieces_of_the_answer() {
    let body = r#"data: {"choices":[{"message":{"content":"ha"}}]}"#;
    let body = [
        body,
        "\n\n",
        body,
        "\n\n",
        body,
        "\n\n",
        &body.replace("}}]", r#"},"finish_reason":"stop"}]"#),
        "\n\n",
    ]
    .concat();
    assert_eq!(message(&body).text(), "hahahaha");
}

#[test]
fn reasoning_comes_under_either_name_and_in_parts() {
    for delta in [
        r#"{"reasoning_content":"R"}"#,
        r#"{"reasoning":"R"}"#,
        r#"{"reasoning":"R","reasoning_content":"R"}"#,
        r#"{"reasoning":"R","reasoning_content":""}"#,
        r#"{"reasoning":"R","reasoning_details":[{"type":"reasoning.text","text":"R"}]}"#,
        r#"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"R"}]}]}"#,
    ] {
        let message = message(&stream(&[delta, r#"{"content":"A"}"#]));
        let choice = message.choice();
        assert_eq!((choice.text.as_str(), choice.reasoning.as_str()), ("A", "R"), "for {delta}");
    }
}

#[test]
fn an_emoji_that_was_cut_in_two_is_whole_again_or_replaced() {
    for (deltas, text) in [
        (&[r#"{"content":"a\ud83d"}"#, r#"{"content":"\udc4bb"}"#][..], "a👋b"),
        (&[r#"{"content":"a\ud83d"}"#, r#"{"content":"b"}"#], "a\u{fffd}b"),
        (&[r#"{"content":"a\ud83d"}"#], "a\u{fffd}"),
        (&[r#"{"content":"\udc4ba"}"#], "\u{fffd}a"),
        (&[r#"{"content":"\ud83d\ud83d\udc4b"}"#], "\u{fffd}👋"),
        (&[r#"{"content":"\ud83d"}"#, r#"{"role":"assistant"}"#, r#"{"content":"\udc4b"}"#], "👋"),
    ] {
        assert_eq!(message(&stream(deltas)).text(), text, "for {deltas:?}");
    }
}

/// An answer refers to them by number, so a list stays as it is, also where the server gives it with each chunk.
#[test]
fn a_list_of_sources_keeps_its_order_and_its_doubles() {
    let list = r#""citations":["https://a","https://b","https://a","https://c"]"#;
    let chunk = |more: &str| format!("data: {{{more}\"choices\":[{{\"delta\":{{\"content\":\"x\"}}}}]}}\n\n");
    let titled = format!("{list},\"search_results\":[{{\"url\":\"https://b\",\"title\":\"B\"}}],");
    let first = chunk(r#""citations":["https://a","https://b"],"#);
    let message =
        message(&[first, chunk(&titled), chunk(&format!("{list},")), "data: [DONE]\n\n".to_owned()].concat());
    let urls: Vec<&str> = message.citations.iter().map(|citation| citation.url.as_str()).collect();
    assert_eq!(urls, ["https://a", "https://b", "https://a", "https://c"]);
    assert_eq!(message.citations[1].title.as_deref(), Some("B"));
}

#[test]
fn sources_are_kept_once_each() {
    let body = "data: {\"citations\":[\"https://a\",\"https://b\"],\"choices\":[]}\n\n\
                data: {\"citations\":[\"https://a\"],\"choices\":[{\"delta\":{\"content\":\"x\",\"annotations\":[{\"url_citation\":{\"url\":\"https://c\",\"title\":\"C\"}}]}}]}\n\ndata: [DONE]\n\n";
    let message = message(body);
    // Search results give titles, or stand in for missing citations.
    for (members, cited) in [
        (r#""citations":["https://a"],"search_results":[]"#, "https://a -"),
        (
            r#""citations":["https://a"],"search_results":[{"url":"https://b"},{"url":"https://a","title":"A"}]"#,
            "https://a A",
        ),
        (r#""search_results":[{"url":"https://b","title":"B"}]"#, "https://b B"),
    ] {
        let body = format!("{{{members},\"choices\":[{{\"message\":{{\"content\":\"x\"}}}}]}}");
        let citations = self::message(&body).citations;
        let shown =
            |c: &causerie::protocol::Citation| format!("{} {}", c.url, c.title.as_deref().unwrap_or("-"));
        assert_eq!(citations.iter().map(shown).collect::<Vec<_>>(), [cited], "for {members}");
    }
    let urls: Vec<&str> = message.citations.iter().map(|citation| citation.url.as_str()).collect();
    assert_eq!(urls, ["https://a", "https://b", "https://c"]);
    assert_eq!(message.citations[2].title.as_deref(), Some("C"));
}

#[test]
fn a_document_on_each_line_is_a_stream() {
    let chunk = |text: &str| format!("{{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n");
    let end = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n";
    assert_eq!(message(&(chunk("a") + "\n" + &chunk("b") + end)).text(), "ab");
    // One that is written over several lines is still one.
    let pretty = "{\n  \"choices\": [\n    {\"message\": {\"content\": \"c\"}}\n  ]\n}\n";
    assert_eq!(message(pretty).text(), "c");
}

#[test]
fn signs_of_life_are_passed_over_and_broken_documents_are_not() {
    let stream = |data: &str| {
        format!(
            "data: {{\"choices\":[{{\"delta\":{{\"content\":\"a\"}}}}]}}\n\n{data}\n\ndata: {{\"choices\":[{{\"delta\":{{\"content\":\"b\"}}}}]}}\n\ndata: [done]\n\n"
        )
    };
    for life in [
        "event: ping\ndata: 2026-01-01T00:00:00",
        "data: ping",
        ": comment",
        "data:",
        "event: ping\ndata: {\"type\": \"ping\"}",
    ] {
        let message = message(&stream(life));
        assert_eq!((message.text(), message.error()), ("ab", None), "for {life}");
    }
    for (broken, words) in
        [("data: {\"choices\":[{", "{\"choices\":[{"), ("data: <html><title>502</title>", "502")]
    {
        let message = message(&stream(broken));
        let error = message.error().unwrap();
        assert_eq!(
            (message.text(), error.kind, error.message.as_str()),
            ("a", ErrorKind::BadResponse, words)
        );
    }
}

#[test]
fn many_blank_deltas_are_read_in_linear_work() {
    let blanks = vec![r#"{"content":"\n"}"#; 30_000];
    let mut deltas = blanks.clone();
    deltas.push(r#"{"content":"<think>x</think>y"}"#);
    let message = message(&stream(&deltas));
    assert_eq!((message.text(), message.choice().reasoning.as_str()), ("y", "x"));
    assert_eq!(self::message(&stream(&blanks)).choice().text.len(), 30_000);
}

#[test]
fn many_blanks_before_a_reply_are_read_in_linear_work() {
    let end = "data: {\"choices\":[{\"message\":{\"content\":\"x\"}}]}\n\ndata: [DONE]\n\n";
    for (blanks, text) in [(" ".repeat(300_000) + "\n" + end, "x"), (" ".repeat(300_000) + &end[6..33], "")] {
        let cut = Outcome::of(ReplyHead::of_status(200), blanks.as_bytes().chunks(1), BodyEnd::Clean);
        assert_eq!(cut.message.text(), text);
    }
    // What is indented is no field of a stream, however it is cut.
    let indented = format!("\n  {end}");
    for size in [1, 2, 3, 1000] {
        let cut = Outcome::of(ReplyHead::of_status(200), indented.as_bytes().chunks(size), BodyEnd::Clean);
        assert_eq!(cut.message.text(), "", "in pieces of {size}");
        assert!(cut.saw_done);
    }
}

#[test]
fn an_error_in_a_stream_is_called_so_and_keeps_what_it_is_about() {
    let body = "data: {\"error\":{\"message\":\"Provider disconnected\",\"code\":502},\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"error\"}]}\n\n";
    let message = message(body);
    let error = message.error().unwrap();
    assert_eq!((message.text(), error.kind, error.kind_name()), ("Hi", ErrorKind::Server, "stream_error"));
    assert!(!error.is_retryable());
}

#[test]
fn no_page_becomes_a_message() {
    for (body, words) in [
        (r#"{"error":"<html><head><title>502 Bad Gateway</title></head></html>"}"#, "502 Bad Gateway"),
        (r#"{"error":{"message":"upstream: <!DOCTYPE html><body>x"}}"#, "upstream:"),
        ("x <html><title>a <html> b</title>", "x"),
        ("data: {\"error\":{\"message\":\"in an event\"}}", "in an event"),
    ] {
        let outcome = Outcome::of(ReplyHead::of_status(502), [body.as_bytes()], BodyEnd::Clean);
        assert_eq!(outcome.message.error().unwrap().message, words, "for {body}");
    }
}

#[test]
fn the_rest_of_an_answer_is_added_to_it() {
    use causerie::protocol::{Delta, ReplyEvent, Role, Usage};
    let mut first = Message::new(Role::Assistant, "One, two,");
    first.usage = Some(Usage { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 });
    let mut rest = Message::resumed(&first);
    let more = |content: &str| ReplyEvent::Delta(Delta { content: content.to_owned(), ..Delta::default() });
    for total_tokens in [9, 10] {
        rest.apply(ReplyEvent::Usage(Usage { prompt_tokens: 4, completion_tokens: 6, total_tokens }));
    }
    rest.apply(more(" three</think>."));
    rest.apply(ReplyEvent::Done);
    assert_eq!(rest.text(), "One, two, three</think>.");
    assert_eq!(rest.usage, Some(Usage { prompt_tokens: 5, completion_tokens: 8, total_tokens: 13 }));
}

proptest! {
    #[test]
    fn no_letter_of_an_answer_is_lost(pieces in prop::collection::vec("[a-c<>/think \n\u{a0}\u{3000}]{0,7}", 0..8)) {
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let (text, reasoning) = said(&pieces);
        let letters = |text: &str| text.chars().filter(|c| matches!(c, 'a'..='c')).collect::<String>();
        prop_assert_eq!(letters(&reasoning) + &letters(&text), letters(&pieces.concat()));
    }
}

//! The event stream, by the WHATWG standard's cases, in every cutting.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use causerie::protocol::SseDecoder;
use common::{cuttings, pieces};

/// Decodes a stream that was cut at these places; `name|data` for each event.
fn events(stream: &[u8], cuts: &[usize], finish: bool) -> Vec<String> {
    let mut decoder = SseDecoder::default();
    let mut events = Vec::new();
    let mut take =
        |event: causerie::protocol::SseEvent<'_>| events.push(format!("{}|{}", event.name, event.data));
    pieces(stream, cuts).for_each(|piece| decoder.feed(piece, &mut take));
    if finish {
        decoder.finish(&mut take);
    }
    events
}

fn check(stream: &[u8], wanted: &[&str]) {
    for cuts in cuttings(stream.len()) {
        assert_eq!(
            events(stream, &cuts, false),
            wanted,
            "{:?} cut at {cuts:?}",
            String::from_utf8_lossy(stream)
        );
    }
}

#[test]
fn a_byte_order_mark_is_dropped_once() {
    check(b"\xEF\xBB\xBFdata: a\n\n", &["|a"]);
    check(b"\xEF\xBB\xBF\xEF\xBB\xBFdata: a\n\ndata: b\n\n", &["|b"]);
    check(b"data: a\n\n\xEF\xBB\xBFdata: b\n\ndata: c\n\n", &["|a", "|c"]);
}

#[test]
fn lines_end_with_lf_cr_or_both() {
    for end in ["\n", "\r", "\r\n"] {
        check(format!("data: a{end}data: b{end}{end}data: c{end}{end}").as_bytes(), &["|a\nb", "|c"]);
    }
    check(b"data: a\r\ndata: b\rdata: c\n\r\n", &["|a\nb\nc"]);
}

#[test]
fn other_line_separators_are_text() {
    check("data: a\u{2028}b\u{85}c\n\n".as_bytes(), &["|a\u{2028}b\u{85}c"]);
}

#[test]
fn comments_are_dropped() {
    check(b": ping\n\ndata: a\n: in between\ndata: b\n\n:\n\n", &["|a\nb"]);
}

#[test]
fn one_space_after_the_colon_is_dropped() {
    check(b"data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta\n\n", &["|a", "|a", "| a", "|\ta"]);
}

#[test]
fn a_field_without_colon_has_an_empty_value() {
    check(b"data\n\ndata\ndata\n\ndata: a\ndata\n\n", &["|", "|\n", "|a\n"]);
}

#[test]
fn empty_data_is_an_event() {
    check(b"data:\n\n", &["|"]);
}

#[test]
fn the_event_field_names_one_event() {
    check(b"event: ping\ndata: a\n\ndata: b\n\nevent: lost\n\ndata: c\n\n", &["ping|a", "|b", "|c"]);
}

#[test]
fn field_names_are_case_sensitive_and_exact() {
    check(b"Data: a\ndata : b\n data: c\nevents: d\ndata: e\n\n", &["|e"]);
}

#[test]
fn id_even_with_nul_and_retry_make_no_event() {
    check(b"id: 1\n\nretry: 10\n\nid: a\0b\nretry: 1\ndata: a\n\n", &["|a"]);
}

#[test]
fn nul_is_text() {
    check(b"data: a\0b\n\n", &["|a\0b"]);
}

#[test]
fn utf8_is_decoded_across_cuts_and_bad_bytes_are_replaced() {
    check("data: é€😀\n\n".as_bytes(), &["|é€😀"]);
    check(b"data: a\xFFb\n\ndata: \xE2\x82\n\ndata: c\n\n", &["|a\u{fffd}b", "|\u{fffd}", "|c"]);
}

#[test]
fn the_error_field_of_old_servers_is_an_event() {
    check(b"error: {\"code\":500}\n\n", &["error|{\"code\":500}"]);
}

#[test]
fn an_event_without_its_blank_line_comes_at_the_end() {
    for end in ["", "\n", "\r\n", "\r"] {
        let stream = format!("data: a\n\ndata: b{end}");
        for cuts in cuttings(stream.len()) {
            assert_eq!(events(stream.as_bytes(), &cuts, false), ["|a"]);
            assert_eq!(events(stream.as_bytes(), &cuts, true), ["|a", "|b"], "{stream:?} cut at {cuts:?}");
        }
    }
}

#[test]
fn a_huge_line_in_small_pieces_is_decoded_in_linear_work() {
    // 4 MB in 64-byte reads: a decoder that looks at a line again for each piece would not come back.
    let mut decoder = SseDecoder::default();
    let mut length = 0;
    let mut take = |event: causerie::protocol::SseEvent<'_>| length = event.data.len();
    decoder.feed(b"data: ", &mut take);
    for _ in 0..65_536 {
        decoder.feed(&[b'x'; 64], &mut take);
    }
    decoder.feed(b"\n\n", &mut take);
    assert_eq!(length, 4 * 1024 * 1024);
}

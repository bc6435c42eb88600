//! Markdown as it streams.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;

use causerie::markdown::{Document, Kind, Node};
use common::{blocks, html};
use proptest::prelude::*;

fn sample() -> String {
    fs::read_to_string("demo/sample.md").unwrap()
}

#[test]
fn the_sample_is_drawn_with_every_construct() {
    insta::assert_snapshot!(html(&blocks(&sample())));
}

/// Streams a text in pieces, and reads it again if the document says that it must be.
fn streamed(text: &str, size: usize) -> Vec<Node> {
    let mut document = Document::default();
    let mut finished = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    for piece in characters.chunks(size) {
        finished.extend(document.push(&piece.iter().collect::<String>()).finished);
    }
    finished.extend(document.finish());
    if document.has_late_definition() { blocks(text) } else { finished }
}

#[test]
fn streaming_in_any_pieces_ends_in_the_same_nodes() {
    for size in [1, 2, 3, 7, 64] {
        assert_eq!(html(&streamed(&sample(), size)), html(&blocks(&sample())), "in pieces of {size}");
    }
}

fn almost_markdown() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b c",
        "\n",
        "\n\n",
        "# ",
        "#",
        "- ",
        "  - ",
        "1. ",
        "> ",
        "```",
        "```rs\n",
        "~~~\n",
        "    ",
        "\t",
        "|",
        "| a | b |\n",
        "| --- | --- |\n",
        "**",
        "*",
        "_",
        "`",
        "[x](y)",
        "[x]",
        "<b>",
        "<!--",
        "---\n",
        "===\n",
        "\\",
        "&amp;",
        "- [ ] ",
        "~~",
        "!",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn pieces_do_not_matter(text in almost_markdown(), size in 1usize..6) {
        prop_assert_eq!(html(&streamed(&text, size)), html(&blocks(&text)), "for {:?}", text);
    }

    #[test]
    fn any_text_is_drawn(text in any::<String>()) {
        streamed(&text, 1);
    }
}

#[test]
fn raw_html_is_text() {
    for text in [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<div>\n\n*x*\n\n</div>",
        "<!-- c -->",
    ] {
        let drawn = html(&blocks(text));
        assert!(
            !drawn.contains("<script")
                && !drawn.contains("<img")
                && !drawn.contains("<div")
                && !drawn.contains("<!--"),
            "{drawn}"
        );
        assert!(drawn.contains("&lt;"), "{drawn}");
    }
}

#[test]
fn a_link_with_a_scheme_that_is_not_allowed_is_its_text() {
    for text in [
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](java&#10;script:alert(1))",
        "<javascript:alert(1)>",
        "[x](data:text/html,y)",
        "[x][y]\n\n[y]: vbscript:z",
    ] {
        let drawn = html(&blocks(text));
        assert!(!drawn.contains("<a"), "{text} gave {drawn}");
    }
    assert_eq!(html(&blocks("[x](https://a.b)")), "<p><a href=\"https://a.b\">x</a></p>\n");
}

#[test]
fn an_image_keeps_its_address_and_its_words() {
    let drawn = html(&blocks("![alt](https://a.b/c.png)"));
    assert_eq!(drawn, "<p><img src=\"https://a.b/c.png\">alt</img></p>\n");
}

#[test]
fn a_definition_from_a_finished_block_still_counts() {
    let text = "[Up]: https://a.b\n\nOne.\n\nTwo [up] here.\n\n[open]: https://c.";
    assert!(html(&streamed(text, 1)).contains("<a href=\"https://a.b\">up</a>"));
    assert!(html(&streamed(&format!("{text}d\n\nThree [open].\n\nFour."), 1)).contains("https://c.d"));
}

#[test]
fn only_the_open_tail_is_given_again() {
    let mut document = Document::default();
    let mut largest = 0;
    for index in 0..200 {
        let step = document.push(&format!("Paragraph {index} with some words.\n\n"));
        largest = largest.max(step.finished.len() + step.open.len());
    }
    assert!(largest <= 2, "{largest} blocks were given at once");
}

#[test]
fn plain_text_is_what_a_listener_hears() {
    let spoken = blocks("# Title\n\n- one\n- **two**\n\n| a | b |\n| - | - |\n| c | d |")
        .iter()
        .map(Node::plain_text)
        .collect::<Vec<_>>();
    assert_eq!(spoken, ["Title\n", "one\ntwo\n", "a b \nc d \n"]);
    assert!(matches!(blocks("# T")[0], Node::Element(Kind::Heading(1), _)));
}

//! Markdown as it streams.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;

use causerie::conversation::Outcome;
use causerie::json::Json;
use causerie::markdown::{Node, Streamed};
use causerie::protocol::{BodyEnd, ReplyHead};
use common::random::{almost_markdown, cases, long_markdown};
use common::{blocks, html};
use proptest::prelude::*;

/// The texts of the recorded replies.
fn recorded() -> Vec<String> {
    let folders = fs::read_dir("tests/fixtures/vectors").unwrap().map(|entry| entry.unwrap().path());
    let mut texts = Vec::new();
    for folder in folders.filter(|path| path.is_dir()) {
        let meta = Json::parse(&fs::read_to_string(folder.join("meta.json")).unwrap()).unwrap();
        let body = fs::read(folder.join(meta.get("body").unwrap().as_str().unwrap())).unwrap();
        let reply = Outcome::of(ReplyHead::of_status(200), [body.as_slice()], BodyEnd::Clean);
        texts.push(reply.message.text().to_owned());
    }
    texts
}

#[test]
fn recorded_replies_are_drawn_the_same_in_any_pieces() {
    let texts = recorded();
    assert!(texts.iter().filter(|text| !text.is_empty()).count() > 30);
    for text in texts.iter().chain([&sample()]) {
        for size in [1, 2, 3, 7, 64] {
            assert_eq!(check(text, &[size]), Ok(()), "{text:?} in pieces of {size}");
        }
    }
}

fn sample() -> String {
    fs::read_to_string("demo/sample.md").unwrap()
}

#[test]
fn the_sample_is_drawn_with_every_construct() {
    insta::assert_snapshot!(html(&blocks(&sample())));
}

/// What a text ends as that is streamed in pieces of this many characters.
fn streamed(text: &str, size: usize) -> Vec<Node> {
    Streamed::of(pieces(text, size).iter().map(String::as_str)).nodes()
}

fn pieces(text: &str, size: usize) -> Vec<String> {
    text.chars().collect::<Vec<_>>().chunks(size).map(|piece| piece.iter().collect()).collect()
}

/// Streams a text in pieces of these lengths in turn; at its end it is what it is at once, and nothing that was done
/// has changed on the way.
fn check(text: &str, sizes: &[usize]) -> Result<(), String> {
    let mut streamed = Streamed::default();
    let mut sizes = sizes.iter().cycle();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.char_indices().nth(*sizes.next().unwrap()).map_or(rest.len(), |(at, _)| at);
        streamed.push(&rest[..end]);
        rest = &rest[end..];
    }
    streamed.finish();
    let violations = streamed.violations();
    if !violations.is_empty() {
        return Err(format!("{violations:?}"));
    }
    let (cut, whole) = (streamed.nodes(), blocks(text));
    if cut == whole {
        return Ok(());
    }
    Err(format!("in pieces\n{}at once\n{}", html(&cut), html(&whole)))
}

proptest! {
    #![proptest_config(cases(1500))]
    #[test]
    fn pieces_do_not_matter_and_what_is_done_stays(
        text in almost_markdown(40),
        sizes in prop::collection::vec(1usize..9, 1..4),
    ) {
        prop_assert_eq!(check(&text, &[1]), Ok(()), "for {:?}", text);
        prop_assert_eq!(check(&text, &sizes), Ok(()), "for {:?} in pieces of {:?}", text, sizes);
    }

    #[test]
    fn any_text_is_drawn(text in any::<String>()) {
        prop_assert_eq!(check(&text, &[1]), Ok(()), "for {:?}", text);
    }
}

proptest! {
    #![proptest_config(cases(60))]
    #[test]
    fn pieces_of_long_texts_do_not_matter(text in long_markdown(), size in 1usize..40) {
        prop_assert_eq!(check(&text, &[size]), Ok(()), "for {:?} in pieces of {}", text, size);
    }
}

#[test]
fn many_tabs_behind_a_blank_are_no_place_to_let_go_of_text() {
    let text = ["a word ", &"\t".repeat(1500), "\n[x][]"].concat();
    assert_eq!(check(&text, &[1]), Ok(()));
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

/// The rule of CommonMark, 4.8 and 5.1; several parsers have it for lines that are not lazy only.
#[test]
fn blanks_before_a_line_are_no_part_of_code_within_it() {
    let html = |text: &str| html(&blocks(text));
    assert_eq!(html("a ``\n b b\n    ``"), "<p>a <code>b b</code></p>\n");
    assert!(html("> a ``\n b b\n    ``").contains("<p>a <code>b b</code></p>"), "found by fuzzing");
}

/// Tones and viramas are no letters for the standard library, and no punctuation for anybody.
#[test]
fn emphasis_ends_behind_a_letter_that_carries_a_mark() {
    let html = |text: &str| html(&blocks(text));
    for word in ["विद्युत्", "ไม่", "বিদ্যুৎ", "மக்கள்", "မြန်", "cafe\u{301}", "か\u{3099}", "נִקּוּד", "لغةً", "ខ្មែរ្"]
    {
        let drawn = html(&["**", word, "**ก"].concat());
        assert_eq!(drawn, ["<p><strong>", word, "</strong>ก</p>\n"].concat());
        let drawn = html(&["a", word, "_b_ c"].concat());
        assert!(!drawn.contains("<em>"), "{drawn}");
    }
    // Punctuation is punctuation, of these scripts too.
    for mark in ['।', '،', '؟', '၊', '፣', '።', '·', '—', '“', '€', '😀'] {
        let text = ["**b", &mark.to_string(), "**c"].concat();
        assert!(!html(&text).contains("<strong>"), "{text}");
    }
}

/// Where words stand without blanks, CommonMark's rule took most of the bold words with punctuation at their ends away.
#[test]
fn emphasis_may_stand_between_chinese_japanese_and_korean_characters() {
    let html = |text: &str| html(&blocks(text));
    for bold in [
        "重点：",
        "“重点”",
        "（注意）",
        "終わり。",
        "용어(term)",
        "`code`",
        "葛\u{e0100}！",
        "50%",
        "“\u{fe01}",
    ] {
        for (before, after) in [("", "之后"), ("他说", "了"), ("これは", "です"), ("이", "를"), ("。", "、")]
        {
            let drawn = html(&[before, "**", bold, "**", after].concat());
            assert!(drawn.contains("<strong>") && !drawn.contains('*'), "{drawn}");
            let drawn = html(&[before, "~~", bold, "~~", after].concat());
            assert!(drawn.contains("<del>") && !drawn.contains('~'), "{drawn}");
        }
    }
    // Underscores not within a word; and elsewhere it is as it was.
    assert_eq!(html("a_漢字_b 漢_字_漢"), "<p>a_漢字_b 漢_字_漢</p>\n");
    assert_eq!(html("**a.**b"), "<p>**a.**b</p>\n");
}

#[test]
fn a_link_that_a_formula_swallows_later_forbids_no_link_around_it() {
    for text in [
        "$[\n\u{6}$[](m)\n\u{6}$]()",
        "[a\nb ($[c](d)\ne$ f](https://g.h) i",
        "[a\nb ($c]\nd$ e](https://g.h)",
    ] {
        let whole = blocks(text);
        let mut streamed = Streamed::default();
        text.chars().for_each(|c| streamed.push(&c.to_string()));
        streamed.finish();
        assert!(streamed.violations().is_empty(), "{text}");
        assert_eq!(html(&streamed.nodes()), html(&whole), "{text}: found by fuzzing");
    }
}

/// cmark-gfm's rule: both are taken away, and what stands around them is looked at again.
#[test]
fn tildes_of_another_number_close_nothing_and_stand_in_nobodys_way() {
    let html = |text: &str| html(&blocks(text));
    assert_eq!(html("a ~~b\n~c d~~.e~~."), "<p>a <del>b\n~c d~~.e</del>.</p>\n");
    assert_eq!(html("a ~b~~ c~ d"), "<p>a ~b~~ c~ d</p>\n");
    assert_eq!(html("~~a ~b~ c~~"), "<p><del>a <del>b</del> c</del></p>\n");
}

#[test]
fn a_display_formula_may_begin_behind_words_and_end_before_some() {
    for (text, drawn) in [
        ("**It:** $$\nE = mc^2\n$$", "<p><strong>It:</strong> <math display>E = mc^2</math></p>\n"),
        ("Sum: $$\na = b\n$$ there.", "<p>Sum: <math display>a = b</math> there.</p>\n"),
        ("`$$` is a mark.\n$$\nx\n$$", "<p><code>$$</code> is a mark.</p>\n<math display>x</math>\n"),
    ] {
        assert_eq!(html(&streamed(text, text.len())), drawn, "{text}");
        check(text, &[1, 2, 3, 5, 8]).unwrap();
    }
}

#[test]
fn an_environment_on_lines_of_its_own_is_a_formula_and_so_is_a_fence_of_math() {
    let aligned = "\\begin{align*}\nx &amp;= y \\\\\n&amp;= z\n\\end{align*}";
    for (text, drawn) in [
        (
            "So:\n\\begin{align*}\nx &= y \\\\\n  &= z\n\\end{align*}\nDone.",
            &*format!("<p>So:</p>\n<math display>{aligned}</math>\n<p>Done.</p>\n"),
        ),
        ("\\begin{equation} x \\end{equation}", "<math display>\\begin{equation} x \\end{equation}</math>\n"),
        (
            "- a\n\n  ```math\n  x^2\n\n  y\n  ```\nb",
            "<ul><li><p>a</p><math display>x^2\n\ny\n</math></li></ul>\n<p>b</p>\n",
        ),
        ("\\begin{align} is one", "<p>\\begin{align} is one</p>\n"),
        ("\\begin{itemize}\n\\item a", "<p>\\begin{itemize}\n\\item a</p>\n"),
        ("```latex\nx\n```", "<pre lang=\"latex\">x\n</pre>\n"),
    ] {
        assert_eq!(html(&streamed(text, text.len())), drawn, "{text}");
        check(text, &[1, 2, 3, 5, 8]).unwrap();
    }
}

#[test]
fn names_with_a_dollar_are_text_and_an_ending_may_stand_at_a_formula() {
    for text in [
        "**$name** and **$value** here",
        "\"$HOME\" and \"$PATH\"",
        "$HOME/bin:$PATH",
        "${A}/b:${C}",
        "$AAPL/$MSFT",
        "$a,$b",
        "$user->name=$value",
    ] {
        assert!(!html(&blocks(text)).contains("<math"), "{text}");
        check(text, &[1, 2, 3]).unwrap();
    }
    for (text, tex) in
        [("the $n$th", "n"), ("all $x_i$s", "x_i"), ("$f(x)$s", "f(x)"), ("$x'$s", "x'"), ("$a+$", "a+")]
    {
        assert!(html(&blocks(text)).contains(&["<math>", tex, "</math>"].concat()), "{text}");
        check(text, &[1, 2, 3]).unwrap();
    }
}

#[test]
fn a_bare_address_begins_with_a_scheme_or_with_www_in_small_letters() {
    let html = |text: &str| html(&blocks(text));
    assert!(html("www.example.org/a").contains("href=\"http://www.example.org/a\""));
    assert!(html("HTTPS://example.org/a").contains("href=\"HTTPS://example.org/a\""));
    for text in ["wwW.example.org", "WWW.example.org", "xwww.example.org"] {
        assert!(!html(text).contains("href"), "{text}");
    }
    assert!(html("wwW.commonmark.o*r.o*rg").contains("<em>r.o</em>"), "found by fuzzing");
}

/// GitHub takes all of that up to the next blank for the address.
#[test]
fn a_bare_address_ends_before_wide_punctuation_and_quotation_marks() {
    let html = |text: &str| html(&blocks(text));
    for (before, after) in [("见", "。之后"), ("（", "）和"), ("「", "」"), ("“", "”"), ("« ", "».")]
    {
        for address in ["https://例子.example/路径?q=1", "www.example.org", "https://a.example:8080"] {
            let text = [before, address, after].concat();
            let drawn = html(&text);
            assert!(drawn.contains(&[">", address, "</a>", after].concat()), "{text}: {drawn}");
            check(&text, &[1, 2, 3]).unwrap();
        }
    }
    assert!(!html("https://。.example").contains("href"));
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
fn two_footnotes_may_follow_each_other() {
    let drawn = html(&streamed("One[^1][^2], two[^1](an aside).\n\n[^1]: a\n[^2]: b", 1));
    assert!(
        drawn.starts_with(
            "<p>One<sup label=\"1\"></sup><sup label=\"2\"></sup>, two<sup label=\"1\"></sup>(an aside).</p>"
        ),
        "{drawn}"
    );
}

#[test]
fn plain_text_is_what_a_listener_hears() {
    let spoken = Streamed::of(["# Title\n\n- one\n- **two**\n\n| a | b |\n| - | - |\n| c | d |"]).spoken;
    assert_eq!(spoken, ["Title\n", "one\n\ntwo\n\n", "a b \nc d \n"]);
}

//! How an answer looks while it comes: nothing is shown that vanishes again, and blocks do not become others.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::markdown::{Kind, Node, Streamed};

/// Each is streamed character by character: what is to be seen, without blanks, must be what the end begins with.
const SNIPPETS: &[&str] = &[
    "some **bold** text",
    "some **bold words** and *more words* here",
    "***both*** and **a *b* c** and *a **b** c*",
    "**重点：**之后的文字，他说**（注意）**了",
    "これは**「重要」**です。**용어(term)**를",
    "__bold__ and _words_ and snake_case_name",
    "some `code` and ``co`de`` end",
    "a [link](https://a.b/c) here",
    "a [link **bold**](https://a.b/c \"title\") here",
    "see [1](https://a.b) and [2](https://c.d)",
    "an ![image](https://a.b/c.png) here",
    "[![image](https://a.b/c.png)](https://a.b) here",
    "an address <https://a.b/c> here",
    "an address https://a.b/c here",
    "见https://a.b/c。之后（www.a.b）",
    "mail <me@a.b> now",
    "~~struck~~ text and ~one~ too",
    "# Heading\n\ntext",
    "## Heading with `code` and **bold**\n\ntext",
    "###### Six\ntext",
    "Setext\n===\n\ntext",
    "Setext too\n---\n\ntext",
    "text\n\n---\n\nmore",
    "text\n\n***\n\nmore",
    "- one\n- two\n- three\n",
    "* one\n* **two**: words\n",
    "+ one\n+ two\n",
    "1. one\n2. two\n10. ten\n",
    "1) one\n2) two\n",
    "- one\n  - two\n    - three\n- four\n",
    "1. one\n   - two\n   - three\n2. four\n",
    "- [ ] open\n- [x] done\n",
    "1. [ ] open\n2. [x] done\n",
    "> quote\n> more\n\ntext",
    "> **Note:** words\n>\n> - a\n> - b\n",
    "> > deep\n",
    "```rust\nlet x = 1;\n```\n\ntext",
    "```\ncode\n```\n",
    "~~~ python\nx = 1\n~~~\ntext",
    "- item\n\n  ```js\n  let x;\n  ```\n- next",
    "text:\n```rust\nlet x;\n```\nmore",
    "| a | b |\n|---|---|\n| c | d |\n| e | **f** |\n\ntext",
    "| a | b |\n| :--- | ---: |\n| `c` | [d](https://a.b) |\n",
    "a | b\n--- | ---\nc | d\n",
    "text\n\n| a |\n|---|\n| b |\n",
    "math $x^2$ and $y$ here",
    "math \\(x^2\\) here",
    "text\n\n$$\nx = y\n$$\n\nmore",
    "text\n\n$$x = y$$\n\nmore",
    "text\n\n\\[\nx = y\n\\]\n\nmore",
    "text \\[x = y\\] more",
    "text\n\n```math\nx = y\n```\n\nmore",
    "text\n\\begin{align*}\nx &= y \\\\\n  &= z\n\\end{align*}\nmore",
    "words[^1] and more.\n\n[^1]: the note\n",
    "[^1]: the note\n\nwords[^1] and more.",
    "a line  \nand a hard break\\\nand more",
    "R&amp;D and &copy; 2024 &#65;",
    "a\\*b\\* and \\_c",
    "[label]: https://a.b\n\nsee [label] and [words][label] here",
    "cells with <br> and <b>tags</b>",
    "**Bold:** text\n**Next:** text",
    "1. **First**: words\n2. **Second**: words",
    "- `code`: words\n- *em*: words",
    "It costs $5 and $10 for 3 * 4 = 12 things, or 3 < 4 and 5 > 4",
    "a < b and c > d, x [y] z, {a: 1}",
    "**It:** $$\nE = mc^2\n$$\n\nand more",
    "from $5-$10 now. **$5** and **$6**, US$7",
    "so \\( \\alpha + \\beta \\) is, and \\[ \\frac{a}{b} \\] too",
    "use `curl -X POST https://a.b/v1 -H 'content-type: application/json' -d '{\"messages\": [{\"role\": \"user\", \"content\": \"hello\"}], \"model\": \"m\", \"stream\": true, \"temperature\": 0.5, \"max_tokens\": 100, \"stop\": [\"a\", \"b\"]}'` then",
    "*重要的是要记住，这里的文字很长，长到超过一百三十个汉字，因为中文的强调常常包括整个句子，而不只是一个词；所以在它还没有结束的时候，它看起来就应该像结束以后一样，不应该先是斜体，然后变成带星号的普通文字，最后又变回斜体。这样读者就不会被打扰，也不会以为出了什么错误，可以安静地一直读下去，直到这个很长的句子终于结束为止。* 之后",
    "if a<b then",
    "f(x) = x_1 + x_2 * 3",
    "text (with *em* inside) and \"**bold**\"",
    "2024-01-02 - words",
    "-5 degrees and +3 more",
    "C# and F# are #1",
    "#hashtag words",
    "50% * 2",
    "100. hundred",
    "- \n- a",
];

/// What is known to flash, and for how many looks at most: what comes decides whether it is a mark at all.
const KNOWN: &[(&str, usize)] = &[
    // A single tilde mostly means "about".
    ("~~struck~~ text and ~one~ too", 5),
    // A head without a pipe before it is a line until the row below comes.
    ("a | b\n--- | ---\nc | d\n", 13),
    // The note comes later.
    ("words[^1] and more.\n\n[^1]: the note\n", 27),
    // Looks like a link for as long as it may become one.
    ("a < b and c > d, x [y] z, {a: 1}", 2),
];

/// How often a node gives its place to another one: a heading that is underlined was a paragraph before, a mark whose
/// note came was text.
const REPLACED: &[(&str, usize)] = &[
    ("words[^1] and more.\n\n[^1]: the note\n", 1),
    ("***both*** and **a *b* c** and *a **b** c*", 1),
    ("Setext\n===\n\ntext", 1),
    ("Setext too\n---\n\ntext", 1),
    ("| a | b |\n| :--- | ---: |\n| `c` | [d](https://a.b) |\n", 2),
    ("a | b\n--- | ---\nc | d\n", 1),
];

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn known(list: &[(&str, usize)], text: &str) -> usize {
    list.iter().find(|(known, _)| *known == text).map_or(0, |(_, count)| *count)
}

#[test]
fn what_is_half_open_looks_like_what_it_will_be() {
    for text in SNIPPETS {
        let (flashes, replaced) = flashes(text);
        assert!(flashes.len() <= known(KNOWN, text), "{text:?}: {flashes:#?}");
        assert!(replaced <= known(REPLACED, text), "{text:?}: {replaced} were replaced");
    }
}

#[test]
fn whole_answers_show_nothing_that_vanishes() {
    let sample = std::fs::read_to_string("demo/sample.md").unwrap();
    let guide = std::fs::read_to_string("tests/fixtures/looks/guide.md").unwrap();
    // In the guide a price looks like a formula for one look; the columns of a table are set by its second line.
    for (text, known, most_replaced) in [(sample, 0, 4), (guide, 1, 1)] {
        let (flashes, replaced) = flashes(&text);
        assert!(flashes.len() <= known, "{flashes:#?}");
        assert!(replaced <= most_replaced, "{replaced} were replaced");
    }
}

/// Streams a text character by character; gives the looks that are no beginning of the end, and how many elements were
/// replaced.
fn flashes(text: &str) -> (Vec<String>, usize) {
    let end = visible(&Streamed::of([text]).text());
    let (mut streamed, mut flashes) = (Streamed::default(), Vec::new());
    for (at, c) in text.char_indices() {
        streamed.push(c.encode_utf8(&mut [0; 4]));
        let look = visible(&streamed.text());
        if !end.starts_with(&look) {
            flashes.push(format!("{:?} looks {look:?}", &text[..at + c.len_utf8()]));
        }
    }
    streamed.finish();
    assert_eq!(streamed.violations(), Vec::<&str>::new(), "{text:?}");
    (flashes, streamed.replaced())
}

/// The words as a page has them: each block on lines of its own.
fn words(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(Kind::Strong | Kind::Emphasis | Kind::Code | Kind::Link { .. }, children) => {
                words(children, out);
            }
            Node::Element(_, children) => {
                words(children, out);
                out.push('\n');
            }
        }
    }
}

/// What of a text's end looks like raw marks: those that a reader of the mid-stream harness would see.
fn raw_marks(text: &str) -> Vec<&'static str> {
    let start = text.char_indices().rev().nth(59).map_or(0, |(at, _)| at);
    let tail = &text[start..];
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let open = tail.rfind('[').map(|at| tail[at + 1..].trim_end_matches(']'));
    let is_label = |words: &str| words.starts_with(is_word) && words.chars().all(|c| is_word(c) || c == ' ');
    let is_cell =
        |(at, _): (usize, &str)| tail[..at].ends_with(is_word) && tail[at + 3..].starts_with(is_word);
    let is_hashes = |word: &str| matches!(word, "#" | "##" | "###");
    let marks = [
        ("bold", tail.contains("**")),
        ("code", tail.contains('`')),
        ("link", tail.contains("](") || open.is_some_and(is_label)),
        ("table", tail.split('|').skip(1).any(|rest| rest.trim_start().starts_with('-'))),
        ("cells", tail.match_indices(" | ").any(is_cell)),
        ("heading", tail.split(char::is_whitespace).any(is_hashes)),
    ];
    marks.into_iter().filter(|(_, found)| *found).map(|(name, _)| name).collect()
}

#[test]
fn an_answer_shows_raw_marks_in_less_than_one_look_of_a_hundred() {
    let text = std::fs::read_to_string("tests/fixtures/looks/answer.md").unwrap();
    let mut end = String::new();
    words(&Streamed::of([text.as_str()]).nodes(), &mut end);
    assert_eq!(raw_marks("a **b"), ["bold"]);
    assert_eq!(raw_marks("a [b c"), ["link"]);
    assert_eq!(raw_marks("a\n## b | c"), ["cells", "heading"]);
    let (mut streamed, mut looks, mut raw) = (Streamed::default(), 0, Vec::new());
    let characters: Vec<char> = text.chars().collect();
    for piece in characters.chunks(4) {
        streamed.push(&piece.iter().collect::<String>());
        let mut now = String::new();
        words(&streamed.nodes(), &mut now);
        looks += 1;
        // Code may have pipes and hashes for good.
        let finished: String = end.chars().take(now.trim_end().chars().count()).collect();
        let marks = raw_marks(now.trim_end());
        if marks.iter().any(|mark| !raw_marks(&finished).contains(mark)) {
            raw.push(format!(
                "{marks:?} in {:?}",
                now.chars().rev().take(60).collect::<Vec<_>>().iter().rev().collect::<String>()
            ));
        }
    }
    assert!(raw.len() * 100 <= looks, "{} of {looks} looks: {raw:#?}", raw.len());
    assert_eq!(streamed.replaced(), 0);
}

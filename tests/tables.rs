//! Cells of tables: what is copied of one reads back as what it was.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use causerie::markdown::{Kind, Node, cell_source, plain_text};
use common::blocks;
use common::random::{almost_markdown, cases};
use proptest::prelude::*;

/// The nodes of a cell with this source, in a text that defines a footnote and a link.
fn cell(source: &str) -> Vec<Node> {
    let text = ["| h |\n| - |\n| ", source, " |\n\n[^1]: Note\n\n[r]: https://r.example/ \"R\"\n"].concat();
    let mut found = Vec::new();
    find_cell(&blocks(&text), &mut found);
    found
}

fn find_cell(nodes: &[Node], found: &mut Vec<Node>) {
    for node in nodes {
        match node {
            Node::Element(Kind::Cell(_), children) => found.clone_from(children),
            Node::Element(_, children) => find_cell(children, found),
            Node::Text(_) => {}
        }
    }
}

/// Texts that follow each other are one: where they were cut is not to be seen.
fn merged(nodes: &[Node]) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    for node in nodes {
        match (out.last_mut(), node) {
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(text),
            (_, Node::Text(text)) => out.push(Node::Text(text.clone())),
            (_, Node::Element(kind, children)) => out.push(Node::Element(kind.clone(), merged(children))),
        }
    }
    out
}

#[test]
fn a_cell_is_written_as_people_write_it() {
    for source in [
        "**Ann** and *Bob*",
        "a \\| b",
        "`x` [y](https://y.example/)",
        "$x^2$",
        "$$\\frac{a}{b}$$",
        "![i](https://i.example/a.png)",
        "Claim[^1]",
        "~~old~~ $5",
        "snake_case_name, 2 * 3 * 4, AT&T, a < b",
        "<https://a.example/b_c_d> and <a@b.example>",
        "one<br>two",
        "`` ` ``",
        "`a|b`".replace('|', "\\|").as_str(),
        "**_both_**",
        "[a](https://a.example/ \"T\")",
    ] {
        assert_eq!(cell_source(&cell(source)), source);
    }
}

#[test]
fn what_would_mean_something_is_written_as_text() {
    for (source, written) in [
        ("\\`tick\\`", "\\`tick\\`"),
        ("\\[x](y)", "\\[x](y)"),
        ("&#91;x\\\\]", "&#91;x\\\\]"),
        ("\\\\(x\\\\)", "\\\\(x\\\\)"),
        ("\\*a*", "\\*a\\*"),
        ("&amp;amp;", "\\&amp;"),
        ("\\<br>", "\\<br>"),
        ("https\\://a.example", "https\\://a.example"),
        ("!&#91;x](y)", "!\\[x](y)"),
        ("\\![x](y)", "\\![x](y)"),
        ("\\(5 apples\\)", "\\(5 apples\\)"),
        ("\\(x\\)2", "\\(x\\)2"),
        ("[^1]&#40;x)", "[^1]&#40;x)"),
        ("[a&#93;](https://a.example)", "[a&#93;](https://a.example)"),
        ("[a](<https://a.example/b c\\>>)", "[a](<https://a.example/b c\\>>)"),
        ("\\$5 and 7$", "\\$5 and 7\\$"),
        ("&#32;a&#10;b&#160;", "&#32;a&#10;b&#160;"),
        ("`` ` `` `` a`b``", "`` ` `` `` a`b``"),
        ("***7***a", "*__7__*&#97;"),
        ("+\\@_.0 or a\\@--b.c", "+\\@_.0 or a\\@--b.c"),
    ] {
        let nodes = cell(source);
        assert_eq!((cell_source(&nodes).as_str(), cell(written) == nodes), (written, true), "{source}");
    }
}

#[test]
fn words_alone_keep_formulas_images_and_marks_of_notes() {
    let nodes = cell("5[^1]<br>$x^2$ ![a *b*](https://i.example/a.png) `c` [d](https://d.example)");
    assert_eq!(plain_text(&nodes), "5[1]\nx^2 a b c d");
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn any_text_is_read_back(text in "[ -~àß\u{a0}\t\n中]{0,24}") {
        let nodes = if text.is_empty() { Vec::new() } else { vec![Node::Text(text)] };
        let source = cell_source(&nodes);
        prop_assert_eq!(merged(&cell(&source)), nodes, "{}", source);
    }

    #[test]
    fn any_cell_is_read_back(source in almost_markdown(12)) {
        let nodes = merged(&cell(&source.replace(['\n', '\r'], " ")));
        let written = cell_source(&nodes);
        prop_assert_eq!(merged(&cell(&written)), nodes, "{} from {}", written, source);
    }
}

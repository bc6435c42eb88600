//! Definitions that come after what refers to them: the reference changes, and nothing around it.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::markdown::Streamed;

const REFERENCES: &[(&str, &str)] = &[
    ("[^1]", "[^1]: a note"),
    ("[b]", "[b]: https://b.example/"),
    ("[the book][b]", "[b]: https://b.example/ \"Title\""),
    ("[the book][]", "[the book]: https://b.example/"),
    ("![a picture][b]", "[b]: https://b.example/a.svg"),
];
const AROUND: &[&str] = &[
    "plain words",
    "**bold** words",
    "*nested **bold** words*",
    "`code`",
    "[a link](https://real.example/x \"Its title\")",
    "![a picture](https://i.example/a.svg)",
    "$x^2$ and more",
    "~~gone~~",
    "https://bare.example/",
    "first line  \nsecond line",
];

fn in_place(text: &str) -> Vec<String> {
    [
        text.to_owned(),
        format!("**{text}**"),
        format!("- item\n- {text}"),
        format!("> {text}"),
        format!("| a |\n| - |\n| {} |", text.replace('\n', " ")),
        format!("# {}", text.replace('\n', " ")),
    ]
    .into()
}

/// The nodes that did not stay when the definition came.
fn lost(text: &str, definition: &str) -> Vec<usize> {
    let mut streamed = Streamed::of([]);
    streamed.push(text);
    streamed.push("\n\nMore.\n\n");
    let before = streamed.numbers();
    streamed.push(definition);
    streamed.push("\n\nThe end.");
    streamed.finish();
    let after = streamed.numbers();
    assert_eq!(streamed.nodes(), Streamed::of([text, "\n\nMore.\n\n", definition, "\n\nThe end."]).nodes());
    before.into_iter().filter(|node| !after.contains(node)).collect()
}

#[test]
fn what_stands_around_a_reference_stays_when_its_definition_comes() {
    for (reference, definition) in REFERENCES {
        for around in AROUND {
            for text in [
                format!("{around} and {reference}"),
                format!("{reference}, then {around}"),
                format!("{around}: {reference}; {around}."),
            ] {
                for text in in_place(&text) {
                    // The text of the reference itself goes.
                    let lost = lost(&text, definition);
                    assert!(lost.len() <= 1, "{text:?}: {lost:?}");
                }
            }
        }
    }
}

#[test]
fn of_two_references_one_may_be_defined_before_the_other() {
    let mut streamed = Streamed::of([]);
    streamed.push("See [^1], **bold**, [^2] and [that][b].\n\nMore.\n\n");
    for definition in ["[^2]: two\n\n", "[b]: https://b.example/\n\n", "[^1]: one\n\n"] {
        let before = streamed.numbers();
        streamed.push(definition);
        let after = streamed.numbers();
        let lost = before.iter().filter(|node| !after.contains(node)).count();
        assert!(lost <= 1, "{definition}: {lost}");
    }
    streamed.finish();
    assert!(streamed.text().starts_with("See , bold,  and that."), "{}", streamed.text());
}

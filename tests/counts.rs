//! What an answer costs while it grows, counted in operations on the page and in bytes that are read, which are exact.
//!
//! For each shape of text: once it is longer than what may be read again with each push, a delta costs no more at the end
//! than in the middle, and stays below a bound that is the same for all.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::markdown::{Document, Streamed};

/// A name, the beginning of the text, what is repeated, and up to what length.
type Shape = (&'static str, &'static str, &'static str, usize);

const MB: usize = 1 << 20;
const KB128: usize = 1 << 17;
const KB64: usize = 1 << 16;
const KB16: usize = 1 << 14;
const WORDS: &str = "some words of a paragraph that goes on, ";
const LINES: &str = "some words of a line\n";

/// What models write.
const ORDINARY: &[Shape] = &[
    ("a paragraph", "", WORDS, MB),
    ("emphasis", "", "some *words* of **a** para`graph` that, ", KB128),
    ("lines", "", LINES, KB128),
    ("code", "```rust\n", "    let x = 17; // words\n", MB),
    ("a line of code", "```\n", "let x = 17; ", KB128),
    ("code in an item", "- a\n\n  ```\n", "  let x = 17; // words\n", KB128),
    ("indented code", "", "    let x = 17; // words\n", KB128),
    ("a table", "| a | b | c |\n|---|---|---|\n", "| some words | **more** | 17 |\n", KB64),
    ("a tight list", "", "1. an item of words\n", KB128),
    ("a loose list", "", "- an item of words\n\n", KB128),
    ("a quote", "", "> words of a quote\n", KB128),
    ("a formula", "$$\n", "a + b = c\n", KB128),
    ("html", "<pre>\n", "some <b>words</b>\n", KB128),
    ("a long footnote", "a[^1]\n\n[^1]: note\n", "    words of the note\n\n", KB128),
    ("footnotes without notes", "", "See[^1] and more.\n\n", KB64),
    ("references without definitions", "", "See [x] and [this][y]. ", KB64),
];

/// What is hard to read.
const HARD: &[Shape] = &[
    ("after **", "**", WORDS, KB128),
    ("lines after **", "**", LINES, KB128),
    ("quoted lines after **", "> **", "> some words\n", KB64),
    ("after [", "[", WORDS, KB64),
    ("lines after [", "[", LINES, KB64),
    ("after a backtick", "`", WORDS, KB64),
    ("after <", "<", WORDS, KB64),
    ("after <!--", "x <!--", WORDS, KB64),
    ("after <a b='", "x <a b='", WORDS, KB64),
    ("after $", "$", WORDS, KB64),
    ("after \\(", "\\(", WORDS, KB64),
    ("after [a]:", "[a]: ", WORDS, KB64),
    ("lines after a title's quote", "[a]: /u 'b\n", LINES, KB16),
    ("after [a](", "[a](/u \"", WORDS, KB64),
    ("a long row", "| a | b |\n|---|---|\n| x | ", WORDS, KB64),
    ("a long head", "| a | ", WORDS, KB64),
    ("a wide row", "| a | b |\n|---|---|\n", "| x ", KB64),
    ("a long heading", "# ", WORDS, KB64),
    ("deep quotes", "", "> > > > > > > > > > > > > > > > > > > > words\n", KB64),
    ("only >", "", ">", KB64),
    ("only -", "", "- ", KB64),
    ("a run of *", "", "*", KB64),
    ("a run of * behind a word", "a ", "*", KB64),
    ("*a", "a ", "*a ", KB64),
    ("**a", "a ", "**a ", KB64),
    ("crossing runs", "a ", "*a**b_ c", KB64),
    ("a** b", "a ", "a** b", KB64),
    ("[", "a ", "[", KB64),
    ("]", "a [", "]", KB64),
    ("[a](", "a ", "[a](", KB16),
    ("[a](<b", "a ", "[a](<b", KB16),
    ("![a] [", "a ", "![a] [", KB16),
    ("links in a bracket", "a [[[[", "[x](y)", KB16),
    ("[^a", "a ", "[^a", KB64),
    ("runs of backticks", "a ", "`a ``b ```c ````d ", KB64),
    ("<a", "a ", "<a ", KB64),
    ("<a b='", "a ", "<a b='\" ", KB64),
    ("<!X", "a ", "<!X <![CDATA[ <?", KB16),
    ("$a", "a ", "$a ", KB16),
    ("\\(a", "a ", "\\(a ", KB16),
    ("&", "a ", "&a", KB16),
    ("@", "a ", "a@", KB64),
    ("underscores", "", "a.b_", KB64),
    ("addresses", "a ", "https://a.b/", KB64),
    ("a long address", "https://a.b/", "word)", KB64),
    ("a long word", "", "word", KB64),
    ("blanks", "a", " ", KB64),
    ("blanks and tabs", "", "a  \t  ", KB64),
    ("blank lines", "a", "\n", KB128),
    ("backslashes", "a", "\\", KB64),
    ("a long line of html", "<pre>\n", "some <b>words</b> ", KB64),
];

/// An open end of this many bytes is read again with each push; a longer one only when it has grown by an eighth.
const SHORT: usize = 4096;

struct Cost {
    /// Operations, and bytes read, of each delta on the average.
    operations: f64,
    bytes: f64,
}

/// Operations, and bytes read, up to each delta of this size, in all.
fn totals(streamed: &mut Streamed, text: &str, size: usize) -> Vec<(usize, usize)> {
    let mut totals = vec![(streamed.operations(), streamed.bytes_read())];
    for piece in text.as_bytes().chunks(size) {
        streamed.push(std::str::from_utf8(piece).unwrap());
        totals.push((streamed.operations(), streamed.bytes_read()));
    }
    totals
}

fn of_whole(text: &str, size: usize) -> Vec<(usize, usize)> {
    let mut streamed = Streamed::default();
    let totals = totals(&mut streamed, text, size);
    streamed.finish();
    assert_eq!(streamed.violations(), Vec::<&str>::new());
    totals
}

/// What a delta costs from one to another one.
fn cost(totals: &[(usize, usize)], from: usize, to: usize) -> Cost {
    let each = |count: usize| count as f64 / (to - from) as f64;
    Cost { operations: each(totals[to].0 - totals[from].0), bytes: each(totals[to].1 - totals[from].1) }
}

/// What a delta costs in each doubling of the length.
fn doublings(totals: &[(usize, usize)], size: usize) -> Vec<Cost> {
    let lengths = (10..).map(|power| (1_usize << power).div_ceil(size)).take_while(|to| *to < totals.len());
    let mut from = 0;
    lengths.map(|to| cost(totals, std::mem::replace(&mut from, to), to)).collect()
}

fn check(name: &str, text: &str) {
    for size in [4, 40] {
        check_doublings(name, &of_whole(text, size), size);
    }
}

fn check_doublings(name: &str, totals: &[(usize, usize)], size: usize) {
    let costs = doublings(totals, size);
    // What a delta brings is read twice, and there are up to 8 times an eighth to be read again.
    let most = (SHORT + 12 * size) as f64;
    let first = costs.iter().take(3).map(|cost| cost.operations).fold(0.0, f64::max);
    for (doubling, cost) in costs.iter().enumerate() {
        let place = format!("{name}, {size} characters a delta, from {} KB", (1 << doubling) / 2);
        assert!(cost.bytes <= most, "{place}: {} bytes are read for a delta", cost.bytes);
        assert!(
            cost.operations <= 1.1 * first + 1.5,
            "{place}: {} operations, {first} at the beginning",
            cost.operations
        );
    }
    // Beyond what is short, nothing grows.
    let late = &costs[4.min(costs.len() - 1)..];
    for cost in late {
        assert!(
            cost.bytes <= 1.1 * late[0].bytes + 12.0 * size as f64,
            "{name}: {} and {} bytes for a delta",
            late[0].bytes,
            cost.bytes
        );
    }
}

/// The last quarter costs no more than the first one, but for two operations and what two deltas bring.
fn check_quarters(name: &str, totals: &[(usize, usize)], size: usize) {
    let count = totals.len() - 1;
    let (first, last) = (cost(totals, 0, count / 4), cost(totals, count - count / 4, count));
    let (operations, bytes) = (first.operations + 2.0, first.bytes + 2.0 * size as f64);
    assert!(last.operations <= operations, "{name}: {} and {} operations", first.operations, last.operations);
    assert!(last.bytes <= bytes, "{name}: {} and {} bytes", first.bytes, last.bytes);
}

fn check_all(shapes: &[Shape]) {
    for (name, start, unit, length) in shapes {
        check(name, &((*start).to_owned() + &unit.repeat(length / unit.len())));
    }
}

#[test]
fn a_delta_of_an_ordinary_text_costs_the_same_however_long_it_is() {
    check_all(ORDINARY);
    let sample = std::fs::read_to_string("demo/sample.md").unwrap().replace(|c: char| !c.is_ascii(), "-");
    check("the sample", &(sample + "\n\n").repeat(200));
}

#[test]
fn a_delta_of_a_text_that_is_hard_to_read_is_no_dearer_when_it_is_long() {
    check_all(HARD);
}

/// Without a blank anywhere, words are let go of behind punctuation: what is read again is no longer than a clause.
#[test]
fn a_paragraph_of_chinese_is_read_clause_by_clause() {
    let clause = "很长的段落没有空格，";
    for size in [3, 39] {
        let totals = of_whole(&clause.repeat(KB64 / clause.len()), size);
        let late = cost(&totals, totals.len() / 2, totals.len() - 1);
        assert!(late.bytes <= (clause.len() + 3 * size) as f64, "{} bytes for {size}", late.bytes);
    }
}

#[test]
fn a_deep_list_costs_as_much_as_it_is_deep() {
    check("a deep list", &(deep_list() + &deep("more of item 49").repeat(500)));
}

/// Items in items, 50 deep.
fn deep_list() -> String {
    (0..50).map(|depth| format!("{}- item {depth}\n", "  ".repeat(depth))).collect()
}

/// A line in the innermost item.
fn deep(words: &str) -> String {
    format!("{}{words}\n", "  ".repeat(50))
}

/// The same shapes up to a megabyte; larger deltas make that quick.
fn check_megabyte(shapes: &[(&str, &str, &str)]) {
    const SIZE: usize = 256;
    for (name, start, unit) in shapes {
        let totals = of_whole(&((*start).to_owned() + &unit.repeat(MB / unit.len() + 1)), SIZE);
        assert_eq!(doublings(&totals, SIZE).len(), 11, "{name}: from 1 KB to 1 MB");
        check_doublings(name, &totals, SIZE);
        check_quarters(name, &totals, SIZE);
    }
}

#[test]
fn the_last_quarter_of_a_megabyte_of_paragraph_code_or_table_costs_as_much_as_the_first() {
    check_megabyte(&[
        ("a paragraph", "", WORDS),
        ("a paragraph of lines", "", LINES),
        ("code", "```rust\n", "    let x = 17; // words\n"),
        ("a table", "| a | b | c |\n|---|---|---|\n", "| some words | **more** | 17 |\n"),
    ]);
}

#[test]
fn the_last_quarter_of_a_megabyte_of_list_costs_as_much_as_the_first() {
    let list = deep_list();
    check_megabyte(&[
        ("a flat list", "", "- an item of words\n"),
        ("a flat list of numbers", "", "1. an item of words\n"),
        ("a flat list with gaps", "", "- an item of words\n\n"),
        ("a deep list that goes on with lines", &list, &deep("more of item 49")),
        ("a deep list that goes on with items", &list, &deep("- one more item")),
        ("deep lists", "", &list),
    ]);
}

#[test]
fn the_last_quarter_of_a_megabyte_of_asterisks_costs_as_much_as_the_first() {
    check_megabyte(&[
        ("a run", "", "*"),
        ("single ones that open", "a ", "*a "),
        ("double ones that open", "a ", "**a "),
        ("some that close", "a ", "*a* "),
        ("some that may close", "a ", "a** b"),
        ("crossing runs", "a ", "*a**b_ c"),
    ]);
}

#[test]
fn references_cost_as_much_as_there_are() {
    let count = 2000;
    let uses = (0..count).map(|index| format!("See [the {index}] or [this][{index}].\n"));
    let definitions = (0..count).map(|index| format!("[the {index}]: /t{index}\n[{index}]: /u{index}\n"));
    let text: String = uses.chain(["\n".to_owned()]).chain(definitions).collect();
    let mut streamed = Streamed::default();
    text.as_bytes().chunks(4).for_each(|piece| streamed.push(std::str::from_utf8(piece).unwrap()));
    streamed.finish();
    let deltas = text.len() / 4;
    assert!(streamed.bytes_read() < 40 * deltas, "{} bytes for {deltas} deltas", streamed.bytes_read());
    assert!(streamed.operations() < 8 * deltas, "{} operations for {deltas} deltas", streamed.operations());
    assert_eq!(streamed.nodes().len(), 1);
}

/// What waits for a definition is drawn anew when it comes, so definitions cost more than what refers to them: each part
/// is looked at by itself, and definitions must cost the same behind much as behind little.
#[test]
fn definitions_at_the_end_cost_the_same_from_1_kb_to_1_mb() {
    const SIZE: usize = 64;
    for (name, between) in [("in one paragraph", "\n"), ("in one paragraph each", "\n\n")] {
        let mut least = f64::MAX;
        for length in (10..=20).step_by(2).map(|power| 1_usize << power) {
            let count = length / 80;
            let uses =
                (0..count).map(|index| format!("See [the {index:05}] or [this][{index:05}].{between}"));
            let uses = uses.collect::<String>() + "\n";
            let definitions =
                (0..count).map(|index| format!("[the {index:05}]: /t{index}\n[{index:05}]: /u{index}\n"));
            let mut streamed = Streamed::default();
            let before = totals(&mut streamed, &uses, SIZE);
            let behind = totals(&mut streamed, &definitions.collect::<String>(), SIZE);
            streamed.finish();
            assert_eq!(streamed.violations(), Vec::<&str>::new());
            let name = format!("{count} {name}");
            check_quarters(&name, &before, SIZE);
            check_quarters(&name, &behind, SIZE);
            let all = cost(&behind, 0, behind.len() - 1).operations;
            least = least.min(all);
            assert!(
                all <= least + 2.0,
                "{name}: {all} operations for a delta of definitions, behind less {least}"
            );
        }
    }
}

/// One definition may be waited for by all there is: no delta before it costs more for that.
#[test]
fn what_waits_for_one_definition_costs_the_same_up_to_1_mb() {
    check_megabyte(&[("uses of one label", "", "See [this] or [that][this].\n\n")]);
}

/// Stretches that share labels wait for what is still undefined each time they are read: once, not once more each time.
#[test]
fn labels_that_stand_together_are_read_again_once_for_each_definition() {
    const STRETCHES: usize = 40;
    const LABELS: usize = 12;
    let marks: String = (0..LABELS).map(|label| format!("[{label}] ")).collect();
    let mut document = Document::default();
    (0..STRETCHES).for_each(|_| drop(document.push(&format!("Said so {marks}.\n\n"))));
    let mut fixes = 0;
    for label in 0..LABELS {
        document.push(&format!("[{label}]: /there\n\nMore.\n\n"));
        while document.has_fixes() {
            fixes += document.fixes().len();
        }
    }
    assert!((STRETCHES..=STRETCHES * LABELS).contains(&fixes), "{fixes} stretches were read again");
}

/// When it comes, what waited for it is drawn in portions: with what comes behind it, and the rest by itself.
#[test]
fn a_definition_that_10_000_uses_wait_for_costs_no_step_more_than_a_few_of_them() {
    // Two references in each 27 bytes: what they are, what is in them, and the text between.
    const MOST: usize = 1024 / 27 * 20;
    for between in ["\n\n", "\n", " "] {
        let mut streamed = Streamed::default();
        (0..10_000).for_each(|_| streamed.push(&format!("See [this] or [that][this].{between}")));
        let before = streamed.text();
        let mut steps = vec![streamed.operations()];
        for piece in ["\n\n[this]: /there", "\n\n", "More", " text.\n\n"] {
            streamed.push(piece);
            steps.push(streamed.operations());
        }
        for _ in 0..10_000 * 28 / 1024 {
            streamed.catch_up();
            steps.push(streamed.operations());
        }
        let all = streamed.operations();
        streamed.catch_up();
        assert_eq!(streamed.operations(), all, "there is no more");
        let longest = steps.windows(2).map(|step| step[1] - step[0]).max();
        assert!(longest.is_some_and(|longest| longest <= MOST), "{longest:?} operations in one step");
        let after = before.replace("[this]", "this").replace("[that]this", "that");
        assert_eq!(streamed.text(), after.trim_end().to_owned() + "More text.");
        streamed.finish();
        assert_eq!(streamed.violations(), Vec::<&str>::new());
    }
}

//! What the parsers may differ in.
//!
//! **Invariant:** each reason is looked for in the source; without one, a difference is a fault.

/// With one blank in the place of several, and none at the ends of code.
pub(super) fn squeezed(html: &str) -> String {
    let words =
        |line: &str| line.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = html.lines().map(words).collect();
    lines.join("\n").replace("<code> ", "<code>").replace(" </code>", "</code>")
}

/// What is different by intention, where it may differ.
pub(super) fn excused(text: &str) -> bool {
    let has = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    // `[^a][b]` is a mark of a footnote, whatever is defined; and labels of anything but letters are read in as many ways
    // as there are parsers.
    let is_mark = |rest: &str| {
        let label = rest.split_once(']').filter(|(_, behind)| !behind.starts_with('['));
        !label.is_some_and(|(label, _)| label.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    // Some take control characters for blanks. A line break behind a `<br>` is none; and formulas, and bare addresses.
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    text.contains(is_control)
        || text.split('&').skip(1).any(is_unknown_name)
        || text.split("[^").skip(1).any(is_mark)
        || has(&["<br>  ", "<br/>  ", "<br />  "])
        || has(&["$", "\\(", "\\[", "\\begin{", "://", "www.", "@"])
        || text.lines().any(is_fence_of_math)
        || text.lines().any(is_odd_line)
        || has_unlike_tildes(text)
        // Ours nests 120 containers at most.
        || text.lines().any(|line| line.matches('>').count() > 100)
        || text.chars().any(is_approximate)
}

/// A formula in ours, code in the others.
fn is_fence_of_math(line: &str) -> bool {
    line.contains("math") && (line.contains("```") || line.contains("~~~"))
}

/// True where ours has no table: which of these are punctuation, and which combine with a letter.
fn is_approximate(c: char) -> bool {
    let is_there = matches!(c, '\u{370}'..='\u{1fff}' | '\u{a800}'..='\u{abff}' | '\u{10a00}'..='\u{11fff}');
    is_there && !c.is_alphanumeric()
}

/// One tilde and two between each other: cmark-gfm takes both away and goes on, which ours does, too, and the others in
/// ways of their own.
fn has_unlike_tildes(text: &str) -> bool {
    // The first one of a run may be escaped.
    let mut runs = text.split(|c| c != '~').map(str::len).filter(|length| *length > 0);
    let first = runs.next();
    runs.any(|length| Some(length) != first)
}

/// True if a character reference follows that HTML 4 does not have.
fn is_unknown_name(rest: &str) -> bool {
    let names = include_str!("../../../src/markdown/inline/entities.txt");
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let name = rest.split_once(';').map(|(name, _)| name).filter(|name| is_name(name));
    name.is_some_and(|name| names.split_ascii_whitespace().step_by(2).all(|known| known != name))
}

fn is_odd_line(line: &str) -> bool {
    let content = line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t>-+*.)".contains(c)).trim_end();
    // A box without a task is text.
    let is_empty_task = matches!(content, "[ ]" | "[x]" | "[X]");
    // The row below a table's head is one, even if it might be an item of a list.
    let is_delimiters = line.contains('|') && line.chars().all(|c| "|:- \t>".contains(c));
    is_empty_task || is_delimiters
}

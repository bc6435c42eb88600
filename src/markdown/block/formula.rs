//! Display formulas on lines of their own: how they begin, go on and end.
//!
//! **Invariant:** the marks are no part of the formula, but those of an environment of TeX are.

use super::Output;
use super::line::Line;
use crate::markdown::inline;
use crate::text::contains;

const END: &str = "\\end";

/// The environments of TeX that are formulas without other marks, too: how they end. What stands behind `\end` stands
/// behind `\begin`, too.
const ENVIRONMENTS: [&str; 8] = [
    "\\end{equation}",
    "\\end{equation*}",
    "\\end{align}",
    "\\end{align*}",
    "\\end{gather}",
    "\\end{gather*}",
    "\\end{multline}",
    "\\end{multline*}",
];

/// The end mark of a display formula on lines of its own, and what stands behind the first mark. Those of an environment
/// belong to the formula.
pub fn begin(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_end_matches([' ', '\t']);
    if let Some(rest) = line.strip_prefix("\\begin") {
        let is_of = |end: &&&str| {
            let behind = rest.strip_prefix(&end[END.len()..]);
            behind.is_some_and(|behind| behind.is_empty() || behind.ends_with(**end))
        };
        return ENVIRONMENTS.iter().find(is_of).map(|end| (*end, line));
    }
    let (end, inside) = match (line.strip_prefix("$$"), line.strip_prefix("\\[")) {
        (Some(inside), _) => ("$$", inside),
        (_, Some(inside)) => ("\\]", inside),
        _ => return None,
    };
    let is_alone = inside.is_empty();
    let is_whole =
        inside.strip_suffix(end).is_some_and(|tex| !contains(tex, end) && inline::is_formula(tex, true));
    let goes_on = end == "$$" && !contains(inside, "$$");
    (is_alone || is_whole || goes_on).then_some((end, inside))
}

/// The TeX in the last line of a display formula; none if it is not the last.
pub fn last<'a>(line: &'a str, end: &str) -> Option<&'a str> {
    let tex = line.strip_suffix(end)?;
    Some(if end.len() > 2 { line } else { tex })
}

/// Takes a line of a formula; true if it is the last one. A blank one is, too: no formula has one in it.
pub fn go_on(end: &str, has_line: &mut bool, line: &Line, out: &mut Output) -> bool {
    let content = line.content().trim_end_matches([' ', '\t']);
    let whole = last(content, end);
    let tex = whole.unwrap_or(content).trim();
    if !tex.is_empty() {
        out.builder.text(&(if *has_line { "\n" } else { "" }.to_owned() + tex));
        *has_line = true;
    }
    whole.is_some() || content.is_empty()
}

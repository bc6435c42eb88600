//! What can be said of a line before it is whole.
//!
//! **Invariant:** [`Blocks::knows`] is true only if nothing that may follow on the line changes which blocks it opens
//! and closes.

use super::{Blocks, Leaf};
use crate::text::{contains, is_one_of};

impl Blocks {
    /// True if the line is text of a paragraph or of code, whatever follows.
    pub fn knows(&self, line: &str) -> bool {
        if self.reads_whole_lines() {
            return false;
        }
        if let Leaf::Fence(fence, ..) = self.leaf
            && self.containers.is_empty()
        {
            return line.trim_start_matches([' ', '\t']).bytes().next().is_some_and(|byte| byte != fence);
        }
        // Behind what may mark containers, a character that begins nothing.
        let is_mark = |c: char| c.is_ascii_digit() || is_one_of(c, " \t>-+*.)");
        let first = line.trim_start_matches(is_mark).chars().next();
        first.is_some_and(|c| !c.is_ascii_punctuation() || is_one_of(c, "'\"(,;?%@/^{}"))
    }

    /// True if the line so far shows nothing: it is just marks, which may come to mean something else.
    pub fn waits_for_more(&self, line: &str) -> bool {
        let line = line.trim_start_matches([' ', '\t', '>']);
        if let Leaf::Fence(fence, ..) = self.leaf {
            return line.bytes().all(|byte| byte == fence);
        }
        let is_mark = |c: char| c.is_ascii_digit() || is_one_of(c, " \t>-+*.)=_#`~|:$\\");
        let is_footnote = line.starts_with("[^") && !contains(line, "]:") && line.len() < 60;
        let is_fence = line.starts_with("```") || line.starts_with("~~~");
        let rest = line.strip_prefix("\\[").unwrap_or(line).trim_start_matches(is_mark);
        let is_box = ["[ ]", "[x]", "[X]"].iter().any(|task| task.starts_with(rest.trim_end()));
        // None has a longer name than `multline*`.
        let is_environment =
            line.len() < 18 && (line.starts_with("\\begin{") || "\\begin{".starts_with(line));
        is_footnote || is_fence || is_box || is_environment
    }
}

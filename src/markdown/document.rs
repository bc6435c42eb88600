//! A text that grows: which of its blocks are finished, and what the open tail looks like now.
//!
//! CommonMark decides the structure of blocks line by line, so a top-level block is over for good once
//! another one has begun behind it on lines that are themselves complete. **Invariant:** the text of finished
//! blocks is let go and never read again; a push costs as much as the open tail is long. One thing reaches back:
//! the definition of a link that stands behind its reference; [`Document::has_late_definition`] says so.

use super::Node;
use super::parse::{Block, Definition, Label, Parsed, parse};

/// The state of the tail after a push.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Blocks that are over since the step before; they take the place of its first open blocks.
    pub finished: Vec<Node>,
    /// Blocks that more text may still change.
    pub open: Vec<Node>,
}

/// A markdown text that arrives in pieces.
#[derive(Debug, Default)]
pub struct Document {
    tail: String,
    definitions: Vec<Definition>,
    /// What finished blocks refer to without a definition.
    unresolved: Vec<Label>,
    has_late_definition: bool,
}

impl Document {
    /// Adds text and gives what changed.
    pub fn push(&mut self, text: &str) -> Step {
        self.tail.push_str(text);
        let Parsed { mut blocks, definitions, unresolved } = parse(&self.tail, &self.definitions);
        let over = self.finished_count(&blocks);
        let open: Vec<Block> = blocks.drain(over..).collect();
        if let Some(first) = open.first().filter(|_| over > 0) {
            // From the start of its line: an indent belongs to the block.
            let start = self.tail[..first.range.start].rfind('\n').map_or(0, |end| end + 1);
            // What is defined behind that may still grow, and will be read again.
            self.define(definitions.into_iter().filter(|definition| definition.end <= start));
            self.unresolved
                .extend(unresolved.into_iter().filter(|(_, at)| *at < start).map(|(label, _)| label));
            self.tail.drain(..start);
        }
        Step { finished: nodes(blocks), open: nodes(open) }
    }

    /// Ends the text: everything is finished now.
    pub fn finish(&mut self) -> Vec<Node> {
        let parsed = parse(&self.tail, &self.definitions);
        self.define(parsed.definitions);
        self.tail.clear();
        nodes(parsed.blocks)
    }

    /// True if a reference in a finished block was defined later: the same text, read at once, has a link there.
    pub fn has_late_definition(&self) -> bool {
        self.has_late_definition
    }

    fn define(&mut self, definitions: impl IntoIterator<Item = Definition>) {
        for definition in definitions {
            self.has_late_definition |= self.unresolved.contains(&definition.label);
            self.definitions.push(definition);
        }
    }

    /// All blocks before the last one that begins on a complete line and has another complete line behind it:
    /// whether a line is the head of a table shows in the next one.
    fn finished_count(&self, blocks: &[Block]) -> usize {
        let mut line_ends = self.tail.rmatch_indices('\n').map(|(end, _)| end);
        let complete = line_ends.nth(1).unwrap_or(0);
        blocks.iter().rposition(|block| block.range.start < complete).unwrap_or(0)
    }
}

fn nodes(blocks: Vec<Block>) -> Vec<Node> {
    blocks.into_iter().map(|block| block.node).collect()
}

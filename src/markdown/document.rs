//! A text that grows: which of its blocks are finished, and what the open tail looks like now.
//!
//! CommonMark decides the structure of blocks line by line, so a top-level block is over for good once
//! another one has begun behind it on lines that are themselves complete. **Invariant:** the text of finished
//! blocks is let go and never read again; a push costs as much as the open tail is long.

use super::Node;
use super::parse::{Block, Definition, parse};

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
}

impl Document {
    /// Adds text and gives what changed.
    pub fn push(&mut self, text: &str) -> Step {
        self.tail.push_str(text);
        let (mut blocks, definitions) = parse(&self.tail, &self.definitions);
        let over = self.finished_count(&blocks);
        let open: Vec<Block> = blocks.drain(over..).collect();
        if let Some(first) = open.first().filter(|_| over > 0) {
            // From the start of its line: an indent belongs to the block.
            let start = self.tail[..first.range.start].rfind('\n').map_or(0, |end| end + 1);
            // One behind that may still grow, and will be read again.
            self.definitions.extend(definitions.into_iter().filter(|definition| definition.end <= start));
            self.tail.drain(..start);
        }
        let nodes = |blocks: Vec<Block>| blocks.into_iter().map(|block| block.node).collect();
        Step { finished: nodes(blocks), open: nodes(open) }
    }

    /// Ends the text: everything is finished now.
    pub fn finish(&mut self) -> Vec<Node> {
        let (blocks, _) = parse(&self.tail, &self.definitions);
        *self = Self::default();
        blocks.into_iter().map(|block| block.node).collect()
    }

    /// All blocks before the last one that begins on a complete line and has another complete line behind it:
    /// whether a line is the head of a table shows in the next one.
    fn finished_count(&self, blocks: &[Block]) -> usize {
        let mut line_ends = self.tail.rmatch_indices('\n').map(|(end, _)| end);
        let complete = line_ends.nth(1).unwrap_or(0);
        blocks.iter().rposition(|block| block.range.start < complete).unwrap_or(0)
    }
}

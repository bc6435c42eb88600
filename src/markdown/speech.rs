//! What a listener hears of an answer: its finished blocks as plain text.
//!
//! **Invariant:** each word once, in order; lines and cells are told apart.

use super::Kind;

#[derive(Debug, Default)]
pub struct Speech {
    block: String,
    blocks: Vec<String>,
}

impl Speech {
    pub fn say(&mut self, text: &str) {
        self.block.push_str(text);
    }

    /// An element is over.
    pub fn end(&mut self, kind: &Kind) {
        match kind {
            Kind::Cell(_) | Kind::HeaderCell(_) => self.block.push(' '),
            Kind::Break
            | Kind::Paragraph
            | Kind::Item
            | Kind::TableRow
            | Kind::TableHead
            | Kind::Heading(_) => self.block.push('\n'),
            _ => {}
        }
    }

    /// A block is over that stands in nothing.
    pub fn end_block(&mut self) {
        if !self.block.is_empty() {
            self.blocks.push(std::mem::take(&mut self.block));
        }
    }

    /// The blocks since the last call.
    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.blocks)
    }
}

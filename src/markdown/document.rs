//! A text that grows: what of it is settled, and how its end looks now.
//!
//! Lines go to the block phase once they are whole, or as soon as nothing behind them can change what they are; the
//! end is read by a copy of the block phase that is thrown away. **Invariant:** what is settled is let go and never
//! read again; a push costs as much as it brings and as the open end is long. An end that stays open for
//! thousands of bytes is looked at only when it has grown by an eighth, so that the whole stays linear.

use super::block::{Blocks, Builder, Output};
use super::change::{Fix, Step};
use super::reference::References;
use super::segment::Segments;

/// An open end of this many bytes is looked at with each push.
const SHORT: usize = 4096;

/// A markdown text that arrives in pieces.
#[derive(Debug, Default)]
pub struct Document {
    blocks: Blocks,
    builder: Builder,
    references: References,
    segments: Segments,
    /// The last line, unless the block phase has it.
    line: String,
    /// True if the block phase has the beginning of the last line.
    is_mid_line: bool,
    /// The last character was a carriage return.
    has_return: bool,
    /// How long the open end was when it was last looked at.
    looked_at: usize,
    /// Bytes that were read, those read again included.
    read: usize,
}

impl Document {
    /// Adds text and gives what changed.
    pub fn push(&mut self, text: &str) -> Step {
        let text = &*self.plain_lines(text);
        self.take(text);
        let pending = self.line.len() + self.blocks.pending();
        // A step that appends nothing would say that there is nothing.
        let may_wait = !text.is_empty() && !self.builder.has_changes();
        if may_wait && pending > SHORT && pending - self.looked_at.min(pending) < self.looked_at / 8 {
            return Step { appended: text.to_owned(), ..Step::default() };
        }
        self.looked_at = pending;
        self.read += pending;
        let look = self.look();
        let changes = self.builder.take(look);
        Step { changes, appended: String::new() }
    }

    /// What definitions changed that came later, as much of it as is read at a time.
    pub fn fixes(&mut self) -> Vec<Fix> {
        self.segments.fixes(&mut self.references)
    }

    /// True if there is more of that.
    pub fn has_fixes(&self) -> bool {
        self.references.has_fresh()
    }

    /// Ends the text: everything is settled now, but for what [`Self::fixes`] has.
    pub fn finish(&mut self) -> Step {
        let (line, is_mid_line) = (std::mem::take(&mut self.line), self.is_mid_line);
        let (blocks, mut out) = self.output();
        if is_mid_line {
            blocks.end_line(&mut out);
        } else if !line.is_empty() {
            blocks.line(&line, true, &mut out);
        }
        blocks.close_all(&mut out);
        let changes = self.builder.take_all();
        Step { changes, appended: String::new() }
    }

    /// How many bytes were read so far, those that were read again included: what a text costs.
    pub fn bytes_read(&self) -> usize {
        self.read
    }

    /// All line ends are `\n`, and there is no zero byte.
    fn plain_lines<'a>(&mut self, text: &'a str) -> std::borrow::Cow<'a, str> {
        if !self.has_return && !text.bytes().any(|byte| matches!(byte, b'\r' | 0)) {
            return text.into();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\n' if self.has_return => {}
                '\r' => out.push('\n'),
                '\0' => out.push(char::REPLACEMENT_CHARACTER),
                _ => out.push(c),
            }
            self.has_return = c == '\r';
        }
        out.into()
    }

    fn output(&mut self) -> (&mut Blocks, Output<'_>) {
        let Self { blocks, builder, references, segments, .. } = self;
        (blocks, Output { builder, references, segments, is_look: false })
    }

    fn take(&mut self, text: &str) {
        self.read += text.len();
        let mut lines = text.split('\n');
        let last = lines.next_back().unwrap_or_default();
        for more in lines {
            let mut line = std::mem::take(&mut self.line);
            let is_mid_line = std::mem::take(&mut self.is_mid_line);
            let (blocks, mut out) = self.output();
            if is_mid_line {
                blocks.more(more, &mut out);
                blocks.end_line(&mut out);
            } else {
                line.push_str(more);
                blocks.line(&line, true, &mut out);
            }
        }
        if self.is_mid_line {
            let (blocks, mut out) = self.output();
            blocks.more(last, &mut out);
        } else {
            let is_new = self.line.len() < SHORT;
            self.line.push_str(last);
            // A line that is not clear after so many bytes is read once it is whole.
            if is_new {
                self.begin_line();
            }
        }
    }

    /// Gives the last line to the block phase as soon as it is clear what it is.
    fn begin_line(&mut self) {
        if !self.blocks.knows(&self.line) {
            return;
        }
        let line = std::mem::take(&mut self.line);
        let (blocks, mut out) = self.output();
        blocks.line(&line, false, &mut out);
        self.is_mid_line = blocks.takes_more();
    }

    /// How the end looks.
    fn look(&mut self) -> Builder {
        let has_line = !self.line.is_empty() && !self.blocks.waits_for_more(&self.line);
        if !has_line && !self.blocks.needs_look() {
            let (blocks, mut out) = self.output();
            let open = blocks.settle(&mut out);
            let mut look = self.builder.for_look();
            look.nodes(open, 0);
            return look;
        }
        let mut look = self.builder.for_look();
        let mut blocks = self.blocks.clone();
        let Self { references, segments, .. } = self;
        let mut out = Output { builder: &mut look, references, segments, is_look: true };
        if has_line {
            blocks.line(&self.line, true, &mut out);
        }
        blocks.close_all(&mut out);
        look
    }
}

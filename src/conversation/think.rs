//! `<think>…</think>`: the thinking that a server without a reasoning parser leaves in the answer.
//!
//! It stands only at the start. Some chat templates put the opening tag into the prompt, so that only the closing
//! one comes, and an answer that reaches its limit may never close it. **Invariant:** what was pushed is in the text
//! or in the reasoning once [`Splitter::close`] was called, except the tags and the blank lines behind them; how it
//! was cut makes no difference.

use crate::text::{contains, split};

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";
/// No tag is that long, so what is held and longer is blank.
const HELD: usize = 16;

/// Where the content goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing but white space and perhaps the start of a tag.
    Start,
    Thinking,
    /// The tag was closed; blank lines before the answer are left out.
    Closed,
    /// The answer. A closing tag may still turn up and make thinking of all that came.
    Answer,
    /// The answer, for certain.
    Settled,
}

/// Tells thinking from answer, as the content arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splitter {
    stage: Stage,
    /// What may be part of a tag.
    held: String,
}

impl Splitter {
    pub const NEW: Self = Self { stage: Stage::Start, held: String::new() };

    /// Sorts the next piece.
    pub fn push(&mut self, piece: &str, text: &mut String, reasoning: &mut String) {
        // Nearly every piece: no tag can be in it.
        if self.held.is_empty()
            && matches!(self.stage, Stage::Answer | Stage::Settled)
            && !piece.contains('<')
        {
            text.push_str(piece);
            return;
        }
        // A model that has begun with many blank lines.
        let is_blank = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_whitespace);
        if self.stage == Stage::Start
            && is_blank(piece.as_bytes())
            && self.held.as_bytes().get(..HELD).is_some_and(is_blank)
        {
            self.held.push_str(piece);
            return;
        }
        let mut piece = if self.held.is_empty() {
            piece.to_owned()
        } else {
            let mut held = std::mem::take(&mut self.held);
            held.push_str(piece);
            held
        };
        while !piece.is_empty() {
            piece = self.step(piece, text, reasoning);
        }
    }

    /// Sorts as much as is certain and gives what is left; nothing is left if the rest is held.
    fn step(&mut self, piece: String, text: &mut String, reasoning: &mut String) -> String {
        match self.stage {
            Stage::Start => {
                let begin = piece.trim_start();
                if let Some(rest) = begin.strip_prefix(OPEN) {
                    self.stage = Stage::Thinking;
                    return rest.to_owned();
                }
                if OPEN.starts_with(begin) {
                    self.held = piece;
                    return String::new();
                }
                let is_fresh = reasoning.is_empty() && text.is_empty();
                self.stage = if is_fresh { Stage::Answer } else { Stage::Settled };
                piece
            }
            Stage::Thinking => self.thinking(piece, reasoning),
            Stage::Closed => {
                let rest = piece.trim_start();
                if !rest.is_empty() {
                    self.stage = Stage::Settled;
                }
                rest.to_owned()
            }
            Stage::Answer => self.answer(piece, text, reasoning),
            Stage::Settled => {
                text.push_str(&piece);
                String::new()
            }
        }
    }

    fn thinking(&mut self, piece: String, reasoning: &mut String) -> String {
        if let Some((thought, rest)) = split(&piece, CLOSE) {
            reasoning.push_str(thought);
            self.stage = Stage::Closed;
            return rest.to_owned();
        }
        self.hold_tag(&piece, reasoning);
        String::new()
    }

    fn answer(&mut self, piece: String, text: &mut String, reasoning: &mut String) -> String {
        let Some((before, rest)) = split(&piece, CLOSE) else {
            self.hold_tag(&piece, text);
            return String::new();
        };
        text.push_str(before);
        // Behind an opening tag, or between backticks, it is what the answer speaks of.
        if !reasoning.is_empty() || contains(text, OPEN) || is_quoted(text) {
            self.stage = Stage::Settled;
            return [CLOSE, rest].concat();
        }
        *reasoning = std::mem::take(text);
        self.stage = Stage::Closed;
        rest.to_owned()
    }

    /// Passes on all but the start of a closing tag at the end.
    fn hold_tag(&mut self, piece: &str, to: &mut String) {
        let tail = piece.rfind('<').filter(|at| CLOSE.starts_with(&piece[*at..]));
        let (sure, held) = piece.split_at(tail.unwrap_or(piece.len()));
        to.push_str(sure);
        held.clone_into(&mut self.held);
    }

    /// Ends the content: what was held is what it looks like.
    pub fn close(&mut self, text: &mut String, reasoning: &mut String) {
        let held = std::mem::take(&mut self.held);
        if self.stage == Stage::Thinking { reasoning.push_str(&held) } else { text.push_str(&held) }
    }
}

/// True if code is open at the end of the text: a block, or a piece of the line.
fn is_quoted(text: &str) -> bool {
    let (mut is_block, mut is_open) = (false, false);
    for line in text.split('\n') {
        is_block ^= line.trim_start().starts_with("```");
        is_open = line.matches('`').count() % 2 == 1;
    }
    is_block || is_open
}

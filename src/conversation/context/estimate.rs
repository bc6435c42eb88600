//! How many tokens a text has, without the tokenizer of the model.
//!
//! The rule: four ASCII characters are a token, so are two letters of the scripts that UTF-8 writes in two bytes (Greek,
//! Cyrillic, Arabic …); a character of three bytes (Chinese, Japanese, Korean, Thai, Devanagari …) is one token, one of
//! four bytes (emoji) two; a message takes four more. What a server counts corrects it by a factor. Weights are quarters
//! of an uncorrected token. **Invariant:** total; a joined text is never heavier than its parts as messages, and the
//! factor stays between a quarter and four, whatever a server reports.

use crate::conversation::turns::{AROUND_CONTEXT, LONGEST_RESULT, NO_ANSWER};
use crate::conversation::{Message, ToolCall};
use crate::json::Json;
use crate::protocol::Turn;
use crate::text::cut_at;

/// What a message takes beside its text: role and marks.
pub const PER_MESSAGE: u64 = 16;
/// The frame of a call beside name and arguments.
const PER_CALL: u64 = 32;
/// What comes before an answer.
pub const PER_ANSWER: u64 = 12;

/// A shorter request is mostly frame, and says little of the factor.
const LEAST: u64 = 200;

/// The weight of a text.
pub fn weight(text: &str) -> u64 {
    let quarters = |byte: u8| match byte {
        0..0x80 => 1,
        // The rest of a character.
        0x80..0xc0 => 0,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 4,
        0xf0.. => 8,
    };
    text.bytes().map(quarters).sum()
}

/// The weight of a message with its calls, as it is sent. Behind the results of calls an answer may have to be made up
/// ([`NO_ANSWER`]), whatever else is chosen.
pub fn of_message(message: &Message) -> u64 {
    let choice = message.choice();
    let calls = &choice.tool_calls;
    let made_up = if calls.is_empty() { 0 } else { PER_MESSAGE + weight(NO_ANSWER) };
    // What is empty is sent as `_` and `{}`.
    let of_call = |call: &ToolCall| weight(&call.name).max(1) + weight(&call.arguments).max(2);
    let calls: u64 = calls.iter().map(|call| PER_CALL + of_call(call)).sum();
    let around = || AROUND_CONTEXT.iter().map(|text| weight(text)).sum::<u64>();
    let context = message.context.as_ref().map_or(0, |context| weight(context) + around());
    // What it thought goes with its calls as long as no other question is asked.
    let thought = if choice.reasons_apart && made_up > 0 { weight(&choice.reasoning) } else { 0 };
    let text = message.text().trim();
    let sent = if message.is_result() { cut_at(text, LONGEST_RESULT) } else { text };
    // That it was cut is told.
    let cut = if sent.len() < text.len() { 2 * PER_CALL } else { 0 };
    PER_MESSAGE + weight(sent) + cut + calls + thought + made_up + context
}

/// The weight of a turn, as it is sent.
pub fn of_turn(turn: &Turn) -> u64 {
    let text = |value: &Json| value.as_str().map_or(0, weight);
    let of_call = |call: &Json| PER_CALL + call.members().iter().map(|(_, value)| text(value)).sum::<u64>();
    let of_field = |(name, value): &(&str, Json)| match *name {
        "tool_calls" => value.items().iter().filter_map(|call| call.get("function")).map(of_call).sum(),
        "function_call" => of_call(value),
        "reasoning_content" => text(value),
        _ => 0,
    };
    PER_MESSAGE + weight(&turn.content) + turn.fields.iter().map(of_field).sum::<u64>()
}

/// From weights to tokens, corrected by what the server has counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Thousandths.
    factor: u64,
}

impl Default for Estimate {
    fn default() -> Self {
        Self { factor: 1000 }
    }
}

impl Estimate {
    /// With a factor that was kept, in thousandths.
    pub fn new(factor: u64) -> Self {
        Self { factor: factor.clamp(250, 4000) }
    }

    /// The factor, in thousandths.
    pub const fn factor(self) -> u64 {
        self.factor
    }

    /// The tokens of a weight, rounded up.
    pub const fn tokens(self, weight: u64) -> u64 {
        weight.saturating_mul(self.factor).div_ceil(4000)
    }

    /// The weight that so many tokens have room for.
    pub const fn weight(self, tokens: u64) -> u64 {
        tokens.saturating_mul(4000) / self.factor
    }

    /// Learns from the `prompt_tokens` that a server reports for a request of this weight: half way from what was
    /// thought to what was said.
    pub fn learn(&mut self, weight: u64, prompt_tokens: u64) {
        if weight >= LEAST && prompt_tokens > 0 {
            let said = Self::new(prompt_tokens.saturating_mul(4000) / weight);
            self.factor = (self.factor + said.factor).div_ceil(2);
        }
    }
}

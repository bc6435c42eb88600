//! One of the answers to a question; there are several where a site asks for `n`.
//!
//! **Invariant:** a choice only grows, but for thinking that turns out to be such when its closing tag comes.

use super::think::Splitter;
use super::tool_calls::{ToolCall, merge};
use crate::json::{Json, half};
use crate::protocol::{Delta, FinishReason};

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Markdown.
    pub text: String,
    /// What the model thought before it answered.
    pub reasoning: String,
    /// It came as `reasoning_content`: servers that send it so want it back with the results of calls, or do not mind.
    pub reasons_apart: bool,
    /// What it says in place of an answer.
    pub refusal: String,
    pub tool_calls: Vec<ToolCall>,
    /// Why the model stopped, once it said so.
    pub finish: Option<FinishReason>,
    /// The same as the wire has it.
    pub finish_wire: Option<String>,
    /// The elements of `logprobs.content`, for the page's own code.
    pub logprobs: Vec<Json>,
    splitter: Splitter,
    /// The content so far ends with this half of a surrogate pair.
    seam: String,
}

impl Choice {
    /// Nothing yet.
    pub const EMPTY: Self = Self {
        text: String::new(),
        reasoning: String::new(),
        reasons_apart: false,
        refusal: String::new(),
        tool_calls: Vec::new(),
        finish: None,
        finish_wire: None,
        logprobs: Vec::new(),
        splitter: Splitter::NEW,
        seam: String::new(),
    };

    /// A choice with this text.
    pub fn of_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::EMPTY }
    }

    /// What is shown: the answer, or the refusal.
    pub fn shown(&self) -> &str {
        half::shown(if self.text.is_empty() { &self.refusal } else { &self.text })
    }

    /// What is shown of what the model thought.
    pub fn thoughts(&self) -> &str {
        half::shown(&self.reasoning)
    }

    /// Says something else, which is whole.
    pub fn say_instead(&mut self, text: String) {
        self.text = text;
        self.seam.clear();
    }

    /// True if there is nothing to show yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
            && self.reasoning.is_empty()
            && self.refusal.is_empty()
            && self.tool_calls.is_empty()
    }

    /// Adds a piece.
    pub fn apply(&mut self, delta: Delta) {
        half::push(&mut self.reasoning, &delta.reasoning);
        self.reasons_apart |= delta.reasons_apart;
        half::push(&mut self.refusal, &delta.refusal);
        if self.seam.is_empty() && half::is_free(&delta.content) {
            self.splitter.push(&delta.content, &mut self.text, &mut self.reasoning);
        } else {
            half::push(&mut self.seam, &delta.content);
            let sure = half::shown(&self.seam).len();
            let waiting = self.seam.split_off(sure);
            let content = std::mem::replace(&mut self.seam, waiting);
            self.splitter.push(&content, &mut self.text, &mut self.reasoning);
        }
        delta.tool_calls.into_iter().for_each(|piece| merge(&mut self.tool_calls, piece));
        if let Json::Array(mut items) = { delta.logprobs }.take("content") {
            self.logprobs.append(&mut items);
        }
    }

    /// Keeps why it stopped.
    pub fn stop(&mut self, reason: FinishReason, wire: String) {
        self.finish = Some(reason);
        self.finish_wire = Some(wire);
    }

    /// Nothing more comes, so what only the next piece needed is dropped: two choices that say the same are equal. A
    /// server that forgets to name the calls as the reason is helped out.
    pub fn close(&mut self) {
        half::close(&mut self.seam);
        let seam = std::mem::take(&mut self.seam);
        self.splitter.push(&seam, &mut self.text, &mut self.reasoning);
        self.splitter.close(&mut self.text, &mut self.reasoning);
        half::close(&mut self.reasoning);
        half::close(&mut self.refusal);
        self.splitter = Splitter::NEW;
        self.tool_calls.iter_mut().for_each(ToolCall::close);
        if self.finish == Some(FinishReason::Stop) && !self.tool_calls.is_empty() {
            self.finish = Some(FinishReason::ToolCalls);
        }
    }
}

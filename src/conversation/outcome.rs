//! What became of a reply, as one JSON document: for tests, for `cargo xtask replay` and for bug reports.
//!
//! **Invariant:** the same for every way to cut the reply.

use super::{Choice, Message, State, ToolCall};
use crate::json::Json;
use crate::protocol::{ApiError, BodyEnd, FinishReason, ReplyDecoder, ReplyHead, Usage};

/// The end of one reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub message: Message,
    /// `[DONE]` was read.
    pub saw_done: bool,
}

impl Outcome {
    /// Decodes a whole reply, given in these pieces.
    pub fn of<'a>(head: ReplyHead, pieces: impl IntoIterator<Item = &'a [u8]>, end: BodyEnd) -> Self {
        let mut message = Message::awaited();
        let mut decoder = ReplyDecoder::new(head);
        pieces.into_iter().for_each(|piece| decoder.feed(piece, &mut |event| message.apply(event)));
        decoder.finish(end, &mut |event| message.apply(event));
        Self { message, saw_done: decoder.saw_done() }
    }

    /// The fields of the first choice, of the reply, and of the error if there is one. `choices_text` and
    /// `citations` are there only where there is something to say.
    pub fn to_json(&self) -> Json {
        let message = &self.message;
        let empty = Choice::EMPTY;
        let first = message.choices().first().unwrap_or(&empty);
        let mut outcome = Json::object([
            ("text", first.text.as_str().into()),
            ("reasoning", first.reasoning.as_str().into()),
            ("refusal", Some(first.refusal.as_str()).filter(|refusal| !refusal.is_empty()).into()),
            ("tool_calls", first.tool_calls.iter().map(call).collect()),
            ("usage", message.usage.map(Usage::to_json).into()),
            ("finish_reason", first.finish.map(FinishReason::name).into()),
            ("finish_reason_raw", first.finish_wire.as_deref().into()),
            ("saw_done", self.saw_done.into()),
            ("complete", (message.state == State::Complete).into()),
            ("error", message.error().map(|error| report(error, message)).into()),
        ]);
        if message.choices().len() > 1 {
            let texts = message.choices().iter().map(|choice| Json::from(choice.text.as_str()));
            outcome.set("choices_text", texts.collect());
        }
        if !message.citations.is_empty() {
            let urls = message.citations.iter().map(|citation| Json::from(citation.url.as_str()));
            outcome.set("citations", urls.collect());
        }
        outcome
    }
}

fn call(call: &ToolCall) -> Json {
    Json::object([
        ("id", call.id.as_deref().into()),
        ("name", call.name.as_str().into()),
        ("arguments", call.arguments.as_str().into()),
    ])
}

fn report(error: &ApiError, message: &Message) -> Json {
    let mut report = error.to_json();
    report.set("retryable", (error.is_retryable() && message.is_empty()).into());
    report
}

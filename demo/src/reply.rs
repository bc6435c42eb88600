//! A reply before it is sent: what it says, and how the system that is played writes it down.
//!
//! **Invariant:** the same pieces make the document and the stream; only their packing differs.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use crate::answer::{LONGEST, answer, pieces};
use crate::ask::{Ask, text};
use crate::caller::Call;
use crate::fault::Fault;

/// What a system does its own way.
#[derive(Default)]
pub struct Style {
    /// No token counts in a stream, unless `stream_options` asks for them.
    pub counts_on_request: bool,
    /// Random letters in each chunk, so that its length tells nothing.
    pub obfuscates: bool,
    /// `finish_reason` comes with the last chunk only, not as `null` before it.
    pub names_finish_late: bool,
    /// A comment before the first chunk.
    pub opening: Option<&'static str>,
    /// Members of every document.
    pub extra: Map<String, Value>,
}

/// An answer, cut into pieces.
pub struct Reply {
    pub model: String,
    pub reasoning: Vec<String>,
    /// Between two pieces of reasoning.
    pub reasoning_pace: Duration,
    /// The alternatives; one, as a rule.
    pub choices: Vec<Vec<String>>,
    /// Calls of tools, in the place of an answer; one, in the way that came before.
    pub calls: Vec<Call>,
    pub is_legacy: bool,
    pub finish: &'static str,
    pub prompt_tokens: usize,
    pub pace: Duration,
    pub fault: Option<Fault>,
    pub wants_counts: bool,
    pub style: Style,
}

impl Reply {
    /// ELIZA's reply, with as many alternatives as are asked for; without a pause between its pieces, if the
    /// question says so.
    pub fn to(ask: &Ask, model: &str, pace: Duration) -> Self {
        let pace = if ask.question().to_lowercase().contains("at once") { Duration::ZERO } else { pace };
        let mut reply = Self {
            model: model.to_owned(),
            reasoning: Vec::new(),
            reasoning_pace: pace,
            choices: Vec::new(),
            calls: Vec::new(),
            is_legacy: false,
            finish: "stop",
            prompt_tokens: ask.messages().iter().map(|message| pieces(&text(message)).len()).sum(),
            pace,
            fault: None,
            wants_counts: ask.stream_option("include_usage").unwrap_or(false),
            style: Style::default(),
        };
        reply.say(&answer(ask.messages()), ask.choices());
        reply
    }

    /// Says this; the alternatives differ from it by their number.
    pub fn say(&mut self, text: &str, choices: usize) {
        let alternative = |index| match index {
            0 => pieces(text),
            _ => pieces(&format!("Alternative {}: {text}", index + 1)),
        };
        self.choices = (0..choices).map(alternative).collect();
    }

    /// The token counts: a token is a piece, a sentence has several.
    pub fn usage(&self) -> Value {
        let count = |pieces: &[String]| pieces.iter().map(|piece| tokens(piece)).sum::<usize>();
        let reasoning = count(&self.reasoning);
        let completion = self.choices.iter().map(|pieces| count(pieces)).sum::<usize>() + reasoning;
        let (prompt, total) = (self.prompt_tokens, self.prompt_tokens + completion);
        let mut usage =
            json!({ "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": total });
        if reasoning > 0 {
            usage["completion_tokens_details"] = json!({ "reasoning_tokens": reasoning });
        }
        usage
    }

    /// A document of this reply.
    pub fn document(&self, object: &str, rest: Value) -> Value {
        let created = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut document = json!({ "id": format!("chatcmpl-{created}"), "object": object, "created": created, "model": self.model });
        if let (Value::Object(document), Value::Object(rest)) = (&mut document, rest) {
            document.extend(self.style.extra.clone());
            document.extend(rest);
        }
        document
    }

    /// A chunk with a piece of one choice.
    pub fn chunk(&self, index: usize, delta: Value, finish_reason: Option<&str>) -> Bytes {
        let mut choice = json!({ "index": index, "delta": delta });
        if finish_reason.is_some() || !self.style.names_finish_late {
            choice["finish_reason"] = json!(finish_reason);
        }
        let padding = self.style.obfuscates.then(|| padding(&choice["delta"]));
        let mut document = self.document("chat.completion.chunk", json!({ "choices": [choice] }));
        if let Some(padding) = padding {
            document["obfuscation"] = json!(padding);
        }
        if self.style.counts_on_request && self.wants_counts {
            document["usage"] = Value::Null;
        }
        data(&document)
    }

    /// The chunk with the token counts, if one is due.
    pub fn counts(&self) -> Option<Bytes> {
        let is_due = self.wants_counts || !self.style.counts_on_request;
        let rest = || json!({ "choices": [], "usage": self.usage() });
        is_due.then(|| data(&self.document("chat.completion.chunk", rest())))
    }
}

/// How many tokens a piece counts for.
pub fn tokens(piece: &str) -> usize {
    piece.chars().count().div_ceil(LONGEST).max(1)
}

/// An event with a document.
pub fn data(document: &Value) -> Bytes {
    Bytes::from(format!("data: {document}\n\n"))
}

/// Letters that fill a delta up to a round length.
fn padding(delta: &Value) -> String {
    const ROUND: usize = 48;
    let length = delta.to_string().len();
    let letter = |index: usize| char::from(b'a' + u8::try_from((length * 7 + index * 11) % 26).unwrap_or(0));
    (0..ROUND - length % ROUND).map(letter).collect()
}

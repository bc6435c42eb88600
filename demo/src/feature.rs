//! What a client should be able to show, on request: the model name says which.
//!
//! | model | what happens |
//! |---|---|
//! | `reasoner` | `reasoning_content` for about a second, then the answer |
//! | `thinker` | the same inline, as `<think>…</think>` before the answer |
//! | `two` | two choices, their pieces by turns; any model does as many as `n` asks for |
//! | `length` | half of a text and finish reason `length`; asked to "continue", the rest and `stop` |
//! | `filtered` | some text and finish reason `content_filter` |
//! | `caller` | calls the tools that the message names (see [`caller`]) |
//! | `cites` | `citations` beside the choices, and marks for them in the text |
//!
//! **Invariant:** these are answers, not refusals; what refuses or breaks is in [`fault`](crate::fault).

use std::time::Duration;

use serde_json::{Value, json};

use crate::answer::pieces;
use crate::ask::{Ask, role, text};
use crate::caller;
use crate::error::ApiError;
use crate::reply::Reply;
use crate::stream::STRIKES_AFTER;

const REASONING: &str = "The visitor wrote something that I should answer. A therapist of the school of Rogers \
                         would turn it into a question. So I look for a keyword, and put the rest after it.";
/// How long [`REASONING`] takes.
const REASONING_TIME: Duration = Duration::from_secs(1);

/// The text of `length`, whatever is asked.
const COUNT: &str = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve.";

/// Something to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    Reasoner,
    Thinker,
    Two,
    Length,
    Filtered,
    Cites,
    Caller,
}

impl Feature {
    /// The feature that a model name asks for.
    pub fn of_model(model: &str) -> Option<Self> {
        Some(match model {
            "reasoner" => Self::Reasoner,
            "thinker" => Self::Thinker,
            "two" => Self::Two,
            "length" => Self::Length,
            "filtered" => Self::Filtered,
            "cites" => Self::Cites,
            "caller" => Self::Caller,
            _ => return None,
        })
    }

    /// Puts it into a reply, or refuses what is asked.
    pub fn apply(self, ask: &Ask, reply: &mut Reply) -> Result<(), ApiError> {
        let choices = ask.choices();
        let answer = reply.choices.first().map(|pieces| pieces.concat()).unwrap_or_default();
        match self {
            Self::Reasoner => {
                reason(reply);
                reply.reasoning_pace = REASONING_TIME / u32::try_from(reply.reasoning.len()).unwrap_or(1);
            }
            Self::Thinker => reply.say(&format!("<think>\n{REASONING}\n</think>\n\n{answer}"), choices),
            Self::Two => reply.say(&answer, choices.max(2)),
            Self::Length => {
                let (text, finish) = part(ask.messages());
                reply.say(&text, choices);
                reply.finish = finish;
            }
            Self::Filtered => {
                reply.choices.iter_mut().for_each(|pieces| pieces.truncate(STRIKES_AFTER));
                reply.finish = "content_filter";
            }
            Self::Cites => {
                reply.say(&format!("{answer} [1][2]"), choices);
                let citations = json!(["https://example.com/eliza", "https://example.org/doctor?script=1"]);
                reply.style.extra.insert("citations".to_owned(), citations);
            }
            Self::Caller => caller::apply(ask, reply)?,
        }
        Ok(())
    }
}

/// Adds reasoning before the answer.
pub fn reason(reply: &mut Reply) {
    reply.reasoning = pieces(REASONING);
}

/// The first half of [`COUNT`]; or, if the last message asks to continue (or is the unfinished answer), what
/// the answers since the question before it have not said yet.
fn part(messages: &[Value]) -> (String, &'static str) {
    let goes_on = |message: &Value| text(message).to_lowercase().contains("continue");
    let is_question = |message: &Value| role(message) == "user" && !goes_on(message);
    let since = messages.iter().rposition(is_question).map_or(0, |question| question + 1);
    let answers = messages[since..].iter().filter(|message| role(message) == "assistant");
    let said: Vec<_> = answers.map(text).collect();
    let half: String = pieces(COUNT).drain(..pieces(COUNT).len() / 2).collect();
    match said.concat() {
        nothing if nothing.trim().is_empty() => (half, "length"),
        // A client may have trimmed what it sends back.
        said => (COUNT.strip_prefix(said.trim()).unwrap_or(&COUNT[half.len()..]).to_owned(), "stop"),
    }
}

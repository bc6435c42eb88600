//! The parameters of the request, as the API has them: checked here, and sent as they are.
//!
//! One table instead of a field each, because the widget does nothing with them but sending. **Invariant:** what is
//! held passed its check, and is in the form that is sent.

use super::read::{self, array, decimal, integer, object, same_name, text, texts, up_to, yes_or_no};
use super::{OptionSpec, Problem};
use crate::json::Json;

/// What may stand in a parameter.
#[derive(Clone, Copy)]
enum Form {
    /// A number between two whole ones.
    Decimal(i64, i64),
    /// A whole number between two others.
    Whole(u64, u64),
    /// Any whole number.
    Integer,
    Text,
    Flag,
    Object,
    Array,
    /// One text or up to four.
    Stops,
    /// Token ids and biases.
    Biases,
    /// A response format, or the name of one that needs no more.
    Format,
    /// One of the words of `tool_choice`, or an object.
    Choice,
}

struct Param {
    name: &'static str,
    form: Form,
}

macro_rules! params {
    ($( $(#[doc = $doc:literal])+ $name:ident: $form:expr, $allowed:literal; )+) => {
        const ALL: &[Param] = &[$( Param { name: stringify!($name), form: $form }, )+];

        pub(super) const ALLOWED: &[(&str, &str)] = &[$( (stringify!($name), $allowed), )+];

        pub(super) const SPECS: &[OptionSpec] = &[$( OptionSpec {
            name: stringify!($name), allowed: $allowed, default: "not sent", doc: concat!($($doc),+),
        }, )+];
    };
}

use Form::{Array, Biases, Choice, Decimal, Flag, Format, Integer, Object, Stops, Text, Whole};

params! {
    /// How freely the model words its answers.
    temperature: Decimal(0, 2), "a number from 0 to 2";
    /// The longest answer, in tokens.
    max_tokens: Whole(1, u64::MAX), "a whole number from 1";
    /// The longest answer with its reasoning, in tokens, as newer OpenAI models name it.
    max_completion_tokens: Whole(1, u64::MAX), "a whole number from 1";
    /// Share of the probability mass to draw from.
    top_p: Decimal(0, 1), "a number from 0 to 1";
    /// How many of the likeliest tokens to draw from; not every server takes it.
    top_k: Whole(0, u64::MAX), "a whole number from 0";
    /// How many answers to give at once; the visitor steps through them.
    n: Whole(1, 128), "a whole number from 1 to 128";
    /// Texts at which the answer ends.
    stop: Stops, "one to four texts: a JSON array, or texts with a bar between them";
    /// Above 0 favours new topics.
    presence_penalty: Decimal(-2, 2), "a number from -2 to 2";
    /// Above 0 avoids repetition.
    frequency_penalty: Decimal(-2, 2), "a number from -2 to 2";
    /// Tokens to favour or to avoid, by their id, from -100 to 100.
    logit_bias: Biases, "a JSON object of token ids and numbers from -100 to 100";
    /// Who asks, for the provider's abuse monitoring; never a name.
    user: Text, "a text";
    /// For answers that can be repeated.
    seed: Integer, "a whole number";
    /// The form of the answer.
    response_format: Format, "text, json_object or a JSON object such as {\"type\": \"json_schema\", …}";
    /// The functions that the model may call: those of the page (see Tools), or as the API describes them.
    tools: Array, "a JSON array";
    /// Whether it may, or must, call one.
    tool_choice: Choice, "none, auto, required or a JSON object";
    /// Whether it may call several at once.
    parallel_tool_calls: Flag, "true or false";
    /// Whether to report how likely each token was; the page's own code gets it with the events.
    logprobs: Flag, "true or false";
    /// How many likely tokens to report at each place.
    top_logprobs: Whole(0, 20), "a whole number from 0 to 20";
    /// How long a reasoning model thinks, such as low, medium or high.
    reasoning_effort: Text, "a text";
    /// Such as `{"include_usage": true}`, for servers that count tokens only when asked.
    stream_options: Object, "a JSON object";
}

/// The parameters that are set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(&'static str, Json)>);

impl Params {
    /// A parameter in the form that is sent.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find(|(there, _)| *there == name).map(|(_, value)| value)
    }

    /// Those that are set, by their wire names, in the order of the documentation.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Json)> {
        ALL.iter().filter_map(|param| Some((param.name, self.get(param.name)?)))
    }

    /// Sets a parameter from a relaxed value, or takes it away.
    pub(super) fn set(&mut self, name: &str, value: Option<&Json>) -> Result<(), Problem> {
        let Some(param) = ALL.iter().find(|param| same_name(name, param.name)) else {
            // What sets nothing says nothing, as with properties that a wrapper has none for.
            return value.map_or(Ok(()), |_| Err(Problem::Unknown { option: name.to_owned() }));
        };
        // One that is wrong leaves none, as from the beginning.
        self.0.retain(|(there, _)| *there != param.name);
        if let Some(value) = value {
            let checked = param.form.check(value).ok_or_else(|| read::problem(param.name, value))?;
            self.0.push((param.name, checked));
        }
        Ok(())
    }
}

impl Form {
    /// The value as it is sent, if it is allowed.
    fn check(self, value: &Json) -> Option<Json> {
        match self {
            Decimal(least, most) => {
                decimal(value, least, most).map(|number| Json::Number(number.digits().to_owned().into()))
            }
            Whole(least, most) => up_to(value, least, most).map(Json::from),
            Integer => integer(value).map(Json::from),
            Text => text(value).map(Json::from),
            Flag => yes_or_no(value).map(Json::from),
            Object => object(value),
            Array => array(value),
            Stops => stops(value),
            Biases => object(value)
                .filter(|biases| biases.members().iter().all(|(_, bias)| decimal(bias, -100, 100).is_some())),
            Format => match value.as_str().map(str::trim) {
                Some(word @ ("text" | "json_object")) => Some(Json::object([("type", word.into())])),
                _ => object(value).filter(|format| format.get("type").is_some()),
            },
            Choice => match value.as_str().map(str::trim) {
                Some(word @ ("none" | "auto" | "required")) => Some(word.into()),
                _ => object(value),
            },
        }
    }
}

/// One text as itself, several as an array.
fn stops(value: &Json) -> Option<Json> {
    let mut texts = texts(value)?;
    match texts.len() {
        1 => texts.pop().map(Json::from),
        2..=4 => Some(texts.into_iter().map(Json::from).collect()),
        _ => None,
    }
}

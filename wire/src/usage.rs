//! Token counts, wherever a server puts them.
//!
//! **Invariant:** what is shown is what was sent: a total need not be the sum of the others.

use crate::json::Json;

/// Tokens as the server counted them, for the whole reply so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub prompt_tokens: u64,
    pub completion_tokens: u64,
    pub total_tokens: u64,
}

impl Usage {
    /// The three numbers by their wire names.
    pub fn to_json(self) -> Json {
        Json::object([
            ("prompt_tokens", self.prompt_tokens.into()),
            ("completion_tokens", self.completion_tokens.into()),
            ("total_tokens", self.total_tokens.into()),
        ])
    }
}

impl std::iter::Sum for Usage {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            prompt_tokens: sum.prompt_tokens.saturating_add(one.prompt_tokens),
            completion_tokens: sum.completion_tokens.saturating_add(one.completion_tokens),
            total_tokens: sum.total_tokens.saturating_add(one.total_tokens),
        })
    }
}

/// Usage stands at the top, in Groq's old `x_groq`, or in one of the choices (Kimi).
pub fn find(document: &Json) -> Option<Usage> {
    let choices = document.get("choices").map_or(&[][..], Json::items);
    let places = [Some(document), document.get("x_groq")].into_iter().flatten().chain(choices);
    places.filter_map(|place| place.get("usage")).find_map(read)
}

fn read(usage: &Json) -> Option<Usage> {
    let count = |names: [&str; 2]| names.iter().find_map(|name| usage.get(name)?.as_u64());
    let prompt = count(["prompt_tokens", "input_tokens"]);
    let completion = count(["completion_tokens", "output_tokens"]);
    let total = count(["total_tokens", ""]);
    let sum = prompt.unwrap_or(0).saturating_add(completion.unwrap_or(0));
    (prompt.or(completion).or(total).is_some()).then(|| Usage {
        prompt_tokens: prompt.unwrap_or(0),
        completion_tokens: completion.unwrap_or(0),
        total_tokens: total.unwrap_or(sum),
    })
}

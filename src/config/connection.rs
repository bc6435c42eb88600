//! Options about connections that are more than one value: fallbacks, the models to choose from, prices.
//!
//! **Invariant:** as relaxed as all reading; a list with one bad entry is refused as a whole, so that its owner
//! hears of it.

use super::Decimal;
use super::read::{array, decimal, headers, object, same_name, text, texts};
use crate::json::Json;
use crate::text::digits;

/// A further endpoint or model to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fallback {
    /// None: the same endpoint.
    pub endpoint: Option<String>,
    /// None: the same model.
    pub model: Option<String>,
    pub api_key: Option<String>,
    pub headers: Vec<(String, String)>,
}

impl Fallback {
    pub(super) fn read_all(value: &Json) -> Option<Vec<Self>> {
        match array(value) {
            Some(items) => items.items().iter().map(Self::read).collect(),
            None => texts(value).map(|models| models.into_iter().map(Self::of_model).collect()),
        }
    }

    fn of_model(model: String) -> Self {
        Self { model: Some(model), ..Self::default() }
    }

    fn read(item: &Json) -> Option<Self> {
        if let Json::Text(model) = item {
            return Some(Self::of_model(model.clone()));
        }
        let is = |given: &str, value: &Json, name: &str| same_name(given, name) && *value != Json::Null;
        let there = |name: &str| item.members().iter().rfind(|(given, value)| is(given, value, name));
        let given = |name: &str| there(name).map_or(Some(String::new()), |(_, value)| text(value));
        let some = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        let (endpoint, model, key) = (given("endpoint")?, given("model")?, given("api_key")?);
        let headers =
            item.get("headers").filter(|value| **value != Json::Null).map_or(Some(Vec::new()), headers)?;
        let fallback = Self { endpoint: some(endpoint), model: some(model), api_key: some(key), headers };
        (fallback.endpoint.is_some() || fallback.model.is_some()).then_some(fallback)
    }
}

/// The models that a visitor can choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Models {
    /// There is no choice.
    #[default]
    None,
    /// Those that the endpoint lists.
    Auto,
    /// These.
    List(Vec<String>),
}

impl Models {
    /// Which of the three it is.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Auto => "auto",
            Self::List(_) => "list",
        }
    }

    pub(super) fn read(value: &Json) -> Option<Self> {
        match value.as_str().map(str::trim) {
            Some("auto") => Some(Self::Auto),
            _ => texts(value).map(Self::List),
        }
    }
}

/// What tokens cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// Of a million tokens of the question.
    pub input: Decimal,
    /// Of a million tokens of the answer.
    pub output: Decimal,
    /// Stands before the amount.
    pub currency: String,
}

impl Prices {
    const MOST: i64 = 1_000_000;

    pub(super) fn read(value: &Json) -> Option<Self> {
        let prices = object(value)?;
        let price = |name: &str| decimal(prices.get(name)?, 0, Self::MOST);
        let currency = prices.get("currency").map_or_else(|| Some("$".to_owned()), text)?;
        Some(Self { input: price("input")?, output: price("output")?, currency })
    }

    /// The cost of an answer, such as `$0.00042`.
    pub fn cost(&self, prompt_tokens: u64, completion_tokens: u64) -> String {
        // In millionths of a millionth; shown to the millionth.
        let of = |price: &Decimal, tokens: u64| price.millionths().unsigned_abs().saturating_mul(tokens);
        let total = of(&self.input, prompt_tokens).saturating_add(of(&self.output, completion_tokens));
        let total = total / 1_000_000;
        let (whole, rest) = (digits(total / 1_000_000), total % 1_000_000);
        let digits = &digits(1_000_000 + rest)[1..];
        // Cents, and below a cent two digits that count.
        let first = digits.find(|c| c != '0').unwrap_or(0);
        let shown = if whole != "0" { 2 } else { (first + 2).clamp(2, 6) };
        [self.currency.as_str(), &whole, ".", &digits[..shown]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fallback, Json, Models, Prices};

    fn prices(text: &str) -> Option<Prices> {
        Prices::read(&Json::Text(text.to_owned()))
    }

    #[test]
    fn a_cost_has_the_digits_that_count() {
        let prices = prices(r#"{"input": 0.15, "output": "0.6"}"#).unwrap_or_else(|| panic!("not read"));
        assert_eq!(prices.cost(1_000_000, 1_000_000), "$0.75");
        assert_eq!(prices.cost(1000, 500), "$0.00045");
        assert_eq!(prices.cost(0, 0), "$0.00");
        assert_eq!(prices.cost(100_000_000, 0), "$15.00");
        assert_eq!(prices.cost(u64::MAX, u64::MAX).chars().next(), Some('$'));
    }

    #[test]
    fn prices_need_both_numbers() {
        for wrong in ["1", "{}", r#"{"input": 1}"#, r#"{"input": -1, "output": 1}"#] {
            assert_eq!(prices(wrong), None, "for {wrong}");
        }
    }

    #[test]
    fn fallbacks_are_models_or_endpoints() {
        let read = |text: &str| Fallback::read_all(&Json::Text(text.to_owned()));
        let models = read("small | tiny").unwrap_or_default();
        assert_eq!(models.iter().filter_map(|f| f.model.as_deref()).collect::<Vec<_>>(), ["small", "tiny"]);
        let all =
            read(r#"["small", {"endpoint": "/v2", "model": null, "apiKey": "k", "headers": {"X-A": "b"}}]"#)
                .unwrap_or_default();
        assert_eq!(all.len(), 2);
        assert_eq!(read(r#"[{"model": "small", "headers": null}]"#).map(|all| all.len()), Some(1));
        assert_eq!((all[1].endpoint.as_deref(), all[1].api_key.as_deref()), (Some("/v2"), Some("k")));
        assert_eq!(read("[{}]"), None);
        assert_eq!(read("[7]"), None);
    }

    #[test]
    fn models_are_a_list_or_asked_for() {
        assert_eq!(Models::read(&Json::Text("auto".to_owned())), Some(Models::Auto));
        let list = Models::List(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(Models::read(&Json::Text("a|b".to_owned())), Some(list));
    }
}

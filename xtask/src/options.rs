//! The option table of `src/config.rs` as machines want it: what may stand in each option, read from its words.
//!
//! What is generated from options (types, the manifest of the element, the settings of the standalone page) comes from
//! here. **Invariant:** total over the table: words that are not known here are an error, and a test names them.

use causerie::config::{OPTIONS, OptionSpec};

use crate::step::Result;

/// What may stand in an option.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Flag,
    Text,
    Markdown,
    Url,
    Colour,
    /// One of a few words.
    Words(Vec<&'static str>),
    /// A number from `least` to `most`.
    Number {
        least: Option<f64>,
        most: Option<f64>,
        whole: bool,
    },
    /// Several texts: an array, or one text with bars.
    Texts,
    /// A word of these, or several texts.
    WordsOrTexts(Vec<&'static str>),
    /// A word of these, or an object.
    WordsOrObject(Vec<&'static str>),
    Object,
    Array,
}

/// All options, each with what may stand in it.
pub fn all() -> Result<Vec<(OptionSpec, Kind)>> {
    OPTIONS
        .into_iter()
        .map(|option| {
            let kind = Kind::of(option.allowed);
            let kind = kind.ok_or_else(|| format!("{}: what is {:?}?", option.name, option.allowed))?;
            Ok((option, kind))
        })
        .collect()
}

impl Kind {
    /// By the words of `OptionSpec::allowed`.
    pub fn of(allowed: &'static str) -> Option<Self> {
        if let Some(number) = number(allowed) {
            return Some(number);
        }
        Some(match allowed {
            "on or off" | "true or false" => Self::Flag,
            "a text" => Self::Text,
            "a text (markdown)" => Self::Markdown,
            "a URL" => Self::Url,
            "a CSS colour" => Self::Colour,
            "a JSON array" => Self::Array,
            _ if allowed.starts_with("a JSON object") => Self::Object,
            _ if allowed.starts_with("a JSON array of {") => Self::Array,
            _ => return several(allowed),
        })
    }
}

/// `a number from -2 to 2`, `a whole number from 1`, `a whole number`.
fn number(allowed: &str) -> Option<Kind> {
    let rest = allowed.strip_prefix("a ")?;
    let (whole, rest) = match rest.strip_prefix("whole ") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let range = rest.strip_prefix("number")?.trim_start();
    let range = range.strip_prefix("from ").unwrap_or(range);
    let mut ends = range.split(" to ").map(str::parse);
    let mut next = || ends.next().and_then(|end: std::result::Result<f64, _>| end.ok());
    let (least, most) = (next(), next());
    Some(Kind::Number { least, most, whole })
}

/// Words, and what may stand beside them.
fn several(allowed: &'static str) -> Option<Kind> {
    const BARS: &str = "texts with a bar between them";
    if let Some(of_texts) = allowed.strip_suffix(BARS) {
        let before = of_texts.split("a JSON array of texts").next()?.trim_end_matches(", ");
        let is_word = !before.is_empty() && !before.contains([' ', ':']);
        return Some(if is_word { Kind::WordsOrTexts(vec![before]) } else { Kind::Texts });
    }
    let (words, has_object) = match allowed.split_once(" or a JSON object") {
        Some((words, _)) => (words, true),
        None => (allowed, false),
    };
    let words: Vec<&str> = words.split(" or ").flat_map(|words| words.split(", ")).collect();
    let is_word =
        |word: &&str| word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'));
    match words.len() > 1 && words.iter().all(is_word) {
        true if has_object => Some(Kind::WordsOrObject(words)),
        true => Some(Kind::Words(words)),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_says_in_known_words_what_may_stand_in_it() {
        assert_eq!(all().map(|all| all.len()), Ok(OPTIONS.len()));
        for unknown in ["something", "a bar or two", ""] {
            assert_eq!(Kind::of(unknown), None, "{unknown:?}");
        }
    }

    #[test]
    fn kinds_are_read_from_words() {
        let kind = |name: &str| {
            all().ok()?.into_iter().find(|(option, _)| option.name == name).map(|(_, kind)| kind)
        };
        let number = |least, most, whole| Some(Kind::Number { least, most, whole });
        assert_eq!(kind("temperature"), number(Some(0.0), Some(2.0), false));
        assert_eq!(kind("max_tokens"), number(Some(1.0), None, true));
        assert_eq!(kind("seed"), number(None, None, true));
        assert_eq!(kind("mode"), Some(Kind::Words(vec!["floating", "inline", "page"])));
        assert_eq!(kind("system_role"), Some(Kind::Words(vec!["system", "developer", "fold"])));
        assert_eq!(kind("models"), Some(Kind::WordsOrTexts(vec!["auto"])));
        assert_eq!(kind("stop"), Some(Kind::Texts));
        assert_eq!(kind("image_origins"), Some(Kind::Texts));
        assert_eq!(kind("tool_choice"), Some(Kind::WordsOrObject(vec!["none", "auto", "required"])));
        assert_eq!(kind("response_format"), Some(Kind::WordsOrObject(vec!["text", "json_object"])));
        assert_eq!(kind("prices"), Some(Kind::Object));
        assert_eq!(kind("fallback"), Some(Kind::Array));
        assert_eq!(kind("tools"), Some(Kind::Array));
        assert_eq!(kind("greeting"), Some(Kind::Markdown));
    }
}

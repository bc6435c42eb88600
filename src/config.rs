//! Every option once: its name, type, default and meaning.
//!
//! The same table serves the attributes of the script tag and the element (`max-tokens`), JSON
//! (`max_tokens`) and the Leptos props, the README's option table and its test. Reading is relaxed
//! (`"0.7"`, `0.7` and `" 0.7 "` are one number); what comes out is strict. **Invariant:** a leaf of
//! the crate, and total: a wrong value leaves the default in place and gives one readable [`Problem`].

mod decimal;
mod labels;
mod read;

use crate::json::Json;

pub use decimal::Decimal;
pub use labels::Labels;
use read::{decimal, headers, labels, one_of, text, texts, whole};

/// Where the widget lives on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// A launcher in a corner that opens a panel.
    #[default]
    Floating,
    /// A box in the flow of the page.
    Inline,
    /// The whole page.
    Page,
}

/// The corner of a floating launcher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Position {
    #[default]
    BottomRight,
    BottomLeft,
    TopRight,
    TopLeft,
}

/// Which colours to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the visitor's system says.
    #[default]
    Auto,
    Light,
    Dark,
}

/// When the script tag loads the widget itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// On the first need: open, hover or focus of the launcher; an inline box when it comes into view.
    #[default]
    Lazy,
    /// With the page.
    Eager,
}

one_of!(Mode { "floating" => Floating, "inline" => Inline, "page" => Page });
one_of!(Position {
    "bottom-right" => BottomRight, "bottom-left" => BottomLeft,
    "top-right" => TopRight, "top-left" => TopLeft,
});
one_of!(Theme { "auto" => Auto, "light" => Light, "dark" => Dark });
one_of!(Load { "lazy" => Lazy, "eager" => Eager });

/// One row of the option table, for documentation and tests.
#[derive(Clone, Copy, Debug)]
pub struct OptionSpec {
    /// The name in JSON and in the Leptos props; attributes write `-` for `_`.
    pub name: &'static str,
    /// What may stand there, in words.
    pub allowed: &'static str,
    /// The default, in words; empty where there is none.
    pub default: &'static str,
    /// What it does.
    pub doc: &'static str,
}

/// A value that was not used, and what would have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The value is outside what the option allows.
    #[error("causerie: {option}={value} is not used; allowed is {allowed}.")]
    Value { option: String, value: String, allowed: &'static str },
    /// There is no such option.
    #[error("causerie: there is no option \"{option}\".")]
    Unknown { option: String },
}

macro_rules! options {
    ($( $(#[doc = $doc:literal])+ $name:ident: $ty:ty = $default:expr, $shown:literal; $read:expr, $allowed:literal; )+) => {
        /// The options of one widget, checked.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Config { $( $(#[doc = $doc])+ pub $name: $ty, )+ }

        impl Default for Config {
            fn default() -> Self { Self { $( $name: $default, )+ } }
        }

        /// Every option, in the order of the documentation.
        pub const OPTIONS: &[OptionSpec] = &[$( OptionSpec {
            name: stringify!($name), allowed: $allowed, default: $shown, doc: concat!($($doc),+),
        }, )+];

        /// What the running widget needs of the table: the documentation stays out of the download.
        const SETTERS: &[Setter] = &[$( Setter {
            name: stringify!($name), allowed: $allowed,
            set: |config, value| {
                config.$name = match value { Some(value) => $read(value)?, None => $default };
                Some(())
            },
        }, )+];
    };
}

struct Setter {
    name: &'static str,
    allowed: &'static str,
    /// Sets the option to a value, or to its default; `None` if the value is not allowed.
    set: fn(&mut Config, Option<&Json>) -> Option<()>,
}

options! {
    /// The address of the API: a base URL such as `https://host/v1`, or the whole `…/chat/completions`.
    endpoint: Option<String> = None, ""; |v| text(v).map(Some), "a URL";
    /// The model to ask for, as the endpoint names it.
    model: Option<String> = None, ""; |v| text(v).map(Some), "a text";
    /// Instructions that go before every conversation as the `system` message.
    system_prompt: Option<String> = None, ""; |v| text(v).map(Some), "a text";
    /// How freely the model words its answers.
    temperature: Option<Decimal> = None, "not sent"; |v| decimal(v, 0, 2).map(Some), "a number from 0 to 2";
    /// The longest answer, in tokens.
    max_tokens: Option<u64> = None, "not sent"; |v| whole(v, 1).map(Some), "a whole number from 1";
    /// Share of the probability mass to draw from.
    top_p: Option<Decimal> = None, "not sent"; |v| decimal(v, 0, 1).map(Some), "a number from 0 to 1";
    /// Further request headers, as a JSON object.
    headers: Vec<(String, String)> = Vec::new(), ""; headers, "a JSON object of header names and texts";
    /// A key sent as `Authorization: Bearer …`. Everybody who opens the page can read it: prefer an
    /// endpoint on your own site that adds the key, or the `getToken` callback.
    api_key: Option<String> = None, ""; |v| text(v).map(Some), "a text";
    /// The title of the panel.
    heading: String = "Chat".to_owned(), "Chat"; text, "a text";
    /// What the panel says before the first message. It is never sent.
    greeting: String = "Hello! How can I help you?".to_owned(), "Hello! How can I help you?"; text, "a text (markdown)";
    /// The hint in the empty composer.
    placeholder: String = "Write a message".to_owned(), "Write a message"; text, "a text";
    /// Questions offered before the first message; a click sends one.
    suggestions: Vec<String> = Vec::new(), ""; texts, "a JSON array of texts, or texts with a bar between them";
    /// Where the widget lives on the page.
    mode: Mode = Mode::default(), "floating"; Mode::read, "floating, inline or page";
    /// The corner of the launcher and its panel.
    position: Position = Position::default(), "bottom-right"; Position::read, "bottom-right, bottom-left, top-right or top-left";
    /// Light or dark colours.
    theme: Theme = Theme::default(), "auto"; Theme::read, "auto, light or dark";
    /// The one accent colour; text on it and links are derived from it, so that they stay readable.
    accent: Option<String> = None, ""; |v| text(v).map(Some), "a CSS colour";
    /// When to load the widget: on the first need, or with the page.
    load: Load = Load::default(), "lazy"; Load::read, "lazy or eager";
    /// A JSON file with options, beside the page; attributes win over it.
    config: Option<String> = None, ""; |v| text(v).map(Some), "a URL";
    /// The widget's own words, by name, for another language or another tone.
    labels: Labels = Labels::default(), "English"; labels, "a JSON object of label names and texts";
}

impl Config {
    /// Sets one option from a relaxed value. The name may be written `max_tokens`, `max-tokens` or `maxTokens`;
    /// null and an empty attribute mean the default.
    pub fn set(&mut self, name: &str, value: &Json) -> Result<(), Problem> {
        let Some(setter) = SETTERS.iter().find(|setter| read::same_name(name, setter.name)) else {
            return Err(Problem::Unknown { option: name.to_owned() });
        };
        let given = (!read::is_absent(value)).then_some(value);
        (setter.set)(self, given).ok_or_else(|| read::problem(setter.name, value, setter.allowed))?;
        match given.filter(|_| setter.name == "labels").and_then(read::unknown_label) {
            Some(name) => Err(Problem::Unknown { option: format!("labels.{name}") }),
            None => Ok(()),
        }
    }

    /// The finding for a value that only its user can judge, such as a colour.
    pub fn refused(name: &'static str, value: &Json) -> Problem {
        let setter = SETTERS.iter().find(|setter| setter.name == name);
        read::problem(name, value, setter.map_or("", |setter| setter.allowed))
    }

    /// Reads an object of options; what was wrong comes back beside the configuration.
    pub fn from_json(options: &Json) -> (Self, Vec<Problem>) {
        let mut config = Self::default();
        let problems = config.apply(options);
        (config, problems)
    }

    /// Sets every option of an object; the others keep their value.
    pub fn apply(&mut self, options: &Json) -> Vec<Problem> {
        options.members().iter().filter_map(|(name, value)| self.set(name, value).err()).collect()
    }
}

//! Every option once: its name, type, default and meaning.
//!
//! The same table serves the attributes of the script tag and the element (`max-tokens`), JSON
//! (`max_tokens`) and the Leptos props, the README's option table and its test. Reading is relaxed
//! (`"0.7"`, `0.7` and `" 0.7 "` are one number); what comes out is strict. **Invariant:** a leaf of
//! the crate, and total: a wrong value leaves the default in place and gives one readable [`Problem`].

mod choices;
mod connection;
mod decimal;
mod labels;
mod params;
mod problem;
mod read;

use crate::json::Json;

pub use choices::{Cache, ContextMode, FollowMode, Load, Mode, Persist, Position, SystemRole, Theme, Titles};
pub use connection::{Fallback, Models, Prices};
pub use decimal::Decimal;
pub use labels::{Label, Labels, later_text};
pub use params::Params;
pub use problem::Problem;
pub use read::is_header_name;
use read::{headers, labels, object, origins, text, texts, up_to, whole, yes_or_no};

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

macro_rules! options {
    ($( $(#[doc = $doc:literal])+ $name:ident: $ty:ty = $default:expr, $shown:literal; $read:expr, $allowed:literal; )+) => {
        /// The options of one widget, checked.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Config {
            $( $(#[doc = $doc])+ pub $name: $ty, )+
            /// The fields of the request that are sent as they are.
            pub params: Params,
        }

        impl Default for Config {
            fn default() -> Self { Self { $( $name: $default, )+ params: Params::default() } }
        }

        const FIELDS: &[OptionSpec] = &[$( OptionSpec {
            name: stringify!($name), allowed: $allowed, default: $shown, doc: concat!($($doc),+),
        }, )+];

        /// What the lines about wrong values are made of.
        const ALLOWED: &[(&str, &str)] = &[$( (stringify!($name), $allowed), )+];

        /// What the running widget needs of the table: the documentation stays out of the download.
        const SETTERS: &[Setter] = &[$( Setter {
            name: stringify!($name),
            set: |config, value| {
                config.$name = match value { Some(value) => $read(value)?, None => $default };
                Some(())
            },
        }, )+];
    };
}

struct Setter {
    name: &'static str,
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
    /// How the instructions are sent; `fold` puts them in front of the first question.
    system_role: SystemRole = SystemRole::default(), "system"; SystemRole::read, "system, developer or fold";
    /// Whether answers are streamed; `off` for servers that cannot.
    stream: bool = true, "on"; yes_or_no, "on or off";
    /// Further fields of the request; they win over all others, and null takes one away.
    body: Option<Json> = None, ""; |v| object(v).map(Some), "a JSON object";
    /// Further request headers, as a JSON object.
    headers: Vec<(String, String)> = Vec::new(), ""; headers, "a JSON object of header names and texts";
    /// A key sent as `Authorization: Bearer …`. Everybody who opens the page can read it: prefer an
    /// endpoint on your own site that adds the key, or the `getToken` callback.
    api_key: Option<String> = None, ""; |v| text(v).map(Some), "a text";
    /// Whether the visitor is asked for a key. It is kept for the session, or on the device if they say so.
    ask_key: bool = false, "off"; yes_or_no, "on or off";
    /// Where to go on if the endpoint is overloaded, down, out of reach or out of credit: further models and endpoints,
    /// in order. One on another origin gets only its own key and headers.
    fallback: Vec<Fallback> = Vec::new(), ""; Fallback::read_all, "a JSON array of {endpoint, model, api_key, headers}, or of model names";
    /// Models that the visitor can choose from; `auto` asks the endpoint.
    models: Models = Models::None, ""; Models::read, "auto, a JSON array of texts, or texts with a bar between them";
    /// Whether an identical request is answered from memory: the last 50 whole answers, until the page is reloaded.
    cache: Cache = Cache::default(), "none"; Cache::read, "none or session";
    /// How long conversations and the text that is not yet sent are kept in the visitor's browser: not at all, as long as
    /// the tab is open (also over a reload; no page finds them when it was closed), or until they are taken away.
    persist: Persist = Persist::default(), "session"; Persist::read, "none, session or device";
    /// Whose conversations they are, where several widgets of a site are to keep theirs apart.
    storage_key: String = String::new(), ""; text, "a text";
    /// Whether the visitor gets a list of the conversations that are kept, with search, export and import.
    history: bool = true, "true"; yes_or_no, "true or false";
    /// Where their titles come from: the beginning of the first question, or the model, which is asked for one behind the
    /// first answer.
    titles: Titles = Titles::default(), "question"; Titles::read, "question or model";
    /// How often a request is repeated by itself after a passing trouble, as long as nothing was shown.
    retries: u64 = 2, "2"; |v| up_to(v, 0, 10), "a whole number from 0 to 10";
    /// How long to wait for the first byte, in seconds; for an answer that is not streamed, `idle-timeout` is added.
    first_byte_timeout: u64 = 60, "60"; |v| whole(v, 1), "a whole number from 1";
    /// How long the line may be silent in mid-answer, in seconds.
    idle_timeout: u64 = 120, "120"; |v| whole(v, 1), "a whole number from 1";
    /// What a million tokens cost, to show the cost of each answer.
    prices: Option<Prices> = None, ""; |v| Prices::read(v).map(Some), "a JSON object such as {\"input\": 0.15, \"output\": 0.6, \"currency\": \"$\"}";
    /// What is sent of a conversation that does not fit into `context-tokens`: the newest turns; those and a summary of
    /// the others that the model makes; or those and the earlier turns that are most like the question.
    context: ContextMode = ContextMode::default(), "truncate"; ContextMode::read, "truncate, summarize or retrieve";
    /// The tokens that a request and its answer have room for. `max-tokens` of them, else an eighth and at most 1024, are
    /// kept for the answer.
    context_tokens: Option<u64> = None, "no limit"; |v| whole(v, 256).map(Some), "a whole number from 256";
    /// The address of an API with `/embeddings`, for `context="retrieve"`; without it the endpoint's own. One on another
    /// origin gets neither key nor headers.
    embeddings_endpoint: Option<String> = None, ""; |v| text(v).map(Some), "a URL";
    /// The model for embeddings, as their endpoint names it; `context="retrieve"` needs it.
    embeddings_model: Option<String> = None, ""; |v| text(v).map(Some), "a text";
    /// How often in a row the model may call tools before it answers.
    max_tool_rounds: u64 = 8, "8"; |v| up_to(v, 1, 100), "a whole number from 1 to 100";
    /// Whether tools are declared and answered as `functions`, for servers of the API's first years.
    legacy_functions: bool = false, "off"; yes_or_no, "on or off";
    /// Where images of answers may be loaded from at once; all others wait for a click, as their addresses can carry
    /// the conversation away.
    image_origins: Vec<String> = Vec::new(), ""; origins, "origins such as https://example.com: a JSON array of texts, or texts with a bar between them";
    /// Whether visitors can say what they think of an answer, with thumbs and a comment; the page hears it by the event
    /// `causerie:feedback`.
    feedback: bool = false, "off"; yes_or_no, "on or off";
    /// Where that is sent as well, as a `POST` of JSON; it switches `feedback` on. What is said offline is sent later, as long as the page is open. Neither key nor `headers` go with it.
    feedback_url: Option<String> = None, ""; |v| text(v).map(Some), "a URL";
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
    /// What stays in view while an answer arrives: its end, or its beginning once it is longer than the screen.
    follow: FollowMode = FollowMode::default(), "end"; FollowMode::read, "end or start";
    /// Whether bursts of an answer are spread over a few frames; never by more than 300 ms.
    smooth: bool = false, "off"; yes_or_no, "on or off";
    /// When to load the widget: on the first need, or with the page.
    load: Load = Load::default(), "lazy"; Load::read, "lazy or eager";
    /// A JSON file with options, beside the page; attributes win over it.
    config: Option<String> = None, ""; |v| text(v).map(Some), "a URL";
    /// The widget's own words, by name, for another language or another tone; all names are in src/config/labels/english.rs.
    labels: Labels = Labels::default(), "English"; labels, "a JSON object of label names and texts";
}

/// Every option: those of the widget, then the parameters of the request.
pub const OPTIONS: [OptionSpec; FIELDS.len() + params::SPECS.len()] = {
    let mut all = [FIELDS[0]; FIELDS.len() + params::SPECS.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < FIELDS.len() { FIELDS[at] } else { params::SPECS[at - FIELDS.len()] };
        at += 1;
    }
    all
};

impl Config {
    /// Sets one option from a relaxed value. The name may be written `max_tokens`, `max-tokens` or `maxTokens`;
    /// null and an empty attribute mean the default.
    pub fn set(&mut self, name: &str, value: &Json) -> Result<(), Problem> {
        let given = (!read::is_absent(value)).then_some(value);
        let Some(setter) = SETTERS.iter().find(|setter| read::same_name(name, setter.name)) else {
            return self.params.set(name, given);
        };
        if (setter.set)(self, given).is_none() {
            // As for one that was wrong from the beginning.
            (setter.set)(self, None);
            return Err(read::problem(setter.name, value));
        }
        match given.filter(|_| setter.name == "labels").and_then(read::unknown_label) {
            Some(name) => Err(Problem::Unknown { option: ["labels.", &name].concat() }),
            None => Ok(()),
        }
    }

    /// The finding for a value that only its user can judge, such as a colour.
    pub fn refused(name: &'static str, value: &Json) -> Problem {
        read::problem(name, value)
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

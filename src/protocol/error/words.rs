//! What the body of an error says, in whichever of the shapes in use.
//!
//! `{error: {message, type, param, code}}`, `{error: "text", code}`, `{object: "error", message, …}`,
//! `{message: {detail: […]}}`, `{detail: "text"}`, `{detail: [{loc, msg}]}`, `{message}`, each perhaps inside an
//! array; plain text; a web page. **Invariant:** total; nothing of a page but its title is taken over.

use crate::json::Json;
use crate::text::{self, contains, find, replaced};

/// The longest plain text that is kept.
const LONGEST: usize = 300;

/// FastChat's stream has the second one.
const CODES: [&str; 2] = ["code", "error_code"];

/// What a body says.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub message: String,
    /// `type` and `code` and a finding's type, in lower case, for a look at their words.
    pub tag: String,
    pub code: Option<String>,
    pub param: Option<String>,
    status: Option<u16>,
}

impl Words {
    /// Reads a document.
    pub fn of(document: &Json) -> Self {
        let document = document.unwrap_array();
        let is_said = |error: &&Json| error.as_str() != Some("");
        let of_groq = || document.get("x_groq")?.get("error");
        let error = document.get("error").filter(is_said).or_else(of_groq).unwrap_or(document).unwrap_array();
        let places = [error, document];
        let named = |name: &str| places.iter().find_map(|place| place.get(name));
        let found =
            ["message", "detail", "errors", "msg", "error_msg", "text"].iter().find_map(|name| named(name));
        let message = match (error, found) {
            (Json::Text(text), _) => text.clone(),
            (_, Some(found)) => flat(found),
            // Nothing that is known: the document itself, for "Details".
            (Json::Object(members), None) if !members.is_empty() => shorten(&error.written()),
            _ => String::new(),
        };
        let finding = found.and_then(first_finding);
        let mut tag = String::new();
        let texts =
            places.iter().flat_map(|place| [place.get("type"), place.get("code"), place.get("status")]);
        let inner = error.get("innererror").and_then(|inner| inner.get("code"));
        for text in texts.chain([finding.and_then(|finding| finding.get("type")), inner]).flatten() {
            tag.push_str(text.as_str().unwrap_or_default());
            tag.push(' ');
        }
        tag.make_ascii_lowercase();
        let code = CODES.iter().find_map(|name| named(name)).and_then(scalar);
        let param = named("param").and_then(scalar).or_else(|| finding.and_then(place_of));
        let status = CODES.iter().chain(&["status"]).filter_map(|name| named(name)).find_map(number);
        Self { message, tag, code, param, status }
    }

    /// Reads a body that is not JSON: an event with JSON in it, the title of a page, or the text, shortened.
    pub fn plain(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim();
        let data = text.split(['\n', '\r']).find_map(|line| line.strip_prefix("data:"));
        if let Some(document) = data.and_then(|data| Json::parse(data.trim()).ok()) {
            return Self::of(&document);
        }
        let lower = text.to_ascii_lowercase();
        let message = if lower.starts_with('<') { title(text, &lower) } else { shorten(text) };
        Self { message, ..Self::default() }
    }

    /// Relays quote the pages of other servers: their markup is cut off, their title is kept.
    pub fn without_page(mut self) -> Self {
        let lower = self.message.to_ascii_lowercase();
        let page =
            ["<html", "<!doctype", "<head", "<body", "<h1"].iter().filter_map(|tag| find(&lower, tag)).min();
        if let Some(at) = page {
            let title = title(&self.message, &lower);
            // A title may quote one, too.
            let title = if title.contains('<') { "" } else { &title };
            self.message = [&self.message[..at], " ", title].concat().trim().to_owned();
        }
        self
    }

    /// The HTTP status that the body claims: as a number, or by the type's name.
    pub fn status(&self) -> Option<u16> {
        let by_name = |name: &str| contains(&self.tag, name);
        self.status.or_else(|| {
            let named = [
                ("authentication", 401),
                ("permission", 403),
                ("not_found", 404),
                ("notfound", 404),
                ("rate_limit", 429),
                ("overloaded", 529),
                ("timeout", 504),
                ("invalid_request", 400),
                ("bad_request", 400),
                ("badrequest", 400),
            ];
            named.iter().find(|(name, _)| by_name(name)).map(|(_, status)| *status)
        })
    }

    /// The field that the text names in quotes: `Unsupported parameter: 'top_k'`.
    pub fn quoted_param(&self) -> Option<String> {
        let after = |phrase: &&str| Some(find(&self.message, phrase)? + phrase.len());
        let start = [
            "arameter: ",
            "value: ",
            "field: ",
            "supplied: ",
            "'loc': ('body', ",
            "nknown name ",
            "property ",
        ]
        .iter()
        .filter_map(after)
        .min()?;
        let text = &self.message[start..];
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '[' | ']');
        let name: String =
            text.trim_start_matches(['\'', '`', '"']).chars().take_while(|c| is_name(*c)).collect();
        Some(name).filter(|name| !name.is_empty())
    }

    /// True if the message says "model", and not only as a part of an address, or the field is that one.
    pub fn speak_of_a_model(&self) -> bool {
        self.param.as_deref() == Some("model")
            || contains(&replaced(&self.message.to_ascii_lowercase(), "/models", ""), "model")
    }

    /// True if message or tag contain one of these.
    pub fn say(&self, phrases: &[&str]) -> bool {
        let text = self.message.to_ascii_lowercase();
        phrases.iter().any(|phrase| contains(&text, phrase) || contains(&self.tag, phrase))
    }
}

/// A text or a number as text; empty counts as missing, and so does Python's word for that (LiteLLM).
fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::Text(text) if !matches!(text.as_str(), "" | "None" | "null") => Some(text.clone()),
        Json::Number(digits) => Some(digits.clone().into_owned()),
        _ => None,
    }
}

/// A status; FastChat's codes are a status with two more digits, of which 403 stands for three that are none.
fn number(value: &Json) -> Option<u16> {
    let status = match text::number(&scalar(value)?)? {
        40_301 => 404,
        40_302 | 40_303 => 400,
        42_902 => 402,
        number @ 10_000..60_000 => number / 100,
        number => number,
    };
    u16::try_from(status).ok().filter(|status| (100..600).contains(status))
}

/// FastAPI's and Mistral's findings: `[{type, loc, msg}]`, perhaps inside `detail`.
fn first_finding(found: &Json) -> Option<&Json> {
    let found = found.get("detail").unwrap_or(found);
    let first = found.items().first()?;
    (first.get("loc").is_some() || first.get("msg").is_some()).then_some(first)
}

/// `["body", "messages", 2, "content"]` as `messages.2.content`.
fn place_of(finding: &Json) -> Option<String> {
    let place = finding.get("loc")?.items().iter().filter_map(scalar);
    let place: Vec<String> = place.skip_while(|name| name == "body").collect();
    (!place.is_empty()).then(|| place.join("."))
}

/// The text inside a message that is an object or an array; a finding with its place.
fn flat(value: &Json) -> String {
    match value {
        Json::Text(text) => text.clone(),
        Json::Array(items) => items.iter().map(flat).collect::<Vec<_>>().join("; "),
        _ => match ["msg", "message", "detail", "error"].iter().find_map(|name| value.get(name)) {
            Some(inner) => match place_of(value) {
                Some(place) => [place.as_str(), ": ", &flat(inner)].concat(),
                None => flat(inner),
            },
            None => shorten(&value.written()),
        },
    }
}

fn title(text: &str, lower: &str) -> String {
    let start = find(lower, "<title").and_then(|at| Some(at + lower[at..].find('>')? + 1));
    let title = start.and_then(|start| text.get(start..start + find(&lower[start..], "</title")?));
    title.map(|title| shorten(title.trim())).unwrap_or_default()
}

fn shorten(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

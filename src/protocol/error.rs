//! What went wrong, sorted by what the visitor can do about it.
//!
//! Servers word errors in a dozen shapes and statuses; the kind is taken from the codes, the text and the
//! status, in that order of trust. **Invariant:** total; an HTML page never becomes a message, only its title
//! does.

mod classify;
mod kind;
mod wait;
mod words;

pub use kind::ErrorKind;

use super::ReplyHead;
use crate::json::Json;
use words::Words;

/// A longer wait is for the visitor to decide on.
const LONGEST_WAIT_MS: u64 = 60_000;

/// A failure as the server or the browser reported it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    pub kind: ErrorKind,
    /// The server's own words, for "Details"; may be empty.
    pub message: String,
    /// The HTTP status, if there was a reply.
    pub status: Option<u16>,
    /// The server's own code, a number as its digits.
    pub code: Option<String>,
    /// The field of the request that the server objects to.
    pub param: Option<String>,
    /// How long to wait before the next try, in milliseconds, where the server says so.
    pub retry_after_ms: Option<u64>,
    /// What `x-should-retry` says.
    pub should_retry: Option<bool>,
    /// It came as an event of a stream. `kind` is what it would be as a reply of its own.
    pub in_stream: bool,
}

impl ApiError {
    /// A failure without a server's words.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            status: None,
            code: None,
            param: None,
            retry_after_ms: None,
            should_retry: None,
            in_stream: false,
        }
    }

    /// Reads the body of a reply that is not 2xx.
    pub fn from_body(head: &ReplyHead, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let words = match Json::parse(text.trim_start_matches('\u{feff}')) {
            Ok(document) => Words::of(&document),
            Err(_) => Words::plain(&text),
        };
        Self { status: Some(head.status), ..Self::sorted(head.status, words) }.with_headers(head)
    }

    /// With what the headers say of another try.
    pub(super) fn with_headers(self, head: &ReplyHead) -> Self {
        Self {
            retry_after_ms: wait::from_headers(head).or(self.retry_after_ms),
            should_retry: match head.header("x-should-retry") {
                Some("true") => Some(true),
                Some("false") => Some(false),
                _ => None,
            },
            ..self
        }
    }

    /// True if a document, or one of its choices, holds an error in place of an answer.
    pub(super) fn is_in(document: &Json) -> bool {
        let says = |error: &Json| match error {
            Json::Text(text) => !text.is_empty(),
            Json::Bool(is_error) => *is_error,
            _ => true,
        };
        document.get("error").is_some_and(says)
            || document.get("type").and_then(Json::as_str) == Some("error")
            // Groq says there why it stopped in the middle, FastChat's stream has a code and a text.
            || document.get("x_groq").and_then(|more| more.get("error")).is_some_and(says)
            || document.get("error_code").and_then(Json::as_u64).is_some_and(|code| code > 0)
            // `{object: "error", message}`; the message of a choice is an object with content.
            || document.get("choices").is_none()
                && document
                    .get("message")
                    .is_some_and(|message| !matches!(message, Json::Object(_)) || message.get("detail").is_some())
    }

    /// The error that a whole reply with status 200 holds in place of choices.
    pub(super) fn of_document(status: u16, document: &Json) -> Self {
        let words = Words::of(document);
        let meant = words.status().unwrap_or(status);
        Self { status: Some(status), ..Self::sorted(meant, words) }
    }

    /// The error that an event of a stream holds.
    pub(super) fn in_stream(status: u16, document: &Json) -> Self {
        Self { in_stream: true, ..Self::of_document(status, document) }
    }

    /// The data of an SSE event named `error`, whatever its shape.
    pub(super) fn in_error_event(status: u16, data: &str) -> Self {
        match Json::parse(data) {
            Ok(document) => Self::in_stream(status, &document),
            Err(_) => {
                let error = Self::sorted(500, Words::plain(data));
                Self { status: Some(status), in_stream: true, ..error }
            }
        }
    }

    fn sorted(status: u16, words: Words) -> Self {
        let kind = classify::kind(status, &words);
        let quoted = if kind == ErrorKind::UnsupportedParam { words.quoted_param() } else { None };
        let words = words.without_page();
        let retry_after_ms = kind.is_passing().then(|| wait::from_message(&words.message)).flatten();
        Self {
            code: words.code,
            param: words.param.or(quoted),
            retry_after_ms,
            ..Self::new(kind, words.message)
        }
    }

    /// The name of the kind in events and reports.
    pub fn kind_name(&self) -> &'static str {
        if self.in_stream { "stream_error" } else { self.kind.name() }
    }

    /// True if asking again by itself may help, as long as nothing of an answer was shown: a passing trouble, and
    /// no wait that is too long to sit through.
    pub fn is_retryable(&self) -> bool {
        let wait = self.retry_after_ms.unwrap_or(0);
        let passing = match self.should_retry {
            Some(retry) => retry && !self.kind.needs_somebody(),
            None => self.kind.is_passing(),
        };
        passing && !self.in_stream && wait <= LONGEST_WAIT_MS
    }

    /// The error as events and reports have it.
    pub fn to_json(&self) -> Json {
        Json::object([
            ("kind", self.kind_name().into()),
            ("message", self.message.as_str().into()),
            ("retryable", self.is_retryable().into()),
            ("retry_after_ms", self.retry_after_ms.into()),
            ("status", self.status.map(u64::from).into()),
            ("code", self.code.as_deref().into()),
            ("param", self.param.as_deref().into()),
        ])
    }
}

//! What went wrong, sorted by what the visitor can do about it.
//!
//! Servers word errors in a dozen shapes and statuses; the kind is taken from the status, the `type` and
//! `code` fields and the text, in that order of doubt. **Invariant:** total; an HTML page never becomes a
//! message, only its title does.

use crate::json::Json;

/// The kinds of failure, by their remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    Auth,
    Permission,
    Quota,
    RateLimit,
    ModelNotFound,
    EndpointNotFound,
    ContextLength,
    ContentFilter,
    BadRequest,
    PayloadTooLarge,
    Timeout,
    Overloaded,
    Server,
    /// The reply ended before its end.
    Truncated,
    /// Nothing was reached, or the connection broke.
    Network,
    /// The device says that it is offline.
    Offline,
    /// The reply is not a chat completion.
    BadResponse,
}

impl ErrorKind {
    /// The name in events and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Permission => "permission",
            Self::Quota => "quota",
            Self::RateLimit => "rate_limit",
            Self::ModelNotFound => "model_not_found",
            Self::EndpointNotFound => "endpoint_not_found",
            Self::ContextLength => "context_length",
            Self::ContentFilter => "content_filter",
            Self::BadRequest => "bad_request",
            Self::PayloadTooLarge => "payload_too_large",
            Self::Timeout => "timeout",
            Self::Overloaded => "overloaded",
            Self::Server => "server",
            Self::Truncated => "truncated",
            Self::Network => "network",
            Self::Offline => "offline",
            Self::BadResponse => "bad_response",
        }
    }
}

/// A failure as the server or the browser reported it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    pub kind: ErrorKind,
    /// The server's own words, for "Details"; may be empty.
    pub message: String,
    /// The HTTP status, if there was a reply.
    pub status: Option<u16>,
}

impl ApiError {
    /// A failure without a server's words.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), status: None }
    }

    /// Reads the body of a reply that is not 2xx.
    pub fn from_body(status: u16, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let words = match Json::parse(&text) {
            Ok(document) => words(&document),
            Err(_) => Words { message: plain(&text), tag: String::new() },
        };
        Self { status: Some(status), ..Self::sorted(status, words) }
    }

    /// The error that a document with status 200, or a chunk of a stream, holds in place of choices.
    pub(super) fn in_document(document: &Json) -> Option<Self> {
        let document = document.unwrap_array();
        let error = document.get("error");
        let is_error = document.get("object").and_then(Json::as_str) == Some("error");
        (error.is_some() || is_error).then(|| {
            let status = error.and_then(code).or_else(|| code(document));
            Self::sorted(status.unwrap_or(200), words(document))
        })
    }

    /// The document of an SSE event named `error`, whatever its shape.
    pub(super) fn in_error_event(data: &str) -> Self {
        match Json::parse(data) {
            Ok(document) => Self::in_document(&document)
                .unwrap_or_else(|| Self::sorted(code(&document).unwrap_or(500), words(&document))),
            Err(_) => Self::new(ErrorKind::Server, plain(data)),
        }
    }

    fn sorted(status: u16, words: Words) -> Self {
        Self { kind: kind(status, &words), message: words.message, status: None }
    }
}

/// What a body says: its message, and its `type` and `code` as one tag.
struct Words {
    message: String,
    tag: String,
}

/// A numeric `code` or `status`.
fn code(place: &Json) -> Option<u16> {
    let code = ["code", "status"].iter().find_map(|name| place.get(name)?.as_u64())?;
    u16::try_from(code).ok()
}

/// The shapes in use: `{error: {message, type, code}}`, `{error: "text", code}`, `{message}`, `{detail}`,
/// each perhaps inside an array.
fn words(document: &Json) -> Words {
    let document = document.unwrap_array();
    let error = document.get("error").unwrap_or(document);
    let message = match error {
        Json::Text(text) => text.clone(),
        _ => ["message", "detail"].iter().find_map(|name| error.get(name)).map(flat).unwrap_or_default(),
    };
    let mut tag = String::new();
    for text in [error, document].iter().flat_map(|place| [place.get("type"), place.get("code")]).flatten() {
        tag.push_str(text.as_str().unwrap_or_default());
        tag.push(' ');
    }
    tag.make_ascii_lowercase();
    Words { message, tag }
}

/// The text inside a message that is an object or an array (FastAPI's `[{loc, msg}]`).
fn flat(value: &Json) -> String {
    match value {
        Json::Text(text) => text.clone(),
        Json::Array(items) => items.iter().map(flat).collect::<Vec<_>>().join("; "),
        _ => match ["msg", "message", "detail"].iter().find_map(|name| value.get(name)) {
            Some(inner) => flat(inner),
            None => value.to_string(),
        },
    }
}

/// A body that is not JSON: the title of a page, or the text, shortened.
fn plain(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let title =
        lower.find("<title>").zip(lower.find("</title>")).and_then(|(start, end)| text.get(start + 7..end));
    match title {
        Some(title) => title.trim().to_owned(),
        None if lower.trim_start().starts_with('<') => String::new(),
        None => text.trim().chars().take(300).collect(),
    }
}

fn kind(status: u16, words: &Words) -> ErrorKind {
    let text = words.message.to_ascii_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|p| text.contains(p) || words.tag.contains(p));
    let is_rate_limit = says(&["rate limit reached", "rate_limit_exceeded", "too many requests"]);
    // OpenAI's rate limits link to the billing page.
    if says(&["insufficient_quota", "budget", "exceeded your current quota", "insufficient credits"])
        || says(&["billing"]) && !is_rate_limit
    {
        return ErrorKind::Quota;
    }
    if says(&["context_length", "context length", "context window", "context size", "maximum context"]) {
        return ErrorKind::ContextLength;
    }
    if says(&["content_filter", "content management policy", "responsibleaipolicy"]) {
        return ErrorKind::ContentFilter;
    }
    match status {
        401 => ErrorKind::Auth,
        402 => ErrorKind::Quota,
        403 => ErrorKind::Permission,
        404 | 400
            if says(&["model"])
                && says(&["not found", "not exist", "model_not_found", "invalid model name"]) =>
        {
            ErrorKind::ModelNotFound
        }
        404 | 405 => ErrorKind::EndpointNotFound,
        408 | 504 | 524 => ErrorKind::Timeout,
        413 => ErrorKind::PayloadTooLarge,
        429 => ErrorKind::RateLimit,
        503 | 529 => ErrorKind::Overloaded,
        200 if says(&["rate limit", "rate_limit"]) => ErrorKind::RateLimit,
        200 if says(&["overloaded"]) => ErrorKind::Overloaded,
        400..=499 => ErrorKind::BadRequest,
        _ => ErrorKind::Server,
    }
}

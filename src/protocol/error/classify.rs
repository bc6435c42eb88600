//! From status and words to a kind.
//!
//! **Invariant:** words that name a remedy win over the status, because gateways send them with any: a budget as
//! 422, a wrong role as 500. The texts are those that servers really send.

use super::{ErrorKind, Words};

/// The kind of a failure with this status.
pub(super) fn kind(status: u16, words: &Words) -> ErrorKind {
    by_words(status, words).unwrap_or_else(|| by_status(status, words))
}

fn by_words(status: u16, words: &Words) -> Option<ErrorKind> {
    if is_quota(status, words) {
        return Some(ErrorKind::Quota);
    }
    if words.say(UNKNOWN_MODEL) {
        return Some(ErrorKind::ModelNotFound);
    }
    if words.say(REFUSED_KEY) {
        return Some(ErrorKind::Auth);
    }
    if matches!(status, 401 | 402 | 403 | 404 | 408 | 429 | 503 | 529) {
        return None;
    }
    let kinds =
        [(ErrorKind::ContextLength, CONTEXT), (ErrorKind::ContentFilter, FILTER), (ErrorKind::Roles, ROLES)];
    let found = kinds.iter().find(|(_, phrases)| words.say(phrases)).map(|(kind, _)| *kind);
    found.or_else(|| {
        let is_role = words.param.as_deref().is_some_and(|param| param.ends_with("role"));
        let names_one = words.param.is_some() && words.say(&["not supported"])
            || words.say(&["property '"]) && words.say(&["is unsupported"]);
        let is_unsupported = matches!(status, 400 | 422) && (names_one || words.say(UNSUPPORTED));
        if is_role && matches!(status, 400 | 422) {
            return Some(ErrorKind::Roles);
        }
        is_unsupported.then_some(ErrorKind::UnsupportedParam)
    })
}

const UNKNOWN_MODEL: &[&str] = &[
    "model_not_found",
    "invalid model",
    "invalid_model",
    "model_not_supported",
    "model_decommissioned",
    "the requested model is not supported",
];

const REFUSED_KEY: &[&str] =
    &["invalid_api_key", "api key not valid", "api key expired", "incorrect api key", "invalid api key"];

const CONTEXT: &[&str] = &[
    "context_length",
    "context length",
    "context window",
    "context size",
    "context_window",
    "contextwindow",
    "exceed_context",
    "maximum model length",
    "maximum prompt length",
    "maximum number of tokens",
    "too many tokens",
    "token limit",
    "prompt too long",
    "prompt is too long",
    "input is too long",
    "reduce the length of the messages",
    "too many input tokens",
    "must have less than",
    "`max_new_tokens` must be <=",
];

const FILTER: &[&str] = &[
    "content_filter",
    "content filter",
    "content management policy",
    "data_inspection_failed",
    "content exists risk",
    "content_policy",
    "contentpolicy",
    "responsibleaipolicy",
];

const ROLES: &[&str] = &[
    "roles must alternate",
    "must alternate user",
    "only user and assistant roles",
    "system role not supported",
    "system role is not supported",
    "system role isn't supported",
    "developer instruction is not enabled",
    ".role' does not support",
    "expected last role",
    "one optional system message",
    "system message must be at the beginning",
    "alternate between",
    "should be alternating",
    "should alternate with",
    "successive user or assistant",
    "first message must",
    "unexpected role",
    "invalid_request_message_order",
    "last message must",
    "must end with a user",
    "must start with a user",
];

const UNSUPPORTED: &[&str] = &[
    "unsupported_parameter",
    "use 'max_completion_tokens'",
    "unsupported_value",
    "unknown_parameter",
    "extra_forbidden",
    "unsupported parameter",
    "unsupported value",
    "unknown parameter",
    "unrecognized request argument",
    "unrecognized field",
    "unexpected keyword argument",
    "extra inputs are not permitted",
    "additional properties are not allowed",
    "not supported with this model",
    "unknown field",
    "unknown name \"",
    "unsupportedparamserror",
    "does not support parameter",
];

/// Never a passing trouble, although some gateways say 429.
fn is_quota(status: u16, words: &Words) -> bool {
    const SAID: &[&str] = &[
        "insufficient_quota",
        "budget_exceeded",
        "exceeded your current quota",
        "exceeded your quota",
        "insufficient credits",
        "available credits",
        "insufficient balance",
        "credit balance is too low",
        "over budget",
        "exceededbudget",
        "exceededtokenbudget",
        "insufficient_user_quota",
        "quota is not enough",
        "budget has been exceeded",
        "budget exceeded",
        "quotaerror",
    ];
    // Google's quotas are of a minute, too.
    if words.say(SAID) || status != 429 && words.say(&["quota exceeded"]) {
        return true;
    }
    // OpenAI's rate limits link to the billing page.
    let is_rate_limit = words.say(&["rate limit reached", "rate_limit_exceeded"]);
    status == 429 && (words.say(&["budget"]) || words.say(&["billing"]) && !is_rate_limit)
}

fn by_status(status: u16, words: &Words) -> ErrorKind {
    match status {
        401 => ErrorKind::Auth,
        402 => ErrorKind::Quota,
        403 => ErrorKind::Permission,
        404 if words.speak_of_a_model() => ErrorKind::ModelNotFound,
        400 if words.say(&["model"])
            && words.say(&["not found", "not exist", "not a valid model", "unknown model"]) =>
        {
            ErrorKind::ModelNotFound
        }
        404 | 405 => ErrorKind::EndpointNotFound,
        408 | 504 | 524 => ErrorKind::Timeout,
        413 => ErrorKind::PayloadTooLarge,
        429 => ErrorKind::RateLimit,
        503 | 529 => ErrorKind::Overloaded,
        200..=299 if words.say(&["rate limit", "rate_limit"]) => ErrorKind::RateLimit,
        200..=299 if words.say(&["overloaded", "unavailable"]) => ErrorKind::Overloaded,
        200..=299 if words.say(&["internal", "server"]) => ErrorKind::Server,
        200..=299 if words.say(&["model"]) && words.say(&["not found", "not exist"]) => {
            ErrorKind::ModelNotFound
        }
        200..=299 => ErrorKind::BadRequest,
        300..=399 => ErrorKind::BadResponse,
        400..=499 => match status {
            409 | 425 => ErrorKind::Server,
            _ => ErrorKind::BadRequest,
        },
        _ => ErrorKind::Server,
    }
}

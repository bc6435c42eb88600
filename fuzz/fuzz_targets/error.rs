//! Any status and body as a reply that failed.
//!
//! Input: two bytes for the status, big end first, then the body. **Invariant:** the classifier is total, its
//! kind has a name that hosts know, and a page's markup never becomes a message.

#![no_main]

use causerie::protocol::{ApiError, ReplyHead};
use libfuzzer_sys::fuzz_target;

/// The names that an event may carry; a new kind is added here.
const KINDS: [&str; 16] = [
    "auth",
    "bad_request",
    "bad_response",
    "content_filter",
    "context_length",
    "endpoint_not_found",
    "model_not_found",
    "overloaded",
    "payload_too_large",
    "permission",
    "quota",
    "rate_limit",
    "roles",
    "server",
    "timeout",
    "unsupported_param",
];

fuzz_target!(|input: &[u8]| {
    let Some((status, body)) = input.split_first_chunk::<2>() else { return };
    let error = classify(u16::from_be_bytes(*status), body);
    let kind = error.kind.name();
    assert!(KINDS.contains(&kind), "no known kind: {kind}");
    let message = error.message.to_ascii_lowercase();
    assert!(!message.contains("<html"), "markup as a message: {message}");
});

/// The one place that knows how the classifier is called.
fn classify(status: u16, body: &[u8]) -> ApiError {
    ApiError::from_body(&ReplyHead::of_status(status), body)
}

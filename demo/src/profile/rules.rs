//! Rules that several systems share.
//!
//! **Invariant:** a rule says whether it is broken and where; the words are the system's.

use axum::http::{HeaderMap, header};
use serde_json::Value;

use crate::ask::Ask;
use crate::error::ApiError;

/// The one key that is wrong.
pub const WRONG_KEY: &str = "wrong-key";

/// Refuses a request without a key, or with a wrong one. Every bearer token is right but [`WRONG_KEY`].
pub fn authorize(headers: &HeaderMap, needs_key: bool) -> Result<(), ApiError> {
    let Some(sent) = headers.get(header::AUTHORIZATION) else {
        let words = "You didn't provide an API key. You need to provide your API key in an Authorization header \
                     using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";
        return if needs_key { Err(ApiError::scripted(401).worded(words)) } else { Ok(()) };
    };
    match sent.to_str().ok().and_then(|sent| sent.strip_prefix("Bearer ")).map(str::trim) {
        Some(key) if !key.is_empty() && key != WRONG_KEY => Ok(()),
        _ => Err(ApiError::scripted(401)),
    }
}

/// The first message whose role is not one of these: its index and its role.
pub fn foreign_role<'a>(ask: &'a Ask, known: &[&str]) -> Option<(usize, &'a str)> {
    ask.roles().into_iter().enumerate().find(|(_, role)| !known.contains(role))
}

/// The first of these fields that is there and is no number in its range: its name and the range.
pub fn out_of_range<'a>(
    ask: &Ask,
    ranges: impl IntoIterator<Item = &'a (&'a str, f64, f64)>,
) -> Option<&'a (&'a str, f64, f64)> {
    ranges.into_iter().find(|(name, low, high)| ask.is_outside(name, *low, *high))
}

/// The addresses of all images in the messages.
pub fn images(ask: &Ask) -> impl Iterator<Item = &str> {
    let contents = ask.messages().iter().filter_map(|message| message.get("content")?.as_array());
    contents.flatten().filter_map(|part| part.get("image_url")?.get("url").and_then(Value::as_str))
}

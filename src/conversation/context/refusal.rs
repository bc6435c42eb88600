//! After a server said that a conversation is too long: a smaller one, once.
//!
//! **Invariant:** a room is derived at most once in the life of a value, which is that of a question; it is smaller than
//! what was sent.

use super::window::reserved;
use crate::config::Config;
use crate::protocol::{ApiError, ErrorKind};
use crate::text::{self, contains};

/// What the refusals of one question have left of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    room: Option<u64>,
}

impl Refusal {
    /// The tokens that the messages may have, once something was refused.
    pub const fn room(&self) -> Option<u64> {
        self.room
    }

    /// Learns from a refusal of a request of so many tokens, by our estimate. True if another try is worth it: the
    /// window has become smaller, to the number that the server names, else to half of what was sent.
    pub fn learn(&mut self, error: &ApiError, config: &Config, tokens: u64) -> bool {
        if error.kind != ErrorKind::ContextLength || self.room.is_some() || tokens < 2 {
            return false;
        }
        let stated = limit(&error.message).map(|window| window - reserved(config, window));
        // Where our estimate is already below it, it is the estimate that is wrong.
        self.room = Some(stated.filter(|room| (1..tokens).contains(room)).unwrap_or(tokens / 2));
        true
    }
}

/// The size of the window that an error names: the number that follows words for a limit, or has one behind it.
fn limit(message: &str) -> Option<u64> {
    const BEFORE: [&str; 6] = ["maximum", "context size", "context window", "limit", "<=", "less than"];
    let message = message.to_ascii_lowercase();
    let is_digit = |c: char| c.is_ascii_digit();
    let mut rest = message.as_str();
    while let Some(at) = rest.find(is_digit) {
        let (before, number) = rest.split_at(at);
        let (number, behind) = number.split_at(number.find(|c| !is_digit(c)).unwrap_or(number.len()));
        let is_limit = BEFORE.iter().any(|words| contains(before, words)) || behind.starts_with(" maximum");
        match text::number(number) {
            Some(number) if is_limit && number >= 64 => return Some(number),
            _ => rest = behind,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn the_window_is_read_from_what_servers_say() {
        for (message, window) in [
            (
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
                8192,
            ),
            (
                "This model's maximum context length is 4097 tokens. However, you requested 8692 tokens (4692 in the \
                 messages, 4000 in the completion).",
                4097,
            ),
            (
                "'max_tokens' is too large: 5000. This model's maximum context length is 4096 tokens and your request \
              has 2000 input tokens",
                4096,
            ),
            ("prompt is too long: 210000 tokens > 200000 maximum", 200_000),
            (
                "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
                32768,
            ),
            (
                "request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it",
                4096,
            ),
            (
                "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
                1_048_576,
            ),
            ("`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens", 4096),
            ("The decoder prompt (length 5000) is longer than the maximum model length of 4096.", 4096),
            ("This model's maximum prompt length is 131072 but the request contains 150000 tokens.", 131_072),
        ] {
            assert_eq!(limit(message), Some(window), "in: {message}");
        }
        for message in ["", "too long", "Please reduce the length of the messages.", "at most 12", "limit 7"]
        {
            assert_eq!(limit(message), None, "in: {message}");
        }
        assert_eq!(limit("maximum 99999999999999999999999"), None);
    }
}

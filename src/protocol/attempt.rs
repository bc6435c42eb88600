//! What to do after a failure: repair, wait, get a new token, go to another server, or say so.
//!
//! **Invariant:** pure, so that a test can be its clock and its dice. Nothing is tried again once something of an
//! answer was shown; every cause for a further try is used up, so that attempts end.

use super::ApiError;

const FIRST_WAIT_MS: u64 = 500;
const LONGEST_BACKOFF_MS: u64 = 8_000;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The same request once more, after this many milliseconds.
    Wait(u64),
    /// At once, as repaired.
    Repaired,
    /// At once, with a new token.
    NewToken,
    /// At once, at the next endpoint.
    Fallback,
    /// Nothing more: the visitor is told.
    GiveUp,
}

/// What there is to be used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// Repetitions for each endpoint.
    retries: u64,
    left: u64,
    fallbacks: usize,
    may_ask_token: bool,
}

/// What is known of a failure beside the error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// Something of an answer was shown.
    pub has_output: bool,
    /// The request differs now from the one that was refused.
    pub is_repaired: bool,
    /// The page gives tokens.
    pub has_token_source: bool,
    /// At least 0, below 1.
    pub random: f64,
}

impl Attempts {
    /// For an endpoint with this many further ones behind it.
    pub const fn new(retries: u64, fallbacks: usize) -> Self {
        Self { retries, left: retries, fallbacks, may_ask_token: true }
    }

    /// What to do after this failure.
    pub fn after(&mut self, error: &ApiError, now: Circumstances) -> Next {
        if now.has_output {
            return Next::GiveUp;
        }
        if now.is_repaired {
            return Next::Repaired;
        }
        if error.status == Some(401) && now.has_token_source && self.may_ask_token {
            self.may_ask_token = false;
            return Next::NewToken;
        }
        if error.is_retryable() && self.left > 0 {
            let tried = self.retries - self.left;
            self.left -= 1;
            return Next::Wait(error.retry_after_ms.unwrap_or_else(|| backoff(tried, now.random)));
        }
        if error.kind.is_worth_another_server() && self.fallbacks > 0 {
            self.fallbacks -= 1;
            self.left = self.retries;
            self.may_ask_token = true;
            return Next::Fallback;
        }
        Next::GiveUp
    }
}

/// `min(0.5 s · 2ⁿ, 8 s)`, less up to a quarter so that many clients do not come back at once.
fn backoff(tried: u64, random: f64) -> u64 {
    let exponent = u32::try_from(tried).unwrap_or(u32::MAX).min(10);
    let wait = (FIRST_WAIT_MS << exponent).min(LONGEST_BACKOFF_MS);
    let thousandths = (random.clamp(0.0, 1.0) * 250.0) as u64;
    wait - wait * thousandths / 1000
}

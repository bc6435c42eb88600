//! What is known of a reply before the first byte of its body.
//!
//! **Invariant:** header names are compared without regard to case; a browser hides most of them from a page of
//! another origin, so each may be missing.

/// Status and headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplyHead {
    /// The HTTP status.
    pub status: u16,
    /// Those of [`ReplyHead::READ`] that are there.
    pub headers: Vec<(String, String)>,
    /// The time of the client, in Unix seconds: against it a date in a header is taken if there is no `date`.
    pub now: Option<u64>,
}

impl ReplyHead {
    /// The headers that are looked at.
    pub const READ: [&str; 4] = ["retry-after-ms", "retry-after", "date", "x-should-retry"];

    /// A head without headers.
    pub fn of_status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(there, _)| there.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

//! The kinds of failure.
//!
//! **Invariant:** one kind for each remedy.

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $name:literal; )+) => {
        /// The kinds of failure, by their remedy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ErrorKind { $( $(#[doc = $doc])+ $variant, )+ }

        impl ErrorKind {
            /// The name in events and reports.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ }
            }

            /// The kind of a name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $( $name => Some(Self::$variant), )+ _ => None }
            }
        }
    };
}

kinds! {
    /// The key is missing or wrong.
    Auth = "auth";
    /// The key may not do this.
    Permission = "permission";
    /// No credit, or the budget is spent: waiting does not help.
    Quota = "quota";
    /// Too many requests for now.
    RateLimit = "rate_limit";
    /// There is no such model.
    ModelNotFound = "model_not_found";
    /// There is no such address.
    EndpointNotFound = "endpoint_not_found";
    /// A field of the request is not taken.
    UnsupportedParam = "unsupported_param";
    /// The order of roles, or one of the roles, is not taken.
    Roles = "roles";
    /// The conversation does not fit.
    ContextLength = "context_length";
    /// Refused by a filter.
    ContentFilter = "content_filter";
    /// The request is malformed for this server.
    BadRequest = "bad_request";
    /// The request is too large.
    PayloadTooLarge = "payload_too_large";
    /// No answer in time.
    Timeout = "timeout";
    /// Busy, or still starting.
    Overloaded = "overloaded";
    /// The server failed.
    Server = "server";
    /// The reply ended before its end.
    Truncated = "truncated";
    /// Nothing was reached, or the connection broke.
    Network = "network";
    /// The server answers, but not to this page.
    Cors = "cors";
    /// The device says that it is offline.
    Offline = "offline";
    /// The visitor stopped it.
    Aborted = "aborted";
    /// The page's own code did not let the request go.
    Refused = "refused";
    /// The reply is not a chat completion.
    BadResponse = "bad_response";
}

impl ErrorKind {
    /// True if it may be over in a moment.
    pub const fn is_passing(self) -> bool {
        matches!(self, Self::RateLimit | Self::Timeout | Self::Overloaded | Self::Server | Self::Network)
    }

    /// True if only somebody's action helps, whatever a server says of retrying.
    pub const fn needs_somebody(self) -> bool {
        matches!(self, Self::Auth | Self::Permission | Self::Quota)
    }

    /// True if another server may do better.
    pub const fn is_worth_another_server(self) -> bool {
        self.is_passing() || matches!(self, Self::Quota | Self::Cors | Self::Truncated | Self::BadResponse)
    }
}

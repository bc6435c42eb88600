//! How far a tool call is, and how it ended.
//!
//! **Invariant:** the names are those of the saved format and of the page's events, so they never change; a state is
//! open, done or one of the failures, and only moves in that direction.

macro_rules! states {
    ($( $(#[doc = $doc:literal])+ $state:ident = $name:literal; )+) => {
        /// How far a tool call is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CallState { $( $(#[doc = $doc])+ $state, )+ }

        impl CallState {
            /// All of them.
            pub const ALL: &[Self] = &[$( Self::$state, )+];

            /// The name in records and events.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$state => $name, )+ }
            }
        }
    };
}

states! {
    /// The visitor is asked for leave.
    Asked = "asked";
    /// It runs.
    Running = "running";
    /// It gave a result.
    Done = "done";
    /// There is no such tool.
    Unknown = "unknown_tool";
    /// Its arguments are no JSON object.
    NotJson = "not_json";
    /// Its arguments do not fit the schema.
    Misfit = "misfit";
    /// The visitor did not allow it.
    Denied = "denied";
    /// The tool threw.
    Threw = "threw";
    /// The tool took too long.
    TimedOut = "timed_out";
    /// What the tool gave is no JSON.
    BadResult = "bad_result";
    /// It was not run: an identical call came too often.
    Repeated = "repeated";
    /// It was not run: there were too many rounds of calls.
    TooMany = "too_many_rounds";
    /// The visitor stopped it.
    Stopped = "stopped";
    /// The page went, or the line broke.
    Interrupted = "interrupted";
}

impl CallState {
    /// The state of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.name() == name)
    }

    /// True before the end.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Running)
    }

    /// True if it ended without the tool's result.
    pub const fn is_failure(self) -> bool {
        !self.is_open() && !matches!(self, Self::Done)
    }
}

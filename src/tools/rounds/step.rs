//! What happens to calls, and what is to be done.
//!
//! **Invariant:** calls are named by their number in the answer, from 0.

use crate::conversation::CallState;
use crate::json::Json;

/// What happened to a call, by its number in the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The visitor allows it; always: also whatever else this tool is called for.
    Allowed { call: usize, always: bool },
    /// The visitor does not.
    Denied { call: usize },
    /// The tool gave this.
    Returned { call: usize, result: Json },
    /// The tool gave nothing; the words are what it threw, if it did.
    Failed { call: usize, fault: Fault, words: String },
    /// The visitor stops it all.
    Stop,
}

/// How a tool fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Threw,
    TimedOut,
    /// What it gave is no JSON.
    BadResult,
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Run this call, and show that it runs; its time-out begins now.
    Run { call: usize, name: String, arguments: Json },
    /// Ask the visitor for leave.
    Ask { call: usize, name: String, arguments: Json },
    /// The result of this call changed.
    Show { call: usize },
    /// All calls have results: ask for the next answer.
    Request,
    /// Nothing more is to be done.
    End(End),
}

/// Why the loop is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The answer calls nothing.
    Answered,
    /// The answer failed, or its line broke.
    Broken,
    /// The visitor stopped it.
    Stopped,
    /// The model went on calling after as many rounds as it may.
    TooMany,
    /// The model made the same call again and again.
    Repeated,
}

impl Fault {
    pub(super) const fn state(self) -> CallState {
        match self {
            Self::Threw => CallState::Threw,
            Self::TimedOut => CallState::TimedOut,
            Self::BadResult => CallState::BadResult,
        }
    }
}

//! The loop: what is done with an answer that calls tools, until one comes that calls none.
//!
//! **Invariant:** each call of an answer gets exactly one result, in the order of the calls, and gets it once; a request
//! goes on only when all have theirs; the loop ends, at the latest after so many rounds. What comes for a call that has
//! ended, or after the end, changes nothing.

mod open;
mod step;

use super::schema::Matches;
use super::{Tools, words};
use crate::config::Config;
use crate::conversation::{CallState, Message, State};
use crate::json::Json;
use open::Open;
pub use step::{End, Event, Fault, Step};

/// An identical call, by name and arguments, in so many rounds ends the loop. Within one answer it may be made as often
/// as the model likes: two dice are two calls.
const REPEATED: usize = 3;

/// The loop behind one question.
#[derive(Clone, Debug)]
pub struct Rounds {
    limit: u64,
    is_legacy: bool,
    used: u64,
    /// What was called, once for each round.
    seen: Vec<(u64, String)>,
    calls: Vec<Open>,
    is_over: bool,
}

impl Rounds {
    /// The loop behind a question.
    pub const fn new(config: &Config) -> Self {
        Self {
            limit: config.max_tool_rounds,
            is_legacy: config.legacy_functions,
            used: 0,
            seen: Vec::new(),
            calls: Vec::new(),
            is_over: false,
        }
    }

    /// How many rounds were run; what [`Tools::declared`] wants to know.
    pub const fn used(&self) -> u64 {
        self.used
    }

    /// True once a step was [`Step::End`].
    pub const fn is_over(&self) -> bool {
        self.is_over
    }

    /// True while a call has no result yet.
    pub fn is_open(&self) -> bool {
        self.calls.iter().any(|call| call.result.is_open())
    }

    /// The results of the present round, in the order of the calls, open ones too: the messages that stand behind the
    /// answer, from the moment on in which [`Rounds::begin`] returned.
    pub fn results(&self) -> impl Iterator<Item = &Message> {
        self.calls.iter().map(|call| &call.result)
    }

    /// What a page's own code gets of a call: [`words::detail`].
    pub fn detail(&self, call: usize) -> Json {
        self.calls.get(call).map(|open| words::detail(&open.call, &open.result)).unwrap_or_default()
    }

    /// Begins with an answer that has ended; its calls get their ids. `now` is Unix milliseconds.
    pub fn begin(&mut self, answer: &mut Message, tools: &Tools, matches: Matches, now: u64) -> Vec<Step> {
        if self.is_over || self.is_open() || answer.is_open() {
            return Vec::new();
        }
        answer.name_calls(self.is_legacy, now);
        self.calls = answer.choice().tool_calls.iter().map(Open::new).collect();
        if self.calls.is_empty() {
            return self.end(End::Answered, CallState::Done);
        }
        match answer.state {
            State::Complete => {}
            State::Stopped => return self.end(End::Stopped, CallState::Stopped),
            _ => return self.end(End::Broken, CallState::Interrupted),
        }
        if self.is_repeated() {
            return self.end(End::Repeated, CallState::Repeated);
        }
        if self.used >= self.limit {
            return self.end(End::TooMany, CallState::TooMany);
        }
        self.used += 1;
        let mut steps = Vec::new();
        for (at, call) in self.calls.iter_mut().enumerate() {
            steps.extend(call.begin(at, tools, matches, now));
        }
        self.go_on(&mut steps);
        steps
    }

    /// Takes what happened. `now` is Unix milliseconds.
    pub fn apply(&mut self, event: Event, tools: &mut Tools, now: u64) -> Vec<Step> {
        if self.is_over {
            return Vec::new();
        }
        let mut steps = Vec::new();
        match event {
            Event::Stop => return self.end(End::Stopped, CallState::Stopped),
            Event::Allowed { call, always } => self.allow(call, always, tools, now, &mut steps),
            Event::Denied { call } => {
                self.settle(call, CallState::Asked, CallState::Denied, "", now, &mut steps);
            }
            Event::Returned { call, result } => {
                let text = words::said(&result);
                self.settle(call, CallState::Running, CallState::Done, &text, now, &mut steps);
            }
            Event::Failed { call, fault, words } => {
                self.settle(call, CallState::Running, fault.state(), &words, now, &mut steps);
            }
        }
        if !steps.is_empty() {
            self.go_on(&mut steps);
        }
        steps
    }

    fn allow(&mut self, call: usize, always: bool, tools: &mut Tools, now: u64, steps: &mut Vec<Step>) {
        let Some(asked) = self.calls.get(call).filter(|call| call.is(CallState::Asked)) else { return };
        let name = asked.call.name.clone();
        if always {
            tools.allow(&name);
        }
        for (at, other) in self.calls.iter_mut().enumerate() {
            let is_meant = at == call || always && other.call.name == name;
            if is_meant && other.is(CallState::Asked) {
                steps.push(other.run(at, now));
            }
        }
    }

    /// Ends a call that is in this state.
    fn settle(
        &mut self,
        call: usize,
        from: CallState,
        to: CallState,
        more: &str,
        now: u64,
        steps: &mut Vec<Step>,
    ) {
        if let Some(open) = self.calls.get_mut(call).filter(|open| open.is(from)) {
            open.settle(to, more, now);
            steps.push(Step::Show { call });
        }
    }

    fn go_on(&self, steps: &mut Vec<Step>) {
        if !self.is_open() {
            steps.push(Step::Request);
        }
    }

    /// Ends the loop, and each call that is open.
    fn end(&mut self, end: End, state: CallState) -> Vec<Step> {
        self.is_over = true;
        let mut steps = Vec::new();
        for (at, open) in self.calls.iter_mut().enumerate().filter(|(_, open)| open.result.is_open()) {
            open.result.settle(state, words::error(state, ""));
            steps.push(Step::Show { call: at });
        }
        steps.push(Step::End(end));
        steps
    }

    /// Counts the calls of this round. True if one of them was made too often.
    fn is_repeated(&mut self) -> bool {
        let round = self.used;
        for call in &self.calls {
            let key = (round, call.key());
            if !self.seen.contains(&key) {
                self.seen.push(key);
            }
        }
        let count = |key: &str| self.seen.iter().filter(|(_, seen)| seen == key).count();
        self.seen.iter().any(|(_, key)| count(key) >= REPEATED)
    }
}

//! One call of the present round, with the result that it will have.
//!
//! **Invariant:** the result is open until it is settled, once.

use super::Step;
use crate::conversation::{CallState, Message, ToolCall};
use crate::json::Json;
use crate::tools::schema::Matches;
use crate::tools::{Tools, arguments, normal, words};

#[derive(Clone, Debug)]
pub(super) struct Open {
    pub call: ToolCall,
    pub result: Message,
    /// Null until they are checked.
    arguments: Json,
    /// When it began to run, in Unix milliseconds.
    since: Option<u64>,
}

impl Open {
    pub fn new(call: &ToolCall) -> Self {
        Self { call: call.clone(), result: Message::result_of(call), arguments: Json::Null, since: None }
    }

    /// True if it is in this state now.
    pub fn is(&self, state: CallState) -> bool {
        self.result.call_state() == Some(state)
    }

    /// The same for calls that are the same: a name, which no JSON begins with, and the arguments by value.
    pub fn key(&self) -> String {
        let arguments = arguments::parsed(&self.call).map(|value| normal(&value).written());
        [&self.call.name, " ", arguments.as_ref().unwrap_or(&self.call.arguments)].concat()
    }

    /// Runs it, asks for leave, or ends it at once.
    pub fn begin(&mut self, at: usize, tools: &Tools, matches: Matches, now: u64) -> Option<Step> {
        let tool = tools.get(&self.call.name);
        match arguments::checked(&self.call, tool, matches) {
            Err((state, text)) => {
                self.result.settle(state, text);
                None
            }
            Ok(arguments) => {
                self.arguments = arguments;
                let must_ask = tool.is_some_and(|tool| tool.confirm && !tools.is_allowed(&tool.name));
                Some(if must_ask { self.ask(at) } else { self.run(at, now) })
            }
        }
    }

    fn ask(&mut self, at: usize) -> Step {
        self.result.call = Some(CallState::Asked);
        Step::Ask { call: at, name: self.call.name.clone(), arguments: self.arguments.clone() }
    }

    pub fn run(&mut self, at: usize, now: u64) -> Step {
        self.result.call = Some(CallState::Running);
        self.since = Some(now);
        Step::Run { call: at, name: self.call.name.clone(), arguments: self.arguments.clone() }
    }

    /// Ends it: with this result, or with what is known of its failure.
    pub fn settle(&mut self, state: CallState, more: &str, now: u64) {
        let ms = self.since.map(|since| u32::try_from(now.saturating_sub(since)).unwrap_or(u32::MAX));
        self.result.call_ms = ms;
        let text = if state == CallState::Done { more.to_owned() } else { words::error(state, more) };
        self.result.settle(state, text);
    }
}

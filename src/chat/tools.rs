//! Tools: what the model calls of the page's own functions, behind a question, until an answer calls nothing.
//!
//! What is to be done is said by `tools::Rounds`; here it is done. All of it is loaded with the first question for which
//! there are tools. **Invariant:** each call stands in the conversation with a result from its first moment on, so that
//! whatever ends it (stop, a reload, a closed tab) leaves no call without one.

mod known;
mod round;
mod running;
mod tool;

use std::pin::Pin;

use super::run::Run;
use super::{Chat, Entry, Phase, hooks, page};
use crate::browser::{clock, dom};
use crate::config::{Config, Label};
use crate::conversation::{CallState, Message, ToolCall, Turns};
use crate::tools::{End, detail};
use known::Known;
use round::Round;

pub use tool::{Tool, ToolSet};

/// [`later_declared`].
pub(super) type Declaring = fn(&Chat, Config, u64) -> Config;
/// [`later_call`].
pub(super) type Calling = fn(Chat, Run, Option<Turns>) -> Pin<Box<dyn Future<Output = ()>>>;

/// The options with the tools that there are now, in the round of this number.
pub(super) fn later_declared(chat: &Chat, config: Config, round: u64) -> Config {
    let known = Known::of(chat);
    known.take(chat);
    known.declared(&config, round)
}

/// Has the page's own code look at an answer, does what that has called, and asks for the next one, until one calls
/// nothing. With turns the first one is still to be asked for.
pub(super) fn later_call(chat: Chat, run: Run, turns: Option<Turns>) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        if let Some(turns) = turns {
            let turns = page::with_page(chat, turns, &run).await;
            chat.answer_or_fail(turns, &run).await;
        }
        let mut next = Some(run);
        while let Some(run) = next {
            hooks::received(chat, &run).await;
            next = go_on(chat, run).await;
        }
    })
}

/// The run whose answer is there next; nothing, if none was asked for.
async fn go_on(chat: Chat, run: Run) -> Option<Run> {
    let known = Known::of(&chat);
    let calls = run.answer.message.with_untracked(|answer| !answer.choice().tool_calls.is_empty());
    if !calls || known.is_empty() || !chat.is_current(&run) {
        return None;
    }
    let round = Round::begin(chat, &known, &run);
    let end = round.over().await;
    known.end_round();
    if !chat.is_current(&run) {
        return None;
    }
    if let Some(end) = end {
        say_end(chat, end);
        return None;
    }
    let ended = run.answer.message.get_untracked();
    let (turns, run) = self::next(chat, run);
    // Whoever hears of it may stop everything: that ends what is asked next, and not what has ended a second time.
    chat.tell_answer(&ended);
    chat.answer_or_fail(turns, &run).await;
    Some(run)
}

/// The next answer, below the results.
fn next(chat: Chat, run: Run) -> (Turns, Run) {
    let answer = chat.add(Message::awaited(), None);
    let mut messages = chat.snapshot();
    messages.pop();
    let run = Run { answer, earlier: None, round: run.round + 1, may_be_cached: false, ..run };
    if let Some(inner) = chat.inner() {
        inner.run.replace(Some(run.clone()));
    }
    chat.phase.try_set(Phase::Waiting);
    (Turns::of(messages).placed(chat.places()), run)
}

/// Why the model is not asked again, where the visitor may wonder.
fn say_end(chat: Chat, end: End) {
    let label = match end {
        End::TooMany => Label::CallsTooMany,
        End::Repeated => Label::CallsRepeated,
        _ => return,
    };
    let words = chat.text_now(label);
    chat.show_toast(words);
}

impl Chat {
    /// The tools of a Rust page, in the place of those that there were.
    pub fn set_tools(&self, tools: Vec<Tool>) {
        Known::of(self).give(tools);
    }

    /// The call that a result answers.
    pub fn call_of(&self, result: &Entry) -> Option<ToolCall> {
        let entries = self.entries.try_get_untracked()?;
        let at = entries.iter().position(|entry| entry.id == result.id)?;
        let message = result.message.get_untracked();
        let mut asked = entries[..at].iter().rev().map(|entry| entry.message.get_untracked());
        let answer = asked.find(|message| !message.is_result())?;
        answer.choice().tool_calls.iter().find(|call| message.answers(call)).cloned()
    }

    /// The visitor allows a call that they were asked about, or does not.
    pub fn answer_call(&self, result: &Entry, answer: Leave) {
        if let Some(round) = Known::of(self).round() {
            round.answer(result, answer);
        }
    }

    /// True if the page's own code draws such a call; follows what tools there are. A page may bring them after what was
    /// kept is drawn.
    pub fn draws(&self, call: &ToolCall) -> bool {
        let known = Known::of(self);
        if known.is_empty() {
            known.take(self);
        }
        known.changed.track();
        known.tool(&call.name).is_some_and(|tool| tool.declaration.render)
    }

    /// What it draws of a call that is done.
    pub fn card_of(&self, result: &Entry) -> Option<dom::Node> {
        let call = self.call_of(result)?;
        let known = Known::of(self);
        let detail = result.message.with_untracked(|message| detail(&call, message));
        known.tool(&call.name)?.shown(&detail)
    }

    /// What the visitor is asked before a call.
    pub fn words_for(&self, call: &ToolCall) -> Option<String> {
        Known::of(self).tool(&call.name)?.words(&call.arguments)
    }
}

/// What the visitor says of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    Once,
    Always,
    Denied,
}

/// The state of a result, for the page.
pub fn state_of(message: &Message) -> CallState {
    message.call_state().unwrap_or(CallState::Done)
}

/// Unix milliseconds.
fn now() -> u64 {
    clock::unix_milliseconds()
}

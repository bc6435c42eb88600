//! A run: one answer, from the question to its end, over as many requests as it takes.
//!
//! **Invariant:** only the current run writes, and a run ends once. After the widget is gone nothing here panics:
//! late futures find their signals disposed and do nothing.

use std::cell::RefCell;
use std::rc::Rc;

use super::words::error_label;
use super::{Chat, Entry, Phase};
use crate::browser::fetch::Abort;
use crate::browser::frame;
use crate::config::Label;
use crate::conversation::{Message, State, Turns, to_detail};
use crate::json::Json;

/// The answer that is being waited for, and the way to stop it.
#[derive(Clone)]
pub(super) struct Run {
    pub answer: Entry,
    /// Stops the request that is under way.
    pub abort: Rc<RefCell<Option<Abort>>>,
    /// What this one is to take the place of; it comes back if nothing comes.
    earlier: Option<Box<Message>>,
    /// Whether memory may answer.
    pub may_be_cached: bool,
}

/// What an answer is asked for.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    /// A question.
    Answer,
    /// Another answer in the place of one, if there was one.
    Again(Option<Box<Message>>),
    /// The rest of an answer that ended too early.
    Rest,
}

impl Chat {
    /// Asks for an answer to the conversation as it stands.
    pub(super) fn ask(&self, purpose: Purpose) {
        let last = || self.entries.try_get_untracked().unwrap_or_default().pop();
        let messages = self.snapshot();
        let (turns, answer) = match last().filter(|_| matches!(purpose, Purpose::Rest)) {
            Some(entry) => {
                let earlier = entry.message.get_untracked();
                entry.message.set(Message::resumed(&earlier));
                (Turns::to_go_on(messages, &self.text_now(Label::ContinuePrompt)), entry)
            }
            None => (Turns::of(messages), self.push(Message::awaited())),
        };
        let run = Run {
            answer,
            abort: Rc::default(),
            may_be_cached: matches!(purpose, Purpose::Answer),
            earlier: match purpose {
                Purpose::Again(earlier) => earlier,
                _ => None,
            },
        };
        if let Some(inner) = self.inner() {
            inner.run.replace(Some(run.clone()));
        }
        self.phase.set(Phase::Waiting);
        self.say(self.text_now(Label::Waiting));
        let chat = *self;
        frame::spawn(async move {
            if let Err(error) = chat.answer(&turns, &run).await {
                run.answer.message.update_untracked(|message| message.fail(error));
            }
            if chat.is_current(&run) {
                chat.end_run();
            }
        });
    }

    /// Ends the current run, if there is one: a message that is still open was stopped.
    pub(super) fn end_run(&self) {
        let Some(run) = self.inner().and_then(|inner| inner.run.take()) else { return };
        run.answer.message.update_untracked(|message| {
            message.stop();
            if let Some(earlier) = run.earlier.filter(|_| message.is_empty()) {
                message.bring_back(*earlier);
            }
        });
        run.answer.message.notify();
        if let Some(abort) = run.abort.borrow_mut().take() {
            abort.abort();
        }
        self.progress.try_set(String::new());
        self.phase.try_set(Phase::Idle);
        let message = run.answer.message.get_untracked();
        self.say(self.ending(&message));
        self.hush();
        if let Some(error) = message.error() {
            self.emit("error", &error.to_json());
        }
        self.emit_all(&["response-end", "message"], &to_detail(&message));
    }

    /// Says that the answer has begun, once.
    pub(super) fn begin(&self, run: &Run) {
        // One that comes in one piece is whole at once.
        let has_begun = run
            .answer
            .message
            .with_untracked(|message| matches!(message.state, State::Arriving | State::Complete));
        if has_begun && self.phase.try_get_untracked() == Some(Phase::Waiting) && self.is_current(run) {
            self.phase.try_set(Phase::Answering);
            self.say(self.text_now(Label::Answering));
            self.emit("response-start", &Json::Null);
        }
    }

    pub(super) fn is_current(&self, run: &Run) -> bool {
        let is_it = |current: &Run| Rc::ptr_eq(&current.abort, &run.abort);
        self.inner().is_some_and(|inner| inner.run.borrow().as_ref().is_some_and(is_it))
    }

    /// What the status region says of an answer that has ended.
    fn ending(&self, message: &Message) -> String {
        self.text_now(match &message.state {
            State::Failed(error) => error_label(error.kind),
            State::Stopped => Label::Stopped,
            _ => Label::Answered,
        })
    }
}

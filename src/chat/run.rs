//! A run: one answer, from the question to its end, over as many requests as it takes.
//!
//! **Invariant:** only the current run writes, and a run ends once. After the widget is gone nothing here panics:
//! late futures find their signals disposed and do nothing.

use std::cell::RefCell;
use std::rc::Rc;

use super::words::error_label;
use super::{Chat, Entry, Phase, Shortfall, hooks, tools};
use crate::browser::fetch::Abort;
use crate::browser::{frame, later};
use crate::config::Label;
use crate::conversation::{Message, State, Turns, document, to_detail};
use crate::json::Json;

/// The answer that is being waited for, and the way to stop it.
#[derive(Clone)]
pub(super) struct Run {
    pub answer: Entry,
    /// Stops the request that is under way.
    pub abort: Rc<RefCell<Option<Abort>>>,
    /// The answer in whose place or beside which this one is; it comes back if nothing comes.
    pub earlier: Option<Entry>,
    /// Whether memory may answer.
    pub may_be_cached: bool,
    /// What is made for it is no message of the conversation.
    pub is_aside: bool,
    /// How often tools were called before it.
    pub round: u64,
}

impl Run {
    /// True if it is not the first one for its question: another answer, the rest of one, or one behind a call. None of
    /// these may be answered from memory, and only these.
    pub fn is_repeated(&self) -> bool {
        !self.may_be_cached
    }

    /// A request that is made for this run, and ends with it.
    pub fn aside(&self, chat: Chat) -> Self {
        let (answer, abort) = (chat.entry(Message::awaited()), Rc::clone(&self.abort));
        Self { answer, abort, earlier: None, may_be_cached: false, is_aside: true, round: 0 }
    }
}

/// What an answer is asked for.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    /// A question.
    Answer,
    /// Another answer in the place of this one, or beside it.
    Again(Entry),
    /// The rest of an answer that ended too early.
    Rest,
}

impl Chat {
    /// Asks for an answer to the conversation as it stands.
    pub(super) fn ask(&self, purpose: Purpose) {
        let last = || self.entries.try_get_untracked().unwrap_or_default().pop();
        let may_be_cached = matches!(purpose, Purpose::Answer);
        let earlier = match &purpose {
            Purpose::Again(earlier) => Some(earlier.clone()),
            _ => None,
        };
        let is_replaced = earlier.as_ref().is_some_and(|it| self.is_last_now(it.id) && is_worthless(it));
        let (turns, answer) = match last().filter(|_| matches!(purpose, Purpose::Rest)) {
            Some(entry) => {
                let messages = self.snapshot();
                let earlier = entry.message.get_untracked();
                entry.message.set(Message::resumed(&earlier));
                let words = self.text_now(Label::ContinuePrompt);
                (Turns::to_go_on(messages, &words).placed(self.places()), entry)
            }
            None => {
                let answer = self.add(Message::awaited(), earlier.as_ref().map(|earlier| earlier.node));
                let mut messages = self.snapshot();
                messages.pop();
                (Turns::of(messages).placed(self.places()), answer)
            }
        };
        if let Some(earlier) = earlier.as_ref().filter(|_| is_replaced) {
            self.change(&|tree, now| tree.delete(earlier.node, now));
            self.note(earlier.node);
        }
        self.keep_asked();
        let run = Run { answer, abort: Rc::default(), may_be_cached, earlier, is_aside: false, round: 0 };
        if let Some(inner) = self.inner() {
            inner.run.replace(Some(run.clone()));
        }
        self.phase.set(Phase::Waiting);
        self.say(self.text_now(Label::Waiting));
        let chat = *self;
        frame::spawn(async move {
            // The question stands there first. Both in one task are a long one for a slow machine: most of it is called for
            // the first time then.
            frame::breathe().await;
            if !chat.is_current(&run) {
                return;
            }
            if !chat.may_send().await {
                return chat.take_back(&run);
            }
            let mut turns = Some(turns);
            // What is to be done before an answer or with it comes with the other half.
            if !(chat.is_hooked() && later::load().await)
                && let Some(turns) = turns.take()
            {
                chat.answer_or_fail(turns, &run).await;
            }
            let calls = |message: &Message| !message.choice().tool_calls.is_empty();
            if (turns.is_some() || run.answer.message.with_untracked(calls))
                && let Some(door) = later::open(tools::later_call as tools::Calling).await
            {
                door(chat, run.clone(), turns).await;
            }
            if chat.is_current(&run) {
                chat.end_run();
            }
        });
    }

    /// Brings an answer into its message, or why there is none.
    pub(super) async fn answer_or_fail(&self, turns: Turns, run: &Run) {
        let turns = self.whole(turns).await;
        if let Err(error) = self.answer(&turns, run).await {
            run.answer.message.update_untracked(|message| message.fail(error));
        }
    }

    /// Ends the current run, if there is one: a message that is still open was stopped.
    pub(super) fn end_run(&self) {
        let Some(run) = self.inner().and_then(|inner| inner.run.take()) else { return };
        let is_empty = run.answer.message.update(|message| {
            message.stop();
            message.is_empty()
        });
        if let Some(earlier) = run.earlier.as_ref().filter(|_| is_empty) {
            self.bring_back(earlier, &run.answer);
        }
        let message = run.answer.message.get_untracked();
        if let Some(abort) = run.abort.borrow_mut().take() {
            abort.abort();
        }
        self.touch(&run.answer);
        self.keep_soon();
        self.unlock();
        self.progress.try_set(String::new());
        self.phase.try_set(Phase::Idle);
        self.say_drawn(self.ending(&message));
        self.hush();
        if let Some(error) = message.error() {
            let error = error.to_json();
            self.emit("error", &error);
            if self.has_hook("onError") {
                self.unasked_later(hooks::later_tell_error, error);
            }
        }
        self.tell_answer(&message);
        later::prepare();
    }

    /// Tells the page of an answer that has ended: of each, also of those that call tools.
    pub(super) fn tell_answer(&self, message: &Message) {
        let mut detail = to_detail(message);
        if self.answers_in_json()
            && let Some(door) = later::try_open(document::later_parsed as fn(&str) -> Json)
        {
            detail.set("parsed", door(message.text()));
        }
        self.emit_all(&["response-end", "message"], &detail);
        if let Some(usage) = message.usage {
            self.emit("usage", &usage.to_json());
        }
    }

    /// Says that the answer has begun, once.
    pub(super) fn begin(&self, run: &Run) {
        // One that comes in one piece is whole at once.
        let has_begun = run
            .answer
            .message
            .with_untracked(|message| matches!(message.state, State::Arriving | State::Complete));
        if has_begun
            && !run.is_aside
            && self.phase.try_get_untracked() == Some(Phase::Waiting)
            && self.is_current(run)
        {
            self.phase.try_set(Phase::Answering);
            self.say(self.text_now(Label::Answering));
            self.emit("response-start", &Json::Null);
        }
    }

    /// Has an earlier answer back in the place of one of which nothing came.
    fn bring_back(&self, earlier: &Entry, empty: &Entry) {
        let is_beside = self.inner().is_some_and(|inner| inner.tree.borrow().is_alive(earlier.node));
        if !is_beside {
            let earlier = earlier.message.get_untracked();
            return empty.message.update(|message| message.bring_back(earlier));
        }
        // It has no note that would say what happened now.
        let error = empty.message.with_untracked(|message| message.error().map(|error| error.kind));
        self.change(&|tree, now| tree.delete(empty.node, now) && tree.show(earlier.node, now));
        self.note(earlier.node);
        self.forget();
        if let Some(kind) = error {
            self.show_toast(self.text_now(error_label(kind)));
        }
    }

    pub(super) fn is_current(&self, run: &Run) -> bool {
        let is_it = |current: &Run| Rc::ptr_eq(&current.abort, &run.abort);
        self.inner().is_some_and(|inner| inner.run.borrow().as_ref().is_some_and(is_it))
    }

    /// What the status region says of an answer that has ended.
    fn ending(&self, message: &Message) -> String {
        self.text_now(Shortfall::of(message).map_or(Label::Answered, |short| short.label))
    }
}

/// True if an answer that comes is better in any case.
fn is_worthless(entry: &Entry) -> bool {
    entry.message.with_untracked(|message| message.error().is_some() || message.text().trim().is_empty())
}

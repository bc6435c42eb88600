//! A run: one answer, from the question to its end, over as many requests as it takes.
//!
//! **Invariant:** only the current run writes, and a run ends once. After the widget is gone nothing here panics:
//! late futures find their signals disposed and do nothing.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Chat, Entry, Phase, Shortfall, hooks, resume, tools};
use crate::browser::fetch::Abort;
use crate::browser::{frame, later};
use crate::config::Label;
use crate::conversation::{Id, Message, State, Turns, document, to_detail};
use crate::json::Json;

/// The answer that is being waited for, and the way to stop it.
#[derive(Clone)]
pub(super) struct Run {
    pub answer: Entry,
    /// Stops the request that is under way.
    pub abort: Rc<RefCell<Option<Abort>>>,
    /// The answer in whose place or beside which this one is; it comes back if nothing comes (`resume.rs`).
    pub earlier: Option<Entry>,
    /// The question, if it was put for this; it is taken back if another tab is quicker.
    pub question: Option<Id>,
    /// Whether memory may answer.
    pub may_be_cached: bool,
    /// What is made for it is no message of the conversation.
    pub is_aside: bool,
    /// How often tools were called before it.
    pub round: u64,
}

impl Run {
    /// A run of its own, which says more of what has been said.
    pub fn of(answer: Entry) -> Self {
        Self {
            answer,
            abort: Rc::default(),
            earlier: None,
            question: None,
            may_be_cached: false,
            is_aside: false,
            round: 0,
        }
    }

    /// True if it is not the first one for its question: another answer, the rest of one, or one behind a call. None of
    /// these may be answered from memory, and only these.
    pub fn is_repeated(&self) -> bool {
        !self.may_be_cached
    }

    /// A request that is made for this run, and ends with it.
    pub fn aside(&self, chat: Chat) -> Self {
        Self { abort: Rc::clone(&self.abort), is_aside: true, ..Self::of(chat.entry(Message::awaited())) }
    }
}

impl Chat {
    /// Asks for an answer to the conversation as it stands, which may end with a new question: beside an earlier one, or in
    /// its place if that is worth nothing.
    pub(super) fn ask(&self, question: Option<Id>, earlier: Option<Entry>) {
        let is_replaced = earlier.as_ref().is_some_and(|it| self.is_last_now(it.id) && is_worthless(it));
        let answer = self.add(Message::awaited(), earlier.as_ref().map(|earlier| earlier.node));
        let mut messages = self.snapshot();
        messages.pop();
        if let Some(earlier) = earlier.as_ref().filter(|_| is_replaced) {
            self.change(&|tree, now| tree.delete(earlier.node, now));
            self.note(earlier.node);
        }
        let run = Run { may_be_cached: earlier.is_none(), question, earlier, ..Run::of(answer) };
        self.run(Turns::of(messages), run);
    }

    /// Has these turns answered.
    pub(super) fn run(&self, turns: Turns, run: Run) {
        let turns = turns.placed(self.places());
        self.keep_asked();
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
            let may_send = chat.may_send().await;
            // It may have been stopped, or the element may have gone, while the other tabs were asked.
            if !chat.is_current(&run) {
                return;
            }
            if !may_send {
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
        // What is told is what has ended, not once more what comes back in its place.
        let ended = run.answer.message.get_untracked();
        if is_empty && run.earlier.is_some() {
            self.unasked_later(resume::later_bring_back, run.clone());
        }
        self.touch(&run.answer);
        self.keep_soon();
        self.unlock();
        // The page's own code may listen, and begin another conversation.
        let abort = run.abort.take();
        abort.iter().for_each(Abort::abort);
        self.progress.try_set(String::new());
        self.phase.try_set(Phase::Idle);
        self.say_drawn(self.ending(&ended));
        self.hush();
        if let Some(error) = ended.error() {
            let error = error.to_json();
            self.emit("error", &error);
            if self.has_hook("onError") {
                self.unasked_later(hooks::later_tell_error, error);
            }
        }
        self.tell_answer(&ended);
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

    pub(super) fn is_current(&self, run: &Run) -> bool {
        let is_it = |current: &Run| Rc::ptr_eq(&current.abort, &run.abort);
        self.inner().is_some_and(|inner| inner.run.borrow().as_ref().is_some_and(is_it))
    }

    /// What the status region says of an answer that has ended.
    fn ending(&self, message: &Message) -> String {
        self.text_now(Shortfall::of(message).map_or(Label::Answered, |short| short.label))
    }
}

/// True if an answer that comes is better in any case. What there is of it must come back if none does, which is for the
/// other half to do.
fn is_worthless(entry: &Entry) -> bool {
    entry.message.with_untracked(|message| {
        let is_broken = || message.error().is_some() || message.text().trim().is_empty();
        message.is_empty() || later::is_here() && is_broken()
    })
}

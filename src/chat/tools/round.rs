//! The calls of one answer: under way, asked about, and done.
//!
//! **Invariant:** what happens goes to `tools::Rounds`, and what that says is done, in its order; the results in the
//! conversation are those that it has.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::known::Known;
use super::{Leave, now, running};
use crate::browser::fetch::Abort;
use crate::browser::function;
use crate::browser::waiting::Waiting;
use crate::chat::run::Run;
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::conversation::CallState;
use crate::json::Json;
use crate::tools::{End, Event, Step};

/// One round of calls.
pub struct Round {
    pub chat: Chat,
    known: Rc<Known>,
    /// The results, in the order of the calls.
    results: RefCell<Vec<Entry>>,
    /// What ends each call that runs.
    aborts: RefCell<Vec<(usize, Option<Abort>)>>,
    is_over: Cell<bool>,
    end: Cell<Option<End>>,
    waiting: Waiting,
}

impl Round {
    /// Begins with an answer that has ended.
    pub fn begin(chat: Chat, known: &Rc<Known>, run: &Run) -> Rc<Self> {
        let round = Rc::new(Self {
            chat,
            known: Rc::clone(known),
            results: RefCell::default(),
            aborts: RefCell::default(),
            is_over: Cell::default(),
            end: Cell::default(),
            waiting: Waiting::default(),
        });
        known.begin_round(&round);
        let mut steps = Vec::new();
        run.answer.message.update(|answer| {
            if let Some(rounds) = known.rounds.borrow_mut().as_mut() {
                steps = rounds.begin(answer, &known.tools.borrow(), &function::matches, now());
            }
        });
        chat.touch(&run.answer);
        round.add_results();
        round.follow_stop(run);
        round.go(steps);
        round
    }

    fn add_results(&self) {
        let rounds = self.known.rounds.borrow();
        let messages = rounds.as_ref().map(|rounds| rounds.results().cloned().collect::<Vec<_>>());
        let entries = messages.unwrap_or_default().into_iter().map(|message| self.chat.add(message, None));
        self.results.replace(entries.collect());
    }

    /// Whatever ends the run ends the calls.
    fn follow_stop(self: &Rc<Self>, run: &Run) {
        let abort = Abort::new();
        run.abort.borrow_mut().clone_from(&abort);
        let round = Rc::clone(self);
        if let Some(abort) = abort {
            abort.on_abort(move || round.happens(Event::Stop));
        }
    }

    /// Takes what happened.
    pub fn happens(self: &Rc<Self>, event: Event) {
        // The next round has calls of the same numbers.
        if self.is_over.get() {
            return;
        }
        let steps = match self.known.rounds.borrow_mut().as_mut() {
            Some(rounds) => rounds.apply(event, &mut self.known.tools.borrow_mut(), now()),
            None => return,
        };
        self.go(steps);
    }

    fn go(self: &Rc<Self>, steps: Vec<Step>) {
        for step in steps {
            // Whoever heard of the step before may have stopped everything.
            if self.is_over.get() {
                return;
            }
            match step {
                Step::Run { call, name, arguments } => self.run(call, &name, arguments),
                Step::Ask { call, name, arguments } => self.ask(call, &name, &arguments),
                Step::Show { call } => self.show(call),
                Step::Request => self.finish(None),
                Step::End(end) => self.finish(Some(end)),
            }
        }
    }

    fn run(self: &Rc<Self>, call: usize, name: &str, arguments: Json) {
        let abort = Abort::new();
        self.aborts.borrow_mut().push((call, abort.clone()));
        self.show(call);
        if self.is_over.get() {
            return;
        }
        running::run(self, call, self.known.tool(name), arguments, abort);
    }

    fn ask(self: &Rc<Self>, call: usize, name: &str, arguments: &Json) {
        let asks = self.known.tool(name).is_some_and(|tool| tool.asks(&arguments.written()));
        if !asks {
            return self.happens(Event::Allowed { call, always: false });
        }
        self.show(call);
        let words = self.chat.text_with(Label::CallAsk, &[("name", name)]);
        self.chat.say(words);
    }

    /// Brings a result into the conversation, and tells the page of it.
    fn show(&self, call: usize) {
        // Whoever hears of it may stop everything: nothing is borrowed then.
        let known = self
            .known
            .rounds
            .borrow()
            .as_ref()
            .map(|rounds| (rounds.results().nth(call).cloned(), rounds.detail(call)));
        let Some((result, detail)) = known else { return };
        let entry = self.results.borrow().get(call).cloned();
        if let Some((entry, result)) = entry.zip(result) {
            let is_over = result.call.is_some_and(CallState::is_failure);
            entry.message.set(result);
            self.chat.touch(&entry);
            if is_over {
                self.abort(call);
            }
            self.chat.emit("tool-call", &detail);
        }
    }

    /// Nobody waits any more for a call that has ended otherwise.
    fn abort(&self, call: usize) {
        let mut aborts = self.aborts.borrow_mut();
        let at = aborts.iter().position(|(of, _)| *of == call);
        let abort = at.and_then(|at| aborts.swap_remove(at).1);
        drop(aborts);
        if let Some(abort) = abort {
            abort.abort();
        }
    }

    /// What the visitor says of a call that they were asked about.
    pub fn answer(self: &Rc<Self>, result: &Entry, leave: Leave) {
        let call = self.results.borrow().iter().position(|entry| entry.id == result.id);
        let Some(call) = call else { return };
        self.happens(match leave {
            Leave::Once => Event::Allowed { call, always: false },
            Leave::Always => Event::Allowed { call, always: true },
            Leave::Denied => Event::Denied { call },
        });
    }

    fn finish(&self, end: Option<End>) {
        self.end.set(end);
        self.is_over.set(true);
        self.waiting.wake();
    }

    /// Waits for the last result. Why nothing more is asked; nothing, if it is.
    pub async fn over(&self) -> Option<End> {
        if !self.is_over.get() {
            self.waiting.wait().await;
        }
        self.end.get()
    }
}

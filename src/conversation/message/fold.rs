//! A reply as it is folded into its message, up to the end.
//!
//! **Invariant:** a message that has ended takes no more, and what came stays, however it ended.

use super::{Choice, Message, State};
use crate::protocol::{ApiError, Citation, Delta, Failure, ReplyEvent};

impl Message {
    /// Folds one step of the reply in, also its failure. A message that has ended takes no more.
    pub fn apply(&mut self, event: ReplyEvent) {
        if let Some(failure) = self.fold(event) {
            self.fail(failure.sorted());
        }
    }

    /// Folds one step of the reply in; its failure is given back.
    pub fn fold(&mut self, event: ReplyEvent) -> Option<Failure> {
        if !self.is_open() {
            return None;
        }
        match event {
            ReplyEvent::Model(model) => self.model = Some(model),
            ReplyEvent::Delta(delta) => self.grow(delta),
            ReplyEvent::Usage(usage) => self.usage = Some(usage),
            ReplyEvent::Citations(citations) => self.cite(citations),
            ReplyEvent::Finish { choice, reason, wire } => self.choice_mut(choice).stop(reason, wire),
            ReplyEvent::Done => self.end(State::Complete),
            ReplyEvent::Error(failure) => return Some(failure),
        }
        None
    }

    fn grow(&mut self, delta: Delta) {
        self.choice_mut(delta.choice).apply(delta);
        if !self.is_empty() {
            self.state = State::Arriving;
        }
    }

    /// A list that goes on where the one before ended takes its place, as it is: an answer refers to it by number.
    fn cite(&mut self, mut citations: Vec<Citation>) {
        if is_longer(&citations, &self.citations) {
            for (new, old) in citations.iter_mut().zip(&mut self.citations) {
                new.title = new.title.take().or(old.title.take());
            }
            self.citations = citations;
            return;
        }
        citations.into_iter().for_each(|citation| citation.join(&mut self.citations));
    }

    /// Ends an open message.
    fn end(&mut self, state: State) {
        if self.is_open() {
            self.choices.iter_mut().for_each(Choice::close);
            if let Some(before) = self.used_before.take() {
                self.usage = Some([before].into_iter().chain(self.usage).sum());
            }
            self.state = state;
        }
    }

    /// Ends an open message with a failure.
    pub fn fail(&mut self, error: ApiError) {
        self.end(State::Failed(error));
    }

    /// Ends an open message because the visitor said so.
    pub fn stop(&mut self) {
        self.end(State::Stopped);
    }

    /// Ends an open message because nobody is there any more who waits for it.
    pub fn interrupt(&mut self) {
        self.end(State::Interrupted);
    }
}

/// True if a list of sources begins with all of another one.
fn is_longer(list: &[Citation], than: &[Citation]) -> bool {
    list.len() >= than.len() && than.iter().zip(list).all(|(one, other)| one.url == other.url)
}

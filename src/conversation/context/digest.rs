//! What is known of the older turns of a conversation: summaries of them, and their vectors.
//!
//! A store keeps it beside the messages, in the parts in which it was made; all of it can be made anew. **Invariant:** a summary stands for messages that
//! lie on the path before its last question; vectors are of one model, and each message has one at most.

use super::{Chosen, Said, Step, Summary, Window, retrieve, summarize, truncate, without_new_summary};
use crate::config::ContextMode;
use crate::conversation::Id;
use crate::protocol::Role;

/// Summaries and vectors of one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Digest {
    /// In the order in which they were made. Each branch may have its own.
    pub summaries: Vec<Summary>,
    /// Where the vectors come from: endpoint and model. Those of others are not like these.
    space: String,
    /// In order of their messages' ids.
    vectors: Vec<(Id, Vec<f32>)>,
}

impl Digest {
    /// Summaries, without vectors.
    pub const fn of(summaries: Vec<Summary>) -> Self {
        Self { summaries, space: String::new(), vectors: Vec::new() }
    }

    /// The summary that reaches furthest on this path, but not over its last question.
    pub fn summary_on(&self, path: &[Said]) -> Option<&Summary> {
        let question = path.iter().rposition(|said| said.message.role == Role::User && !said.is_aside)?;
        let of = |said: &Said| self.summaries.iter().rfind(|summary| summary.up_to == said.id);
        path[..question].iter().rev().find_map(of)
    }

    /// Makes room for vectors of another model, if it is another one.
    pub fn use_space(&mut self, space: String) {
        if self.space != space {
            (self.space, self.vectors) = (space, Vec::new());
        }
    }

    /// Where the vectors come from.
    pub fn space(&self) -> &str {
        &self.space
    }

    /// All vectors, by their messages.
    pub fn vectors(&self) -> &[(Id, Vec<f32>)] {
        &self.vectors
    }

    /// The vector of a message.
    pub fn vector(&self, id: Id) -> Option<&[f32]> {
        let at = self.vectors.binary_search_by_key(&id, |(there, _)| *there).ok()?;
        Some(&self.vectors[at].1)
    }

    /// Keeps the vector of a message.
    pub fn add_vector(&mut self, id: Id, vector: Vec<f32>) {
        match self.vectors.binary_search_by_key(&id, |(there, _)| *there) {
            Ok(at) => self.vectors[at].1 = vector,
            Err(at) => self.vectors.insert(at, (id, vector)),
        }
    }

    /// Adds what was learnt later. Vectors of another model take the place of those that were there.
    pub fn join(&mut self, later: Self) {
        for summary in later.summaries {
            if !self.summaries.contains(&summary) {
                self.summaries.push(summary);
            }
        }
        if !later.vectors.is_empty() {
            self.use_space(later.space);
            later.vectors.into_iter().for_each(|(id, vector)| self.add_vector(id, vector));
        }
    }

    /// What it has of these messages' vectors.
    pub fn part(&self, ids: &[Id]) -> Self {
        let is_of = |(id, _): &&(Id, Vec<f32>)| ids.contains(id);
        let vectors = self.vectors.iter().filter(is_of).cloned().collect();
        Self { summaries: Vec::new(), space: self.space.clone(), vectors }
    }

    /// What is sent, with what is known now.
    pub fn choose(&self, mode: ContextMode, path: &[Said], window: &Window) -> Chosen {
        let sent = match mode {
            ContextMode::Summarize => {
                let summary = self.summary_on(path);
                return match summarize(path, window, summary) {
                    Step::Send(chosen) => chosen,
                    Step::First(_) => without_new_summary(path, window, summary),
                };
            }
            ContextMode::Retrieve => retrieve(path, window, &|id| self.vector(id)),
            ContextMode::Truncate => truncate(path, window),
        };
        Chosen { sent, summary: None }
    }
}

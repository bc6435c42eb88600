//! What of a path belongs together: rounds, each a question and all that follows it, made of units, which are a message
//! and the results of its calls.
//!
//! **Invariant:** a chosen unit is sent as it is, if the question of its round is: [`crate::conversation::turns`] takes no
//! call without its results and no answer without a question. What it leaves out begins no unit, and a result
//! without a call is in none. What stands before the first question is in round 0, which is never chosen.

use std::ops::Range;

use super::Said;
use super::estimate;
use crate::protocol::Role;

/// What can only be sent together.
#[derive(Debug)]
pub(super) struct Unit {
    pub round: usize,
    /// Places in the path.
    pub members: Vec<usize>,
    pub weight: u64,
    pub is_question: bool,
    pub is_pinned: bool,
}

/// A path in its parts.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    pub units: Vec<Unit>,
    /// Messages of the system, and what they weigh.
    pub system: Vec<usize>,
    pub system_weight: u64,
}

impl Rounds {
    /// Takes a path apart.
    pub fn of(path: &[Said]) -> Self {
        let mut rounds = Self::default();
        (0..path.len()).for_each(|place| rounds.add(path, place));
        rounds
    }

    fn add(&mut self, path: &[Said], place: usize) {
        let Said { message, is_pinned, is_aside, .. } = path[place];
        let weight = estimate::of_message(message);
        let is_blank = message.text().trim().is_empty() && message.choice().tool_calls.is_empty();
        let is_question = message.role == Role::User && !is_blank && !is_aside;
        let is_result = matches!(message.role, Role::Tool | Role::Function);
        let head = self.units.last().and_then(|last| path.get(*last.members.first()?));
        let is_answer = is_result && head.is_some_and(|head| !head.message.choice().tool_calls.is_empty());
        match message.role {
            Role::System | Role::Developer => {
                self.system.push(place);
                self.system_weight += if is_blank { 0 } else { weight };
                return;
            }
            // It would come to stand behind another call, once something between them is left out.
            _ if is_result && !is_answer => return,
            _ if is_answer || is_blank && !self.units.is_empty() => {}
            _ => {
                let round = self.last() + usize::from(is_question);
                let (members, weight) = (Vec::new(), 0);
                self.units.push(Unit { round, members, weight, is_question, is_pinned: false });
            }
        }
        if let Some(unit) = self.units.last_mut() {
            unit.members.push(place);
            // What is blank is not sent, but for the result of a tool that had nothing to say.
            unit.weight += if is_answer || !is_blank { weight } else { 0 };
            unit.is_pinned |= is_pinned;
        }
    }

    /// The number of the last round; they are counted from 1.
    pub fn last(&self) -> usize {
        self.units.last().map_or(0, |unit| unit.round)
    }

    /// The units of a round by their places in `units`, the question first.
    pub fn units_of(&self, round: usize) -> Range<usize> {
        let from = self.units.partition_point(|unit| unit.round < round);
        let to = self.units.partition_point(|unit| unit.round <= round);
        from..to
    }

    /// The place of a round's last message.
    pub fn end_of(&self, round: usize) -> Option<usize> {
        self.units_of(round).next_back().and_then(|unit| self.units[unit].members.last().copied())
    }
}

//! A choice of units that is being made.
//!
//! **Invariant:** it begins with what is always chosen; beyond that nothing is taken that does not fit.

use super::Said;
use super::rounds::Rounds;

/// What is chosen so far.
#[derive(Debug)]
pub(super) struct Draft {
    pub rounds: Rounds,
    taken: Vec<bool>,
    /// Messages in the path.
    length: usize,
    /// The weight that there is still room for.
    pub left: u64,
    /// What is always chosen is more than fits.
    pub is_too_much: bool,
}

impl Draft {
    /// What is always chosen: messages of the system, the last question, pinned ones with the question that they answer.
    pub fn new(path: &[Said], fixed: u64, room: Option<u64>) -> Self {
        let rounds = Rounds::of(path);
        let last = rounds.units.iter().rposition(|unit| unit.is_question);
        let mut taken = vec![false; rounds.units.len()];
        let mut weight = fixed + rounds.system_weight;
        for (place, unit) in rounds.units.iter().enumerate() {
            if Some(place) == last || unit.is_pinned {
                taken[place] = true;
                if let Some(question) = rounds.units_of(unit.round).next().filter(|_| unit.round > 0) {
                    taken[question] = true;
                }
            }
        }
        let always = rounds.units.iter().zip(&taken).filter(|(_, taken)| **taken);
        weight += always.map(|(unit, _)| unit.weight).sum::<u64>();
        let room = room.unwrap_or(u64::MAX);
        let (left, is_too_much) = (room.saturating_sub(weight), weight > room);
        Self { rounds, taken, length: path.len(), left, is_too_much }
    }

    /// True if the whole round is chosen.
    pub fn has(&self, round: usize) -> bool {
        self.rounds.units_of(round).all(|unit| self.taken[unit])
    }

    /// Takes the rest of a round, if it fits and leaves this much.
    pub fn take(&mut self, round: usize, leave: u64) -> bool {
        let missing = || self.rounds.units_of(round).filter(|unit| !self.taken[*unit]);
        let weight: u64 = missing().map(|unit| self.rounds.units[unit].weight).sum();
        let fits = weight <= self.left.saturating_sub(leave);
        if fits {
            self.left -= weight;
            self.rounds.units_of(round).for_each(|unit| self.taken[unit] = true);
        }
        fits || weight == 0
    }

    /// Takes the newest rounds behind `after` as long as they fit and leave this much; gives the oldest one. Of the last
    /// round, which may be long by its calls, the newest units that fit are taken.
    pub fn newest(&mut self, after: usize, leave: u64) -> usize {
        let last = self.rounds.last();
        if last == 0 {
            return 0;
        }
        if !self.take(last, 0) {
            for unit in self.rounds.units_of(last).rev() {
                let weight = if self.taken[unit] { 0 } else { self.rounds.units[unit].weight };
                if weight > self.left {
                    break;
                }
                self.left -= weight;
                self.taken[unit] = true;
            }
            return last;
        }
        let mut oldest = last;
        while oldest > after + 1 && self.take(oldest - 1, leave) {
            oldest -= 1;
        }
        oldest
    }

    /// For each message of the path whether it is chosen.
    pub fn sent(&self) -> Vec<bool> {
        let mut sent = vec![false; self.length];
        self.rounds.system.iter().for_each(|place| sent[*place] = true);
        let chosen = self.rounds.units.iter().zip(&self.taken).filter(|(_, taken)| **taken);
        chosen.flat_map(|(unit, _)| &unit.members).for_each(|place| sent[*place] = true);
        sent
    }
}

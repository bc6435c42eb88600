//! Labels, and what is known of each: a hash table with open addressing.
//!
//! The maps of the standard library would be 1.5 KB of the download. **Invariant:** at most half of the slots are taken, so
//! that looking for a label takes a few steps, however many there are.

use super::{Entry, Label};
use crate::text::sum;

/// All labels.
#[derive(Debug, Default)]
pub struct Table {
    entries: Vec<(Label, Entry)>,
    /// The number of an entry, from 1; none, 0. As many as a power of two.
    slots: Vec<u32>,
}

/// Slots at first.
const FIRST: usize = 16;

impl Table {
    /// What is known of a label, if something is.
    pub fn get(&self, label: &str) -> Option<&Entry> {
        let number = *self.slots.get(self.slot(label))?;
        self.entries.get((number as usize).checked_sub(1)?).map(|(_, entry)| entry)
    }

    /// What is known of a label from now on.
    pub fn entry(&mut self, label: Label) -> &mut Entry {
        if 2 * self.entries.len() >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(&label);
        if self.slots[slot] == 0 {
            self.entries.push((label, Entry::default()));
            self.slots[slot] = self.entries.len() as u32;
        }
        &mut self.entries[self.slots[slot] as usize - 1].1
    }

    fn grow(&mut self) {
        self.slots = vec![0; (2 * self.slots.len()).max(FIRST)];
        for number in 0..self.entries.len() {
            let slot = self.slot(&self.entries[number].0);
            self.slots[slot] = number as u32 + 1;
        }
    }

    /// Where a label is, or would be.
    fn slot(&self, label: &str) -> usize {
        let last = self.slots.len().wrapping_sub(1);
        let mut slot = sum(label) as usize & last;
        let is_other = |number: u32| number > 0 && self.entries[number as usize - 1].0 != label;
        while self.slots.get(slot).is_some_and(|number| is_other(*number)) {
            slot = (slot + 1) & last;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn each_label_is_found_however_many_there_are() {
        let mut table = Table::default();
        assert!(table.get("none").is_none());
        for number in 0..1000_u32 {
            table.entry(number.to_string()).waiting.push(number);
            table.entry(number.to_string()).waiting.push(number + 1);
        }
        for number in 0..1000_u32 {
            assert_eq!(table.get(&number.to_string()).unwrap().waiting, [number, number + 1]);
        }
        assert!(table.get("1000").is_none());
    }
}

//! The tables in memory, for a page that keeps nothing.
//!
//! **Invariant:** as IndexedDB orders keys, by UTF-16, so does this for the keys that are made here (ASCII but for the
//! `storage-key`, which is the same in all of them).

use std::ops::Range;

use super::{Entry, Span, Table, Write};

/// All tables in one, sorted.
#[derive(Default)]
pub struct Memory(Vec<((Table, String), String)>);

impl Memory {
    pub fn read(&self, span: &Span, limit: Option<u32>) -> Vec<Entry> {
        let limit = limit.map_or(usize::MAX, |limit| limit as usize);
        let found = self.0[self.places(span)].iter().take(limit);
        found.map(|((_, key), text)| (key.clone(), Some(text.clone()))).collect()
    }

    pub fn write(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Put(table, key, text) => {
                    let key = (table, key);
                    match self.0.binary_search_by(|(there, _)| there.cmp(&key)) {
                        Ok(place) => self.0[place].1 = text,
                        Err(place) => self.0.insert(place, (key, text)),
                    }
                }
                Write::Erase(span) => drop(self.0.drain(self.places(&span))),
            }
        }
    }

    /// Where a span stands.
    fn places(&self, span: &Span) -> Range<usize> {
        let is_before = |table: Table, key: &str| (table, key) < (span.table, span.from.as_str());
        let is_within = |table: Table, key: &str| (table, key) <= (span.table, span.to.as_str());
        let start = self.0.partition_point(|((table, key), _)| is_before(*table, key));
        let end = self.0.partition_point(|((table, key), _)| is_within(*table, key));
        start..end.max(start)
    }
}

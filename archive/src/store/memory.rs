//! The tables in memory, for a page that keeps nothing.
//!
//! **Invariant:** as IndexedDB orders keys, by UTF-16, so does this for the keys that are made here (ASCII but for the
//! `storage-key`, which is the same in all of them).

use std::collections::BTreeMap;

use super::{Entry, Span, Table, Write};

/// All tables in one.
#[derive(Default)]
pub struct Memory(BTreeMap<(Table, String), String>);

impl Memory {
    pub fn read(&self, span: &Span, limit: Option<u32>) -> Vec<Entry> {
        let limit = limit.map_or(usize::MAX, |limit| limit as usize);
        let found = self.0.range(bounds(span)).take(limit);
        found.map(|((_, key), text)| (key.clone(), Some(text.clone()))).collect()
    }

    pub fn write(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Put(table, key, text) => _ = self.0.insert((table, key), text),
                Write::Erase(span) => {
                    let keys: Vec<_> = self.0.range(bounds(&span)).map(|(key, _)| key.clone()).collect();
                    keys.iter().for_each(|key| _ = self.0.remove(key));
                }
            }
        }
    }
}

fn bounds(span: &Span) -> std::ops::RangeInclusive<(Table, String)> {
    (span.table, span.from.clone())..=(span.table, span.to.clone())
}

//! A list of parts with keys.
//!
//! **Invariant:** linear, and only parts that are new or changed their order are touched in the page.

use web_sys::{Node, Text};

use super::scope::Scope;
use super::{El, dom};
use crate::reactive::Owner;

pub(super) struct List {
    end: Text,
    parent: Owner,
    shown: Vec<(u64, Scope)>,
}

impl List {
    /// At the end of what `element` has so far.
    pub fn new(element: &El) -> Self {
        let end = dom::text("");
        dom::append(element.node(), &end);
        Self { end, parent: Owner::current().unwrap_or_default(), shown: Vec::new() }
    }

    /// Shows the items with these keys in this order; `make` is called with the places of those that are new.
    pub fn show(&mut self, keys: &[u64], make: &mut dyn FnMut(usize) -> El) {
        let mut old: Vec<Option<(u64, Scope)>> =
            std::mem::take(&mut self.shown).into_iter().map(Some).collect();
        let mut expected = 0;
        let mut next: Vec<(u64, Option<usize>, Scope)> = Vec::with_capacity(keys.len());
        for (index, &key) in keys.iter().enumerate() {
            let there = find(&old, expected, key);
            let kept = there.and_then(|there| old[there].take());
            let scope = match kept {
                Some((_, scope)) => Some(scope),
                None => Scope::new(&self.parent, &mut || Some(make(index))),
            };
            expected = there.map_or(expected, |there| there + 1);
            next.extend(scope.map(|scope| (key, there, scope)));
        }
        drop(old);
        self.place(&next);
        self.shown = next.into_iter().map(|(key, _, scope)| (key, scope)).collect();
    }

    /// From the end: what stood before its follower still does, everything else is put there.
    fn place(&self, parts: &[(u64, Option<usize>, Scope)]) {
        let mut follower: &Node = &self.end;
        let mut bound = usize::MAX;
        for (_, was_at, scope) in parts.iter().rev() {
            match was_at {
                Some(index) if *index < bound => bound = *index,
                _ => dom::insert_before(&scope.element, follower),
            }
            follower = &scope.element;
        }
    }
}

/// The key's place, which is nearly always the expected one.
fn find(old: &[Option<(u64, Scope)>], expected: usize, key: u64) -> Option<usize> {
    let holds = |entry: &Option<(u64, Scope)>| entry.as_ref().is_some_and(|(there, _)| *there == key);
    if old.get(expected).is_some_and(holds) {
        return Some(expected);
    }
    old.iter().position(holds)
}

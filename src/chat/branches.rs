//! The conversation as a tree, of which one path is shown.
//!
//! **Invariant:** the tree is the truth, and `entries` is its shown path: both change here and nowhere else. While an
//! answer arrives, the path that it stands on stays.

use super::{Chat, Entry, Phase, Sent};
use crate::browser::clock;
use crate::config::Label;
use crate::conversation::{Id, Message, Node, Tree};

impl Chat {
    /// A message that is not yet in the tree.
    pub(super) fn entry(&self, message: Message) -> Entry {
        let id = self.inner().map_or(0, |inner| inner.next_id.replace(inner.next_id.get() + 1));
        Entry::new(id, Id(clock::random_bits()), message, clock::unix_milliseconds())
    }

    /// Adds a message at the end of the path, or beside another one.
    pub(super) fn add(&self, message: Message, beside: Option<Id>) -> Entry {
        self.settle_toast();
        let entry = self.entry(message);
        self.change(&|tree, now| match beside {
            Some(of) => tree.branch(of, entry.node, entry.clone(), now),
            None => tree.append(entry.node, entry.clone(), now),
        });
        self.note(entry.node);
        entry
    }

    /// Changes the tree; says whether there was something to change.
    pub(super) fn change(&self, change: &dyn Fn(&mut Tree<Entry>, u64) -> bool) -> bool {
        let Some(inner) = self.inner() else { return false };
        let has_changed = change(&mut inner.tree.borrow_mut(), clock::unix_milliseconds());
        if has_changed {
            self.show_path();
        }
        has_changed
    }

    /// Another conversation in the place of this one.
    pub(super) fn replace(&self, tree: Tree<Entry>) {
        if let Some(inner) = self.inner() {
            drop(inner.tree.replace(tree));
            inner.window.forget();
            self.sent.try_set(Sent::default());
            self.show_path();
        }
    }

    /// Takes over messages that are known elsewhere, with their places.
    pub(super) fn merge(&self, nodes: Vec<(Node, Entry)>) {
        if let Some(inner) = self.inner() {
            inner.tree.borrow_mut().merge(nodes);
            self.show_path();
        }
    }

    /// Has a message drawn anew that nothing listens to, or that says something else now.
    pub(super) fn draw_anew(&self, entry: &Entry) {
        if let Some(inner) = self.inner()
            && let Some(there) = inner.tree.borrow_mut().get_mut(entry.node)
        {
            there.redrawn += 1;
        }
        self.show_path();
    }

    fn show_path(&self) {
        let Some(inner) = self.inner() else { return };
        let path = {
            let mut tree = inner.tree.borrow_mut();
            let (mut path, mut last) = (Vec::new(), None);
            for shown in tree.shown() {
                let Some(entry) = tree.get_mut(shown.id) else { continue };
                // Of one that came late, and belongs before others, they get later keys.
                if last.is_some_and(|last| entry.id <= last) {
                    entry.id = inner.next_id.replace(inner.next_id.get() + 1);
                }
                last = Some(entry.id);
                path.push(Entry { total: shown.total, ..entry.clone() });
            }
            path
        };
        self.entries.try_set(path);
    }

    /// Which of how many alternatives is shown, from 1: messages beside each other, and the answers within each.
    pub fn position(&self, entry: &Entry) -> (usize, usize) {
        let own = entry.message.with_untracked(|message| (message.current() + 1, message.choices().len()));
        let Some(inner) = self.inner().filter(|_| entry.total > 1) else { return own };
        let (mut number, mut total) = (own.0, 0);
        let tree = inner.tree.borrow();
        for id in tree.alternatives(entry.node) {
            if id == entry.node {
                number += total;
            }
            let count = |message: &Message| message.choices().len();
            total += tree.get(id).map_or(0, |(_, entry)| entry.message.with_untracked(count));
        }
        (number, total)
    }

    /// Shows the alternative after a message or before it; gives the one that is shown now.
    pub fn step(&self, entry: &Entry, is_forward: bool) -> Option<Entry> {
        if self.phase_now() != Phase::Idle {
            return None;
        }
        let (at, count) =
            entry.message.with_untracked(|message| (message.current(), message.choices().len()));
        let to = if is_forward { at + 1 } else { at.wrapping_sub(1) };
        if to < count {
            entry.message.update(|message| message.show(to));
            self.touch(entry);
            return Some(entry.clone());
        }
        let inner = self.inner()?;
        let chosen = {
            let tree = inner.tree.borrow();
            let all = tree.alternatives(entry.node);
            let at = all.iter().position(|id| *id == entry.node)?;
            let to = if is_forward { at + 1 } else { at.wrapping_sub(1) };
            tree.get(*all.get(to)?)?.1.clone()
        };
        // Before it is drawn.
        inner.chosen.set(chosen.id);
        self.settle_toast();
        self.change(&|tree, now| tree.show(chosen.node, now));
        self.note(chosen.node);
        // From its near side. Its number is known by its place in the path.
        let before = chosen.message.with_untracked(Message::current);
        chosen.message.update(|message| {
            let last = message.choices().len() - 1;
            message.show(if is_forward { 0 } else { last });
        });
        if chosen.message.with_untracked(Message::current) != before {
            self.touch(&chosen);
        }
        self.entry_of(chosen.id)
    }

    /// The last message that was chosen among its alternatives: its reader is there.
    pub fn chosen(&self) -> u64 {
        self.inner().map_or(0, |inner| inner.chosen.get())
    }

    /// The names and the pins of the messages that are shown.
    pub(super) fn places(&self) -> Vec<(Id, bool)> {
        let entries = self.entries.try_get_untracked().unwrap_or_default();
        entries.iter().map(|entry| (entry.node, self.is_pinned(entry))).collect()
    }

    /// True if a message is sent whatever else is left out.
    pub fn is_pinned(&self, entry: &Entry) -> bool {
        let Some(inner) = self.inner() else { return false };
        let tree = inner.tree.borrow();
        tree.get(entry.node).is_some_and(|(node, _)| node.pinned.is)
    }

    /// Pins a message, or takes the pin away.
    pub fn pin(&self, entry: &Entry, is: bool) {
        self.change(&|tree, now| tree.pin(entry.node, is, now));
        self.note(entry.node);
        self.say(self.text_now(if is { Label::Pinned } else { Label::Unpinned }));
    }

    /// Deletes a message with all that follows it; it can be taken back.
    pub fn delete(&self, entry: &Entry) {
        if self.phase_now() == Phase::Idle && self.change(&|tree, now| tree.delete(entry.node, now)) {
            if let Some(inner) = self.inner() {
                inner.deleted.borrow_mut().push(entry.node);
            }
            self.note(entry.node);
            let words = self.text_now(Label::Deleted);
            self.show_toast(words.clone());
            self.say(words);
        }
    }

    /// Takes the last deletion back; gives the message that is there again.
    pub fn undo(&self) -> Option<Entry> {
        let inner = self.inner().filter(|_| self.phase_now() == Phase::Idle)?;
        let node = inner.deleted.borrow_mut().pop()?;
        self.change(&|tree, now| tree.restore(node, now) && tree.show(node, now));
        self.note(node);
        self.say(self.text_now(Label::Restored));
        if !self.can_undo() {
            self.show_toast(String::new());
        }
        self.entries.get_untracked().into_iter().find(|entry| entry.node == node)
    }
}

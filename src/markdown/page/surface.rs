//! What is drawn on the page, operation by operation.
//!
//! **Invariant:** each operation counts as the DOM would do it, and says what it touches to `watch` first.

use super::Page;
use crate::markdown::{Kind, Surface};

impl Surface for Page {
    type Node = usize;

    fn text(&mut self, text: &str) -> usize {
        self.add(Err(text.to_owned()))
    }

    fn element(&mut self, kind: &Kind) -> (usize, usize) {
        let element = self.add(Ok(kind.clone()));
        (element, element)
    }

    fn append(&mut self, parent: &usize, child: &usize) {
        let end = self.0.borrow().places[*parent].children.len();
        self.attach(*parent, end, *child);
    }

    fn insert_behind(&mut self, place: &usize, node: &usize) {
        if let Some((parent, index)) = self.place(*place) {
            self.attach(parent, index + 1, *node);
        }
    }

    fn remove(&mut self, node: &usize) {
        self.0.borrow_mut().watch_removal(*node);
        self.detach(*node);
    }

    fn replace(&mut self, old: &usize, new: &usize) {
        self.0.borrow_mut().watch_removal(*old);
        self.0.borrow_mut().replaced += 1;
        if let Some((parent, index)) = self.detach(*old) {
            self.attach(parent, index, *new);
        }
    }

    fn append_text(&mut self, node: &usize, more: &str) {
        let end = self.0.borrow().places[*node].length;
        self.change(*node, end, more);
    }

    fn replace_text(&mut self, node: &usize, start: u32, new: &str) {
        self.change(*node, start, new);
    }

    fn split_text(&mut self, node: &usize, at: u32) -> usize {
        let rest = self.change(*node, at, "");
        let new = self.add(Err(rest));
        self.insert_behind(node, &new);
        new
    }

    fn move_children(&mut self, from: &usize, to: &usize) {
        let children = self.0.borrow().places[*from].children.clone();
        for child in children {
            self.detach(child);
            self.append(to, &child);
        }
    }

    fn retune(&mut self, old: &Kind, new: &Kind, outer: &usize) -> bool {
        let is_detail = match (old, new) {
            (Kind::List { start: before, .. }, Kind::List { start, .. }) => before == start,
            (Kind::CodeBlock(_), Kind::CodeBlock(language)) => !language.is_empty(),
            (Kind::Link { url: before, title }, Kind::Link { url, .. }) => {
                title.is_empty() && url.starts_with(before.as_str())
            }
            (Kind::HeaderCell(_), Kind::HeaderCell(_)) => true,
            _ => false,
        };
        if is_detail {
            let mut tree = self.0.borrow_mut();
            tree.operations += 1;
            tree.watch_element(*outer);
            tree.places[*outer].what = Ok(new.clone());
        }
        is_detail
    }

    fn finished(&mut self, _: &Kind, outer: &usize, _: &usize) {
        self.0.borrow_mut().places[*outer].settled = u32::MAX;
    }

    fn settled(&mut self, node: &usize, units: u32) {
        self.0.borrow_mut().places[*node].settled = units;
    }
}

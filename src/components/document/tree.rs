//! A JSON value as elements: members and elements below each other, what is nested in sections that fold.
//!
//! **Invariant:** a value that has grown changes no element but its last ones; what a reader has folded stays so.

use crate::browser::dom;
use crate::browser::view::el;
use crate::json::{Json, Name};
use crate::text::digits;

/// A value and its element.
pub(super) struct Tree {
    node: dom::Element,
    /// What the element says of itself: the text, or how many there are.
    said: dom::Element,
    /// Where the parts stand.
    list: Option<dom::Element>,
    parts: Vec<(Name, Tree)>,
    kind: &'static str,
    text: String,
}

impl Tree {
    /// A whole value, or what there is of it.
    pub fn new(value: &Json) -> Self {
        let mut tree = Self::empty(kind(value), 0);
        tree.update(value, true);
        tree
    }

    /// True if it can become this value.
    pub fn is_like(&self, value: &Json) -> bool {
        self.kind == kind(value)
    }

    pub fn node(&self) -> &dom::Node {
        &self.node
    }

    fn empty(kind: &'static str, depth: usize) -> Self {
        let (parts, text) = (Vec::new(), String::new());
        if !matches!(kind, OBJECT | ARRAY) {
            let node = el("span", kind).attr("dir", "auto").node().clone();
            return Self { said: node.clone(), node, list: None, parts, kind, text };
        }
        let list = el(if kind == OBJECT { "dl" } else { "ol" }, kind).node().clone();
        if depth == 0 {
            let node = el("div", "document").part("document").node().clone();
            dom::append(&node, &list);
            return Self { said: list.clone(), node, list: Some(list), parts, kind, text };
        }
        let said = el("summary", "").node().clone();
        let node = el("details", "").attr("open", "").node().clone();
        dom::append(&node, &said);
        dom::append(&node, &list);
        Self { node, said, list: Some(list), parts, kind, text }
    }

    fn whole(value: &Json, depth: usize) -> Self {
        let mut tree = Self::empty(kind(value), depth);
        tree.update_at(value, true, depth);
        tree
    }

    /// Shows a value that this one has become. `is_whole`: all of it may have changed, not only its end.
    pub fn update(&mut self, value: &Json, is_whole: bool) {
        self.update_at(value, is_whole, 0);
    }

    fn update_at(&mut self, value: &Json, is_whole: bool, depth: usize) {
        match value {
            Json::Object(members) => {
                self.list_parts(members.len(), is_whole, depth, &|at| {
                    (members[at].0.clone(), &members[at].1)
                });
            }
            Json::Array(items) => {
                let numbered = |at: usize| (Name::Owned(digits(at as u64 + 1)), &items[at]);
                self.list_parts(items.len(), is_whole, depth, &numbered);
            }
            Json::Text(text) => self.say(text.clone()),
            value => self.say(value.written()),
        }
    }

    fn say(&mut self, text: String) {
        if self.text != text {
            self.said.set_text_content(Some(&text));
            self.text = text;
        }
    }

    fn list_parts<'a>(
        &mut self,
        count: usize,
        is_whole: bool,
        depth: usize,
        part: &dyn Fn(usize) -> (Name, &'a Json),
    ) {
        let Some(list) = self.list.clone() else { return };
        let is_less = self.parts.len() > count;
        if is_less {
            dom::empty(&list);
            self.parts.clear();
        }
        let from = if is_whole { 0 } else { self.parts.len().saturating_sub(1) };
        for at in from..count {
            let (name, value) = part(at);
            match self.parts.get_mut(at) {
                Some((there, tree)) if *there == name && tree.kind == kind(value) => {
                    tree.update_at(value, is_whole, depth + 1);
                }
                Some(changed) => {
                    let tree = Self::whole(value, depth + 1);
                    dom::replace(&changed.1.node, &tree.node);
                    *changed = (name, tree);
                }
                None => {
                    let tree = Self::whole(value, depth + 1);
                    dom::append(&list, &row(self.kind, &name, &tree));
                    self.parts.push((name, tree));
                }
            }
        }
        if depth > 0 {
            self.say(digits(count as u64));
        }
    }
}

/// What holds a part: a name and its value, or an item.
fn row(kind: &str, name: &str, tree: &Tree) -> dom::Element {
    if kind != OBJECT {
        let row = el("li", "");
        dom::append(row.node(), &tree.node);
        return row.node().clone();
    }
    let value = el("dd", "");
    dom::append(value.node(), &tree.node);
    el("div", "").child(el("dt", "").attr("dir", "auto").text(name)).child(value).node().clone()
}

const OBJECT: &str = "object";
const ARRAY: &str = "array";

fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::Text(_) => "string",
        Json::Array(_) => ARRAY,
        Json::Object(_) => OBJECT,
    }
}

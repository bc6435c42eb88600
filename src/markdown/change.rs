//! What a push changes: the part of the tree that is not yet settled, as it looks now.
//!
//! A level's changes stand for its last children: those that were done before are not given again. **Invariant:**
//! what is done never comes again, with one exception that is told apart: a [`Fix`].

use super::{Kind, Node};

/// A child that is new or may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub what: What,
    /// True if it is as it will stay.
    pub is_done: bool,
    /// The stretch it belongs to, which a later definition may change; 0 for most.
    pub segment: u32,
}

/// What a child is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A text. The first of a level's changes may go on with the text that was its last before.
    Text {
        text: String,
        /// So many of its first bytes do not come again; all, if it is done.
        settled: usize,
    },
    Element(Kind, Vec<Change>),
}

/// A stretch that a definition changed which came after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub segment: u32,
    pub nodes: Vec<Node>,
}

/// What a push brought, but for what it changed before (`Document::fixes`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub changes: Vec<Change>,
    /// Text to be shown at the end as it is for now. If there is some, nothing else has changed.
    pub appended: String,
}

impl Change {
    /// A node as a change, whole.
    pub fn of(node: Node, is_done: bool, segment: u32) -> Self {
        let what = match node {
            Node::Text(text) => What::Text { text, settled: 0 },
            Node::Element(kind, children) => What::Element(
                kind,
                children.into_iter().map(|child| Self::of(child, is_done, segment)).collect(),
            ),
        };
        Self { what, is_done, segment }
    }

    pub(super) fn element(kind: Kind, children: Vec<Self>, is_done: bool) -> Self {
        Self { what: What::Element(kind, children), is_done, segment: 0 }
    }

    pub(super) fn text(text: String, is_done: bool) -> Self {
        Self { what: What::Text { text, settled: 0 }, is_done, segment: 0 }
    }

    /// The text, if it is one that may go on.
    pub(super) fn as_running_text(&mut self) -> Option<&mut String> {
        match &mut self.what {
            What::Text { text, .. } if !self.is_done => Some(text),
            _ => None,
        }
    }
}

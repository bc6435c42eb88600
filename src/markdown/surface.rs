//! What nodes are drawn on: the DOM, or a page in memory.
//!
//! **Invariant:** a surface is only told what to do; it decides nothing but whether an element can be retuned.

use super::Kind;

/// Where nodes are drawn. Offsets are in UTF-16 units, as the DOM has them.
pub trait Surface {
    /// A node of the surface; a clone is the same node.
    type Node: Clone;

    /// A new text node.
    fn text(&mut self, text: &str) -> Self::Node;
    /// A new element: what stands in its parent, and what takes its children.
    fn element(&mut self, kind: &Kind) -> (Self::Node, Self::Node);
    fn append(&mut self, parent: &Self::Node, child: &Self::Node);
    /// Puts a node behind one that has a place.
    fn insert_behind(&mut self, place: &Self::Node, node: &Self::Node);
    fn remove(&mut self, node: &Self::Node);
    fn replace(&mut self, old: &Self::Node, new: &Self::Node);
    fn append_text(&mut self, node: &Self::Node, more: &str);
    /// Replaces what stands from `start` to the end of a text node.
    fn replace_text(&mut self, node: &Self::Node, start: u32, text: &str);
    /// Makes two of a text node; gives the second one, which stands behind the first.
    fn split_text(&mut self, node: &Self::Node, at: u32) -> Self::Node;
    /// Moves all children.
    fn move_children(&mut self, from: &Self::Node, to: &Self::Node);
    /// Makes an element another kind in place; false if it cannot, and is to be replaced.
    fn retune(&mut self, old: &Kind, new: &Kind, outer: &Self::Node) -> bool;
    /// Hears of an element that is done.
    fn finished(&mut self, kind: &Kind, outer: &Self::Node, inner: &Self::Node);
    /// Hears how much of a text is settled.
    fn settled(&mut self, _node: &Self::Node, _units: u32) {}
}

/// How long a text is as the DOM counts it.
pub(super) fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

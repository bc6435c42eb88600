//! Elements, found by where they stand.
//!
//! **Invariant:** what is not there is nothing, not a mistake.

use wasm_bindgen::JsCast;

use super::{Element, EventTarget, Node};

/// The element at or above `target` that has this class.
pub fn closest(target: &EventTarget, class: &str) -> Option<Element> {
    target.dyn_ref::<Element>()?.closest(&[".", class].concat()).ok().flatten()
}

/// The element at or above `target` that a selector finds.
pub fn closest_of(target: &EventTarget, selector: &str) -> Option<Element> {
    target.dyn_ref::<Element>()?.closest(selector).ok().flatten()
}

/// The first element in another one that a selector finds.
pub fn find(within: &Element, selector: &str) -> Option<Element> {
    within.query_selector(selector).ok().flatten()
}

/// All elements in another one that have this tag or, where it begins with a point, this class.
pub fn all(within: &Element, what: &str) -> impl Iterator<Item = Element> + use<> {
    let found = match what.strip_prefix('.') {
        Some(class) => within.get_elements_by_class_name(class),
        None => within.get_elements_by_tag_name(what),
    };
    (0..found.length()).filter_map(move |index| found.item(index))
}

/// The last element with this class in another one.
pub fn last(within: &Element, class: &str) -> Option<Element> {
    let found = within.get_elements_by_class_name(class);
    found.item(found.length().checked_sub(1)?)
}

/// A node as the element that it is, if it is one.
pub fn as_element(node: &Node) -> Option<&Element> {
    node.dyn_ref()
}

/// The elements in an element, one after the other.
pub fn children(parent: &Element) -> impl Iterator<Item = Element> + use<> {
    std::iter::successors(parent.first_element_child(), Element::next_element_sibling)
}

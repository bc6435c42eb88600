//! Nodes: made, changed and asked, so that the views need not name the binding's types.
//!
//! **Invariant:** builds nodes only; there is no function here that takes HTML.

mod find;
mod focus;
mod read;

pub use find::{all, as_element, children, closest, closest_of, find, last};
pub(super) use focus::active_element_in;
pub use focus::{FOCUS_HOME, focus, focus_home_in, focused_element, send_focus_home};

pub use read::{SKIPPED, is_skipped, skips, tells_skipped};
pub use read::{bring_into, bring_to_top, click_on, select, selected_in, set_value, visible_text};

use wasm_bindgen::{JsCast, UnwrapThrowExt, intern};

pub use web_sys::{Element, Event, EventTarget, HtmlElement, KeyboardEvent, MouseEvent, Node, Text};

thread_local! {
    static DOCUMENT: web_sys::Document =
        web_sys::window().and_then(|window| window.document()).unwrap_throw();
}

/// A new element.
pub fn element(tag: &'static str) -> Element {
    DOCUMENT.with(|document| document.create_element(intern(tag)).unwrap_throw())
}

/// A new element with a class name.
pub fn element_with_class(tag: &'static str, class: &str) -> Element {
    let element = element(tag);
    element.set_class_name(class);
    element
}

/// A copy of an element and all that is in it.
pub fn copy(element: &Element) -> Element {
    element.clone_node_with_deep(true).unwrap_throw().unchecked_into()
}

/// A new text node.
pub fn text(data: &str) -> Text {
    DOCUMENT.with(|document| document.create_text_node(data))
}

/// Sets an attribute; an invalid name is a mistake in this crate and is passed over.
pub fn set_attribute(element: &Element, name: &'static str, value: &str) {
    let _ = element.set_attribute(intern(name), value);
}

/// Sets an empty attribute, or takes it away.
pub fn toggle_attribute(element: &Element, name: &'static str, on: bool) {
    let _ = element.toggle_attribute_with_force(intern(name), on);
}

/// Sets a custom property of an element, or takes it away.
pub fn set_property(element: &Element, name: &'static str, value: Option<&str>) {
    let style = element.unchecked_ref::<HtmlElement>().style();
    let _ = style.set_property(name, value.unwrap_or_default());
}

/// An SVG element.
pub fn svg_element(tag: &'static str) -> Element {
    DOCUMENT
        .with(|document| document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag).unwrap_throw())
}

/// Puts a node before another one, in the same parent.
pub fn insert_before(node: &Node, follower: &Node) {
    if let Some(parent) = follower.parent_node() {
        let _ = parent.insert_before(node, Some(follower));
    }
}

/// Appends a node; a node of ours cannot be refused.
pub fn append(parent: &Node, child: &Node) {
    let _ = parent.append_child(child);
}

/// Puts a node in the place of another.
pub fn replace(old: &Node, new: &Node) {
    if let Some(parent) = old.parent_node() {
        let _ = parent.replace_child(new, old);
    }
}

/// Takes all children out of a node.
pub fn empty(node: &Node) {
    node.set_text_content(None);
}

/// Takes a node out of its parent.
pub fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

/// Adds to a text node.
pub fn append_text(node: &Node, more: &str) {
    let _ = node.unchecked_ref::<Text>().append_data(more);
}

/// Replaces the text of a text node.
pub fn set_text(node: &Node, text: &str) {
    node.set_node_value(Some(text));
}

/// Replaces what stands from `start`, in UTF-16 units, to the end of a text node.
pub fn replace_text(node: &Node, start: u32, text: &str) {
    let _ = node.unchecked_ref::<Text>().replace_data(start, u32::MAX, text);
}

/// Makes two of a text node; a selection in it stays where it is.
pub fn split_text(node: &Node, at: u32) -> Node {
    node.unchecked_ref::<Text>().split_text(at).map_or_else(|_| text("").into(), Into::into)
}

/// Puts a node behind another one, in the same parent.
pub fn insert_behind(place: &Node, node: &Node) {
    if let Some(parent) = place.parent_node() {
        let _ = parent.insert_before(node, place.next_sibling().as_ref());
    }
}

/// Moves all children from one node to another.
pub fn move_children(from: &Node, to: &Node) {
    while let Some(child) = from.first_child() {
        append(to, &child);
    }
}

/// Where an address leads, seen from this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Scheme, host and port; `null` where there is no host.
    pub origin: String,
    /// Host and port as the browser writes them, in punycode; empty where there is none.
    pub host: String,
}

/// Where an address leads; nothing, if it is none.
pub fn place(url: &str) -> Option<Place> {
    let base = DOCUMENT.with(|document| document.base_uri().ok().flatten()).unwrap_or_default();
    let url = web_sys::Url::new_with_base(url, &base).ok()?;
    Some(Place { origin: url.origin(), host: url.host() })
}

/// Listens once; an event that never comes costs what the element costs.
pub fn once(target: &EventTarget, event: &'static str, work: impl FnOnce() + 'static) {
    let work: Box<dyn FnOnce()> = Box::new(work);
    let callback = wasm_bindgen::closure::Closure::once_into_js(work);
    let _ = target.add_event_listener_with_callback(event, callback.unchecked_ref());
}

/// The event, if a key caused it.
pub fn key(event: &Event) -> Option<&KeyboardEvent> {
    event.dyn_ref()
}

/// How many clicks in a row this one is; 0 if a key made it.
pub fn clicks(event: &Event) -> i32 {
    event.dyn_ref::<MouseEvent>().map_or(0, |event| event.detail())
}

/// True if CSS knows this as a colour.
pub fn is_color(text: &str) -> bool {
    web_sys::css::supports_with_value("color", text).unwrap_or(true)
}

/// True if a media query holds now.
pub fn matches_media(query: &str) -> bool {
    web_sys::window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|list| list.matches())
}

/// True while the page is in a hidden tab, where frames do not come.
pub fn is_hidden() -> bool {
    DOCUMENT.with(web_sys::Document::hidden)
}

/// What stands in a text box.
pub fn value(field: &Element) -> String {
    field.unchecked_ref::<web_sys::HtmlInputElement>().value()
}

/// True if a box is ticked.
pub fn is_checked(field: &Element) -> bool {
    field.unchecked_ref::<web_sys::HtmlInputElement>().checked()
}

/// What was chosen in the list that an event comes from.
pub fn selected(event: &Event) -> Option<String> {
    Some(event.target()?.dyn_ref::<web_sys::HtmlSelectElement>()?.value())
}

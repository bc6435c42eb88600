//! The DOM elements that markdown's nodes become.
//!
//! **Invariant:** nodes only, and only the attributes that are named here.

use super::code::{self, Words};
use crate::browser::dom;
use crate::markdown::{Align, Kind};

/// The element of a kind, and the one inside it that takes the children.
pub(super) fn elements(kind: &Kind, words: &Words) -> (dom::Node, dom::Node) {
    let element = match kind {
        Kind::CodeBlock(language) => return code::block(language, words),
        Kind::Table => return nested(&scroll_box("div", "table"), dom::element("table")),
        Kind::TableHead => return nested(&dom::element("thead"), dom::element("tr")),
        Kind::Paragraph => dom::element("p"),
        Kind::Heading(level) => heading(*level, words.top_heading),
        Kind::Quote => dom::element("blockquote"),
        Kind::List { start: None, .. } => dom::element("ul"),
        Kind::List { start: Some(start), .. } => with(dom::element("ol"), "start", &start.to_string()),
        Kind::Item => dom::element("li"),
        Kind::Task(done) => task(*done, words),
        Kind::Rule => dom::element("hr"),
        Kind::TableRow => dom::element("tr"),
        Kind::HeaderCell(align) => with(cell("th", *align), "scope", "col"),
        Kind::Cell(align) => cell("td", *align),
        Kind::Emphasis => dom::element("em"),
        Kind::Strong => dom::element("strong"),
        Kind::Strike => dom::element("del"),
        Kind::Code => dom::element("code"),
        // An image is a link to it: fetching it unasked would tell its server what the model wrote.
        Kind::Link { url, .. } | Kind::Image { url, .. } => {
            let link = with(dom::element("a"), "href", url);
            with(with(link, "target", "_blank"), "rel", "noopener noreferrer")
        }
        Kind::Math { .. } => dom::element("code"),
        Kind::FootnoteReference(_) => dom::element("sup"),
        Kind::Footnote(_) => dom::element("div"),
        Kind::Break => dom::element("br"),
    };
    (element.clone().into(), element.into())
}

/// An answer's headings stand below the panel's.
fn heading(level: u8, top: usize) -> dom::Element {
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    const CLASSES: [&str; 4] = ["h1", "h2", "h3", "h4"];
    let below = usize::from(level.saturating_sub(1));
    dom::element_with_class(TAGS[(top - 1 + below).min(5)], CLASSES[below.min(3)])
}

fn task(done: bool, words: &Words) -> dom::Element {
    let input = with(with(dom::element("input"), "type", "checkbox"), "disabled", "");
    let input = with(input, "aria-label", if done { &words.task_done } else { &words.task_open });
    if done { with(input, "checked", "") } else { input }
}

fn cell(tag: &'static str, align: Align) -> dom::Element {
    match align {
        Align::Start => dom::element(tag),
        Align::Left => dom::element_with_class(tag, "left"),
        Align::Center => dom::element_with_class(tag, "center"),
        Align::Right => dom::element_with_class(tag, "right"),
    }
}

/// A box that scrolls sideways, and so must be reachable by keyboard.
pub(super) fn scroll_box(tag: &'static str, class: &str) -> dom::Element {
    with(dom::element_with_class(tag, class), "tabindex", "0")
}

pub(super) fn nested(outer: &dom::Element, inner: dom::Element) -> (dom::Node, dom::Node) {
    dom::append(outer, &inner);
    (outer.clone().into(), inner.into())
}

pub(super) fn with(element: dom::Element, name: &'static str, value: &str) -> dom::Element {
    dom::set_attribute(&element, name, value);
    element
}

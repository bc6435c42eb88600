//! The DOM elements that markdown's nodes become, and what their buttons do.
//!
//! **Invariant:** nodes only, and only the attributes that are named in this module and those below it (`code`,
//! `table`, `image`, `note`, `link`). Buttons hold no listener: the one of the message comes here.

use super::code::{self, Words};
use super::link::{link, set_address};
use super::{image, note, table};
use crate::browser::{dom, extras};
use crate::chat::Chat;
use crate::config::Label;
use crate::markdown::{Align, Kind};
use crate::text::digits;

/// The class of all buttons in an answer; their second one says what they do.
pub(super) const ACT: &str = "act";
const TIGHT: &str = "tight";

/// The element of a kind, and the one inside it that takes the children.
pub(super) fn elements(kind: &Kind, words: &Words) -> (dom::Node, dom::Node) {
    let element = match kind {
        Kind::CodeBlock(language) => return code::block(language, words),
        Kind::Table => return table::table(words),
        Kind::TableHead => return nested(&dom::element("thead"), dom::element("tr")),
        Kind::Image { url, .. } => return image::image(url, words),
        Kind::FootnoteReference(label) => return note::mark(label, words),
        Kind::Footnote(label) => return note::note(label, words),
        Kind::Paragraph => dom::element("p"),
        Kind::Heading(level) => heading(*level, words.top_heading),
        // Marks, columns and the bar of a quote stand where their own words begin, whatever the answer began with.
        Kind::Quote => auto(dom::element("blockquote")),
        Kind::List { start, is_tight } => auto(list(*start, *is_tight)),
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
        Kind::Link { url, title } => link(url, title, words),
        Kind::Math { is_display: false } => dom::element_with_class("span", "formula source"),
        Kind::Math { is_display: true } => dom::element_with_class("span", "formula source display"),
        Kind::Break => dom::element("br"),
    };
    (element.clone().into(), element.into())
}

/// To be called once for each element, when it is whole and will not change: with what [`elements`] gave for it.
pub(super) fn finished(kind: &Kind, outer: &dom::Node, inner: &dom::Node) {
    match kind {
        Kind::CodeBlock(language) => extras::code(inner, language),
        Kind::Math { is_display } => extras::formula(inner, *is_display),
        Kind::Image { .. } => image::finished(outer),
        _ => {}
    }
}

/// Changes an element in place if no more than a detail of its kind changed; false, if it is to be made anew.
pub(super) fn retune(old: &Kind, new: &Kind, outer: &dom::Node, words: &Words) -> bool {
    let Some(element) = dom::as_element(outer) else { return false };
    match (old, new) {
        (Kind::List { start: before, .. }, Kind::List { start, is_tight }) if before == start => {
            element.set_class_name(if *is_tight { TIGHT } else { "" });
        }
        (Kind::CodeBlock(_), Kind::CodeBlock(language)) if !language.is_empty() => {
            code::rename(element, language);
        }
        // Its address grows; any other is another link, of which its reader may have been told something else.
        (Kind::Link { url: before, title: none }, Kind::Link { url, title })
            if none.is_empty() && url.starts_with(before.as_str()) =>
        {
            dom::toggle_attribute(element, "data-host", false);
            set_address(element, url, title, words);
        }
        (Kind::HeaderCell(_), Kind::HeaderCell(align)) => element.set_class_name(side(*align)),
        _ => return old == new,
    }
    true
}

/// Does what a button is for.
pub(super) fn clicked(chat: Chat, button: dom::Element) {
    let class = button.class_name();
    match class.rsplit(' ').next().unwrap_or_default() {
        code::COPY => code::copy(chat, button),
        code::WRAP => code::wrap(&button),
        image::SHOW => image::later_show(&button),
        class @ (note::MARK | note::BACK) => note::go(&button, note::target(class)),
        form => table::copy(chat, button, form),
    }
}

/// True if what was pressed opens, wraps or loads something, and so changes its height.
pub(super) fn changes_height(event: &dom::Event) -> bool {
    let Some(target) = event.target() else { return false };
    dom::closest_of(
        &target,
        "summary, [aria-pressed], [aria-expanded], [data-do=edit], .alternatives, .act.image",
    )
    .is_some()
}

/// A button with words on it, which [`clicked`] knows by its class.
pub(super) fn act(class: &str, text: &str) -> dom::Element {
    let button = with(dom::element_with_class("button", &[ACT, " ", class].concat()), "type", "button");
    if !text.is_empty() {
        dom::append(&button, &dom::text(text));
    }
    button
}

fn list(start: Option<u64>, is_tight: bool) -> dom::Element {
    let list = match start {
        None => dom::element("ul"),
        Some(1) => dom::element("ol"),
        Some(start) => {
            let start = digits(start);
            let list = with(dom::element("ol"), "start", &start);
            if start.len() > 2 {
                let room = ["calc(1em + ", &digits(start.len() as u64), "ch)"].concat();
                dom::set_property(&list, "padding-inline-start", Some(&room));
            }
            list
        }
    };
    if is_tight {
        list.set_class_name(TIGHT);
    }
    list
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
    let input = with(input, "aria-label", words.get(if done { Label::TaskDone } else { Label::TaskOpen }));
    if done { with(input, "checked", "") } else { input }
}

fn cell(tag: &'static str, align: Align) -> dom::Element {
    match side(align) {
        "" => dom::element(tag),
        class => dom::element_with_class(tag, class),
    }
}

/// The class of a column.
const fn side(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// A box that scrolls sideways, and so must be reachable by keyboard, where it needs a name.
pub(super) fn scroll_box(tag: &'static str, class: &str, name: &str) -> dom::Element {
    let scroller = with(dom::element_with_class(tag, class), "tabindex", "0");
    with(with(scroller, "role", "group"), "aria-label", name)
}

/// What runs as its own words do.
pub(super) fn auto(element: dom::Element) -> dom::Element {
    with(element, "dir", "auto")
}

pub(super) fn nested(outer: &dom::Element, inner: dom::Element) -> (dom::Node, dom::Node) {
    dom::append(outer, &inner);
    (outer.clone().into(), inner.into())
}

pub(super) fn with(element: dom::Element, name: &'static str, value: &str) -> dom::Element {
    dom::set_attribute(&element, name, value);
    element
}

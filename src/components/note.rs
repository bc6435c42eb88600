//! Footnotes: the mark in the text, the note, and the way between them.
//!
//! An address such as `#fn1` finds nothing in a shadow root, so both ways are buttons. **Invariant:** a mark and its
//! note belong to one message; labels are the model's and are compared, never put into a selector.

use super::blocks::{act, with};
use super::code::Words;
use crate::browser::dom;
use crate::config::Label;
use crate::text::replaced;

pub(super) const MARK: &str = "mark";
pub(super) const BACK: &str = "back";
const LABEL: &str = "data-note";

/// The mark that leads to a footnote.
pub(super) fn mark(label: &str, words: &Words) -> (dom::Node, dom::Node) {
    let name = replaced(words.get(Label::Footnote), "{label}", label);
    let button = with(with(act(MARK, label), LABEL, label), "aria-label", &name);
    let sup = dom::element("sup");
    dom::append(&sup, &button);
    (sup.into(), button.into())
}

/// What a mark in the text is the mark of.
pub(super) fn label(mark: &dom::Element) -> Option<String> {
    mark.first_element_child()?.get_attribute(LABEL)
}

/// A footnote, with the way back before what it says.
pub(super) fn note(label: &str, words: &Words) -> (dom::Node, dom::Node) {
    let note = with(with(dom::element_with_class("div", "footnote"), LABEL, label), "tabindex", "-1");
    let note = with(
        with(note, "role", "note"),
        "aria-label",
        &replaced(words.get(Label::Footnote), "{label}", label),
    );
    let name = [label, " ", words.get(Label::FootnoteBack)].concat();
    let back = with(with(act(BACK, label), LABEL, label), "aria-label", &name);
    let text = dom::element("div");
    dom::append(&note, &back);
    dom::append(&note, &text);
    (note.into(), text.into())
}

/// Goes from a mark to its note, or back to the mark.
pub(super) fn go(button: &dom::Element, target: &str) {
    let Some(label) = button.get_attribute(LABEL) else { return };
    let Some(message) = dom::closest(button, "markdown") else { return };
    let is_it = |element: &dom::Element| element.get_attribute(LABEL).as_ref() == Some(&label);
    if let Some(found) = dom::all(&message, target).find(is_it) {
        found.scroll_into_view_with_bool(false);
        dom::focus(&found);
    }
}

/// Where a button of this class leads.
pub(super) fn target(class: &str) -> &'static str {
    if class == MARK { ".footnote" } else { ".mark" }
}

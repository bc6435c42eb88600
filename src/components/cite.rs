//! Marks such as `[1]` in an answer's text, which lead to the sources that its server names.
//!
//! **Invariant:** nothing moves and no sign is added: the mark that stood there is a link. Done once the text is whole and
//! drawn, for until then its nodes are the painter's. Code, formulas and what is a link already stay as they are.

use std::cell::Cell;
use std::rc::Rc;

use super::link::link;
use super::sources::name;
use super::words::Words;
use crate::browser::signal::Followed;
use crate::browser::view::react;
use crate::browser::{dom, frame};
use crate::chat::{Chat, Entry, Phase};
use crate::conversation::Message;
use crate::markdown::{cited, safe_link};
use crate::protocol::Citation;

/// What of a text is not looked into.
const CLOSED: &str = "a, pre, code, button, .formula, .rendered";
/// The class of a mark that leads to its source.
pub(super) const CITE: &str = "cite";

/// Has the marks of an answer lead to its sources, each time another text of it is whole.
pub(super) fn link_marks(chat: Chat, entry: &Entry, article: dom::Element) {
    let message = entry.message.clone();
    let linked = Cell::new(None);
    react(Box::new(move || {
        let text =
            message.with(|message| (!message.is_open()).then(|| (message.current(), message.text().len())));
        if text.is_some() && linked.replace(text) != text {
            wait(chat, Rc::clone(&message), article.clone());
        }
    }));
}

/// Whoever draws the text hears of its end before the chat is idle, and says so as long as there is more to draw.
fn wait(chat: Chat, message: Rc<Followed<Message>>, article: dom::Element) {
    frame::on_next_frame(move || {
        let is_open = message.with_untracked(Message::is_open);
        let is_busy = !matches!(chat.phase_now(), Phase::Idle | Phase::Elsewhere);
        match chat.unfinished.try_get_untracked() {
            Some(0) if !is_open && !is_busy => {
                let citations = message.with_untracked(|message| message.citations.clone());
                if let Some(content) = dom::find(&article, ".content") {
                    link_in(&content, &citations, &Words::of(chat));
                }
            }
            Some(_) if !is_open => wait(chat, message, article),
            _ => {}
        }
    });
}

fn link_in(element: &dom::Element, citations: &[Citation], words: &Words) {
    // Text that came in pieces may stand in several nodes. Those of code have marks on them.
    if dom::find(element, "pre").is_none() {
        element.normalize();
    }
    let mut next = element.first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        match dom::as_element(&node) {
            Some(inner) if dom::closest_of(inner, CLOSED).is_some() => {}
            Some(inner) => link_in(inner, citations, words),
            None => link_text(node, citations, words),
        }
    }
}

fn link_text(mut node: dom::Node, citations: &[Citation], words: &Words) {
    let text = node.node_value().unwrap_or_default();
    let mut rest = text.as_str();
    while let Some((range, number)) = cited(rest, citations.len()) {
        let units = |text: &str| text.encode_utf16().count() as u32;
        let place = dom::split_text(&node, units(&rest[..range.start]));
        node = dom::split_text(&place, units(&rest[range.clone()]));
        rest = &rest[range.end..];
        let source = citations.get(number - 1);
        if let Some((source, url)) = source.and_then(|source| Some((source, safe_link(&source.url)?))) {
            let link = link(&url, name(source), words);
            link.set_class_name(CITE);
            dom::replace(&place, &link);
            dom::append(&link, &place);
        }
    }
}

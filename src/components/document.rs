//! An answer that is a JSON document, as a tree that can be read, or as the page's own code draws it (`renderJson`).
//!
//! **Invariant:** while it streams, what is there is drawn and stays; what is no document is drawn as text, and one that
//! breaks off says where. Nothing that came is hidden: the text itself can always be seen.

mod tree;

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::frame::NextFrame;
use crate::browser::view::{el, react};
use crate::browser::{dom, hook};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::conversation::document::{Broken, bare, is_meant, may_be, so_far, whole};
use crate::json::Json;
use crate::text::digits;
use tree::Tree;

/// Draws a message in the place of its text, as long as it may be a document, and goes on as it grows.
pub(super) fn later_take_over(chat: Chat, (entry, text): (Entry, dom::Element)) {
    let (frame, message) = (NextFrame::default(), entry.message.clone());
    let shown = Rc::new(RefCell::new(Shown { chat, entry, text, place: None, tree: None, drawn: None }));
    react(Box::new(move || {
        message.track();
        let shown = Rc::clone(&shown);
        frame.run(move || shown.borrow_mut().draw());
    }));
}

/// From so many bytes on, a document is not drawn anew in every frame.
const LONG: usize = 16 * 1024;

/// What stands there now.
struct Shown {
    chat: Chat,
    entry: Entry,
    /// What shows the text; hidden, while there is a document.
    text: dom::Element,
    /// What shows the document.
    place: Option<dom::Element>,
    tree: Option<Tree>,
    /// The text that was drawn last, by its length, and whether that was its end.
    drawn: Option<(usize, bool)>,
}

impl Shown {
    fn draw(&mut self) {
        let message = self.entry.message.get_untracked();
        let (text, is_whole) = (message.text(), !message.is_open());
        let now = (text.len(), is_whole);
        if text.trim().is_empty() || self.drawn == Some(now) || !is_whole && self.is_soon_enough(text.len()) {
            return;
        }
        self.drawn = Some(now);
        let document = so_far(text).filter(|_| may_be(text));
        // What was one stays so if it breaks off.
        let is_broken = document.is_none() && (self.place.is_some() || is_whole && is_meant(text));
        self.show(document.is_some() || is_broken);
        let Some(place) = self.place.clone() else { return };
        if let Some(value) = document {
            self.draw_value(&place, &value, is_whole);
        }
        if is_whole {
            self.end(&place, text);
        }
    }

    /// True if a long document has grown by so little that it is not worth reading all of it again.
    fn is_soon_enough(&self, length: usize) -> bool {
        self.drawn.is_some_and(|(drawn, _)| drawn > LONG && length >= drawn && length - drawn < drawn / 16)
    }

    /// Has the document or the text in its place.
    fn show(&mut self, is_document: bool) {
        if is_document && self.place.is_none() {
            let place = el("div", "content").part("content").node().clone();
            dom::insert_behind(&self.text, &place);
            self.place = Some(place);
        } else if !is_document && let Some(place) = self.place.take() {
            self.tree = None;
            dom::remove(&place);
        }
        dom::toggle_attribute(&self.text, "hidden", is_document);
        dom::set_attribute(&self.text, "part", if is_document { "" } else { "content" });
    }

    fn draw_value(&mut self, place: &dom::Element, value: &Json, is_whole: bool) {
        if let Some(node) = self.chat.drawn_by_page(value, is_whole) {
            self.tree = None;
            dom::empty(place);
            return dom::append(place, &node);
        }
        match &mut self.tree {
            Some(tree) if tree.is_like(value) => tree.update(value, is_whole),
            _ => {
                dom::empty(place);
                let tree = Tree::new(value);
                dom::append(place, tree.node());
                self.tree = Some(tree);
            }
        }
    }

    /// What is said below it once it has ended.
    fn end(&self, place: &dom::Element, text: &str) {
        if let Err(Broken { line, column }) = whole(text) {
            let places = [("line", digits(line as u64)), ("column", digits(column as u64))];
            let places = places.each_ref().map(|(name, value)| (*name, value.as_str()));
            let words = self.chat.text_with(Label::DocumentBroken, &places);
            dom::append(place, el("p", "notice error").part("document-error").text(&words).node());
        }
        let summary = el("summary", "").text(&self.chat.text_now(Label::DocumentRaw));
        let raw = el("pre", "").attr("dir", "auto").attr("tabindex", "0").text(bare(text));
        let raw = el("details", "raw").part("document-raw").child(summary).child(raw);
        dom::append(place, raw.node());
    }
}

impl Chat {
    /// What the page's own code makes of a document; nothing, if that is for the widget.
    fn drawn_by_page(&self, value: &Json, is_whole: bool) -> Option<dom::Node> {
        let host = self.host_object().filter(|_| self.has_hook("renderJson"))?;
        hook::draw(&host, "renderJson", &value.written(), is_whole)
    }
}

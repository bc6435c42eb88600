//! What stands on a message about the window of the model: that it is pinned or sent all the same, the line above what is
//! sent, and the summary of what is above.
//!
//! **Invariant:** drawn with the message and changed in place; a summary that stays where it is stays open.

use std::cell::RefCell;
use std::rc::Rc;

use super::actions::ID;
use crate::browser::dom;
use crate::browser::view::{El, el, react};
use crate::chat::{Chat, Entry, Sent};
use crate::config::Label;
use crate::text::digits;

/// The words of the line above a message; the style sheet draws it.
const ABOVE: &str = "data-unsent";
/// The classes of a summary and of a note.
const SUMMARY: &str = "summary";
const KEPT: &str = "kept";

/// A message that is drawn, with what stands on it.
pub fn marked(chat: Chat, entry: &Entry, article: El) -> El {
    let is_any = chat.sent.with_untracked(|sent| *sent != Sent::default());
    if is_any || chat.is_pinned(entry) {
        chat.unasked_later(later_mark, (entry.clone(), article.node().clone()));
    }
    article
}

fn later_mark(chat: Chat, (entry, article): (Entry, dom::Element)) {
    mark(chat, &entry, &article);
}

/// Messages and what is marked of them, by [`Entry::id`].
type Marked = Rc<(dom::Element, RefCell<Vec<u64>>)>;

/// Marks messages anew when another part of the conversation is sent.
pub fn follow(chat: Chat, messages: dom::Element) {
    let marked: Marked = Rc::new((messages, RefCell::default()));
    react(Box::new(move || {
        let is_none = chat.sent.with(|sent| *sent == Sent::default());
        if !is_none || !marked.1.borrow().is_empty() {
            chat.unasked_later(later_follow, Rc::clone(&marked));
        }
    }));
}

fn later_follow(chat: Chat, marked: Marked) {
    let sent = chat.sent.get_untracked();
    let mut ids = sent.still;
    ids.extend([sent.from]);
    ids.extend(sent.summary.map(|(id, _)| id));
    for id in marked.1.replace(ids.clone()).into_iter().chain(ids) {
        let article = dom::find(&marked.0, &["[", ID, "='", &digits(id), "']"].concat());
        if let (Some(article), Some(entry)) = (article, chat.entry_of(id)) {
            mark(chat, &entry, &article);
        }
    }
}

/// Brings what stands on a message to what it is now.
pub fn mark(chat: Chat, entry: &Entry, article: &dom::Element) {
    let sent = chat.sent.get_untracked();
    let summary = sent.summary.filter(|(id, _)| *id == entry.id).map(|(_, text)| text);
    // Above the first message there is nothing that could be left out.
    if sent.from == entry.id && sent.from > 0 && summary.is_none() {
        dom::set_attribute(article, ABOVE, &chat.text_now(Label::Unsent));
    } else {
        dom::toggle_attribute(article, ABOVE, false);
    }
    let words = match () {
        () if chat.is_pinned(entry) => Some(Label::Pinned),
        () if sent.still.contains(&entry.id) => Some(Label::StillSent),
        () => None,
    };
    put(article, KEPT, words.map(|label| el("p", KEPT).part(KEPT).text(&chat.text_now(label))));
    put(article, SUMMARY, summary.map(|text| fold(chat, &text)));
}

/// Puts a part at the beginning of a message, in the place of the one that is there.
fn put(article: &dom::Element, class: &str, part: Option<El>) {
    let old = dom::children(article).find(|child| child.class_list().contains(class));
    let part = part.as_ref().map(El::node);
    if let (Some(old), Some(part)) = (&old, part)
        && old.text_content() == part.text_content()
    {
        return;
    }
    if let Some(old) = old {
        dom::send_focus_home(&old);
        dom::remove(&old);
    }
    match (part, dom::children(article).next()) {
        (Some(part), Some(first)) => dom::insert_before(part, &first),
        (Some(part), None) => dom::append(article, part),
        _ => {}
    }
}

fn fold(chat: Chat, text: &str) -> El {
    let title = el("summary", "").text(&chat.text_now(Label::Summary));
    let text = el("div", "thoughts").attr("dir", "auto").text(text);
    el("details", SUMMARY).part(SUMMARY).child(title).child(text)
}

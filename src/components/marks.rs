//! What stands on a message about the window of the model: that it is pinned or sent all the same, the line above what is
//! sent, and the summary of what is above.
//!
//! **Invariant:** drawn with the message and changed in place; a summary that stays where it is stays open.

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
        mark(chat, entry, article.node());
    }
    article
}

/// Marks messages anew when another part of the conversation is sent.
pub fn follow(chat: Chat, messages: dom::Element) {
    let mut marked = Vec::new();
    react(Box::new(move || {
        let ids = chat.sent.with(|sent| {
            let summary = sent.summary.as_ref().map(|(id, _)| *id);
            sent.still.iter().copied().chain([sent.from]).chain(summary).collect()
        });
        for id in std::mem::replace(&mut marked, ids).iter().chain(&marked) {
            let article = dom::find(&messages, &["[", ID, "='", &digits(*id), "']"].concat());
            if let (Some(article), Some(entry)) = (article, chat.entry_of(*id)) {
                mark(chat, &entry, &article);
            }
        }
    }));
}

/// Brings what stands on a message to what it is now.
pub fn mark(chat: Chat, entry: &Entry, article: &dom::Element) {
    let sent = chat.sent.get_untracked();
    let summary = sent.summary.filter(|(id, _)| *id == entry.id).map(|(_, text)| text);
    if sent.from == entry.id && summary.is_none() {
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

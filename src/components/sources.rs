//! The sources that an answer names: a list below its text.
//!
//! **Invariant:** only addresses on the allow-list are links; an item keeps the number that the answer knows it by.

use super::cite;
use super::code::Words;
use super::link::link;
use crate::browser::dom;
use crate::browser::view::{El, el};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::markdown::safe_link;
use crate::protocol::Citation;
use crate::text::digits;

/// A place for the list, below an answer; it is filled when there is something to put into it.
pub fn sources(chat: Chat, entry: &Entry, article: El) -> El {
    let (message, entry, node) = (entry.message.clone(), entry.clone(), article.node().clone());
    // They only become more.
    let count = move || message.with(|message| message.citations.len());
    article.slot(count, move |count| {
        let list = || el("ol", "sources").part("sources");
        (*count > 0).then(list).inspect(|list| {
            chat.unasked_later(later_fill, (entry.clone(), list.clone(), node.clone()));
        })
    })
}

fn later_fill(chat: Chat, (entry, list, article): (Entry, El, dom::Element)) {
    let citations = entry.message.with_untracked(|message| message.citations.clone());
    let words = Words::of(chat);
    let item = |(index, citation): (usize, &Citation)| {
        let url = safe_link(&citation.url)?;
        let link = link(&url, "", &words);
        dom::append(&link, &dom::text(name(citation)));
        let item = el("li", "").attr("value", &digits(index as u64 + 1));
        dom::append(item.node(), &link);
        Some(item)
    };
    let items = citations.iter().enumerate().filter_map(item);
    drop(list.attr_of("aria-label", chat.label(Label::Sources)).children(items));
    if !chat.answers_in_json() {
        cite::link_marks(chat, &entry, article);
    }
}

/// What a source is called.
pub(super) fn name(citation: &Citation) -> &str {
    citation.title.as_deref().unwrap_or(&citation.url)
}

//! What the model thinks before it answers: folded, opened on demand.
//!
//! **Invariant:** text only, appended as it grows; whether it is open is the reader's affair.

use crate::browser::dom;
use crate::browser::view::{El, el, react};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::text::digits;

/// The fold, once there is something in it.
pub fn reasoning(chat: Chat, entry: &Entry, article: El) -> El {
    let message = entry.message.clone();
    let has_some =
        move || message.with(|message| (!message.choice().reasoning.is_empty(), message.current()));
    let entry = entry.clone();
    article.slot(has_some, move |(has_some, _)| has_some.then(|| fold(chat, &entry)))
}

fn fold(chat: Chat, entry: &Entry) -> El {
    let message = entry.message.clone();
    let title = move || {
        let (seconds, is_open) = message.with(|message| (message.thought_seconds, message.is_open()));
        match seconds {
            Some(seconds) => chat.text_with(Label::Thought, &[("seconds", &digits(seconds.max(1).into()))]),
            None if is_open => chat.text(Label::Thinking),
            None => chat.text(Label::ThoughtBefore),
        }
    };
    let summary = el("summary", "").text_of(title);
    let text = dom::text("");
    let thoughts = el("div", "thoughts").attr("dir", "auto");
    dom::append(thoughts.node(), &text);
    let (message, mut shown) = (entry.message.clone(), 0);
    react(Box::new(move || {
        message.with(|message| {
            let thoughts = message.choice().thoughts();
            match thoughts.get(shown..) {
                Some("") => {}
                Some(more) => dom::append_text(&text, more),
                None => dom::set_text(&text, thoughts),
            }
            shown = thoughts.len();
        });
    }));
    el("details", "reasoning").part("reasoning").child(summary).child(thoughts)
}

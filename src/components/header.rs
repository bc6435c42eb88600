//! The panel's header: heading, choice of models, list of conversations, new conversation, close.
//!
//! **Invariant:** only a floating panel can be closed.

use super::history::opener;
use super::icon::{CLOSE, NEW, icon_button};
use super::models::models;
use crate::browser::view::{El, el, hosted};
use crate::chat::Chat;
use crate::config::{Label, Mode};

/// The header.
pub fn header(chat: Chat, mode: Mode) -> El {
    // A chat that is the page gives it its title; elsewhere it is a part of one.
    let level = if mode == Mode::Page { "h1" } else { "h2" };
    let heading = el(level, "heading").part("heading").child(hosted("heading").text_of(chat.heading()));
    let new_thread = icon_button("tool", "new-thread", NEW, chat.label(Label::NewThread))
        .attr_of("aria-disabled", move || chat.is_empty().to_string())
        .on("click", move |_| chat.new_thread());
    let close = (mode == Mode::Floating).then(|| {
        icon_button("tool", "close", CLOSE, chat.label(Label::Close)).on("click", move |_| chat.close())
    });
    let header = el("div", "header").part("header").child(heading).child(hosted("header"));
    opener(chat, models(chat, header)).child(new_thread).children(close)
}

//! The form for a key of the visitor's own.
//!
//! **Invariant:** what is typed is never shown, logged or put into the page's own form; it goes to the chat's
//! endpoint only.

use super::icon::button;
use crate::browser::dom;
use crate::browser::view::{El, el};
use crate::chat::Chat;
use crate::config::Label;

/// Asks for a key; `then` is done once one was given.
pub fn key_form(chat: Chat, then: impl Fn() + 'static) -> El {
    let field = el("input", "")
        .attr("type", "password")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("required", "");
    let remember = el("input", "").attr("type", "checkbox");
    let (key, on_device) = (field.node().clone(), remember.node().clone());
    let labelled = |name: El, field: El| el("label", "").child(name).child(field);
    el("form", "key")
        .part("key")
        .child(el("p", "").text_of(chat.label(Label::KeyWanted)))
        .child(labelled(el("span", "").text_of(chat.label(Label::Key)), field))
        .child(labelled(remember, el("span", "").text_of(chat.label(Label::KeyOnDevice))))
        .child(el("button", "retry").text_of(chat.label(Label::KeySave)))
        .on("submit", move |event| {
            event.prevent_default();
            chat.set_key(&dom::value(&key), dom::is_checked(&on_device));
            then();
        })
}

/// Takes back a key that was given.
pub fn forget_key(chat: Chat) -> El {
    let button = button("retry", "forget-key").text_of(chat.label(Label::KeyForget));
    el("div", "notice").child(button.on("click", move |_| chat.set_key("", false)))
}

//! The composer: a text box that grows with its text, and the button that sends or stops.
//!
//! **Invariant:** Enter sends, Shift+Enter breaks the line, and while an input method composes neither does
//! anything here. What is typed leaves the box only when it has been sent.

use super::icon::{SEND, STOP, icon, icon_button};
use super::page;
use crate::browser::dom;
use crate::browser::view::{El, el};
use crate::chat::{Chat, Phase};
use crate::config::Label;
use crate::reactive::Owner;

/// Safari reports the Enter that ends a composition with this code, after the composition is over.
const KEY_OF_INPUT_METHOD: u32 = 229;

/// Text box and button.
pub fn composer(chat: Chat) -> El {
    let owner = Owner::current();
    let field = el("textarea", "")
        .part("input")
        .attr("rows", "1")
        .attr("enterkeyhint", "send")
        .attr(dom::FOCUS_HOME, "fine")
        .attr_of("aria-label", chat.label(Label::Composer))
        .attr_of("placeholder", move || chat.config.with(|config| config.placeholder.clone()))
        .value_of(chat.draft)
        .on("keydown", move |event| on_key(chat, &event))
        .on("focus", move |event| {
            let form = event.target().and_then(|field| dom::closest(&field, "composer"));
            if let Some(form) = form.filter(|_| chat.has_page_context()) {
                chat.unasked_later(page::later_look, (form, owner.clone()));
            }
        });
    let node = field.node().clone();
    let box_around = el("div", "field").attr_of("data-text", move || chat.draft.get()).child(field);
    // The same button from the question to the end of its answer, so that a press cannot miss it.
    let button = move |is_idle: &bool| Some(if *is_idle { send_button(chat) } else { stop_button(chat) });
    el("form", "composer")
        .part("composer")
        .child(box_around)
        .slot(move || matches!(chat.phase.get(), Phase::Idle | Phase::Elsewhere), button)
        .on("submit", move |event| {
            event.prevent_default();
            chat.send_draft();
            dom::focus(&node);
        })
}

fn stop_button(chat: Chat) -> El {
    icon_button("send", "stop", STOP, chat.label(Label::Stop)).on("click", move |event| {
        // The second click of a double click on "send" lands here.
        if dom::clicks(&event) < 2 {
            chat.stop();
        }
    })
}

fn send_button(chat: Chat) -> El {
    let label = chat.label(Label::Send);
    el("button", "send")
        .part("send")
        .attr_of("title", label)
        .attr_of("aria-label", label)
        .attr_if("disabled", move || !chat.has_endpoint() || chat.draft.with(|draft| draft.trim().is_empty()))
        .child(icon(SEND))
}

/// True if a key is to send what was typed.
pub fn sends(key: &dom::KeyboardEvent) -> bool {
    let composing = key.is_composing() || key.key_code() == KEY_OF_INPUT_METHOD;
    key.key() == "Enter" && !key.shift_key() && !composing
}

fn on_key(chat: Chat, event: &dom::Event) {
    if dom::key(event).is_some_and(sends) {
        event.prevent_default();
        chat.send_draft();
    }
}

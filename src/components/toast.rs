//! The line above the composer that says what was just done, with the way back.
//!
//! **Invariant:** the status region has said it; the focus goes to the way back, and from there to what came back.

use super::actions::{button_of, focus_soon};
use super::icon::{CLOSE, button, icon_button};
use crate::browser::view::{El, el};
use crate::browser::{dom, frame};
use crate::chat::Chat;
use crate::config::Label;

/// In milliseconds: what came back is drawn then.
const DRAWN_BY: i32 = 100;

/// Appends the line that says why nothing is kept, until it is taken away.
pub fn trouble(chat: Chat, panel: El) -> El {
    let line = move |words: &str| {
        let dismiss = icon_button("tool", "dismiss", CLOSE, chat.label(Label::Dismiss))
            .on("click", move |_| chat.trouble.set(String::new()));
        let line = el("div", "toast trouble").part("trouble").attr("role", "alert");
        line.child(el("p", "").text(words)).child(dismiss)
    };
    panel.slot_of(chat.trouble, line)
}

/// Appends the line, while there is something to say.
pub fn toast(chat: Chat, panel: El) -> El {
    panel.slot_of(chat.toast, move |words| line(chat, words))
}

fn line(chat: Chat, words: &str) -> El {
    let undo = chat.can_undo().then(|| {
        button("retry idle", "undo").text(&chat.text_now(Label::Undo)).on("click", move |event| {
            if let Some(toast) = event.target().and_then(|target| dom::closest(&target, "toast")) {
                chat.later(later_undo, toast);
            }
        })
    });
    el("div", "toast").part("toast").child(el("p", "").text(words)).children(undo)
}

fn later_undo(chat: Chat, toast: dom::Element) {
    if let Some(entry) = chat.undo() {
        focus_soon(&toast, button_of(&entry, "more"));
        frame::after(DRAWN_BY, show_focused);
    }
}

/// What came back may stand far above the end, which the log goes to while it grows.
fn show_focused() {
    if let Some(focused) = dom::focused_element() {
        dom::bring_into("log", &focused);
    }
}

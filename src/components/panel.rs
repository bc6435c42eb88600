//! The panel: a dialog that floats, or a section in the page.
//!
//! **Invariant:** a panel beside the page takes the focus only if the visitor opened it with the launcher. On a
//! small screen it covers the page and is modal, so that neither Tab nor a screen reader gets behind it; Escape closes a
//! floating one.

use super::actions;
use super::composer::composer;
use super::gauge::gauge;
use super::header::header;
use super::history::history;
use super::thread::thread;
use super::toast::{toast, trouble};
use crate::browser::view::{El, el, hosted, react};
use crate::browser::{dialog, dom, frame, viewport};
use crate::chat::Chat;
use crate::config::Mode;

/// The panel in the form that the mode asks for.
pub fn panel(chat: Chat, mode: Mode) -> El {
    let floating = mode == Mode::Floating;
    let panel = el(if floating { "dialog" } else { "section" }, "panel")
        .part("panel")
        .attr_of("aria-label", chat.heading())
        .on("keydown", move |event| actions::pressed(chat, event));
    let panel = if floating { floating_panel(chat, panel) } else { panel };
    let panel = trouble(chat, panel.child(header(chat, mode)).children(thread(chat)));
    let panel = toast(chat, panel).child(composer(chat)).child(gauge(chat)).child(hosted("footer"));
    history(chat, panel)
}

fn floating_panel(chat: Chat, panel: El) -> El {
    let node = panel.node().clone();
    dialog::follow_screen(&node);
    viewport::track(&node);
    // The browser closes it, too (the back gesture of a phone); and it says so late, perhaps after a reopening.
    let closed = node.clone();
    let panel = panel.attr("tabindex", "-1").on("keydown", move |event| on_key(chat, &event)).on(
        "close",
        move |_| {
            if !dialog::is_open(&closed) {
                chat.close();
            }
        },
    );
    // When the task is over: the dialog has to be in the page first.
    react(Box::new(move || {
        let (open, node) = (chat.open.get(), node.clone());
        frame::soon(move || dialog::set_open(&node, open));
    }));
    panel
}

fn on_key(chat: Chat, event: &dom::Event) {
    let Some(key) = dom::key(event) else { return };
    if key.key() == "Escape" && !key.is_composing() && !key.default_prevented() {
        key.prevent_default();
        chat.close();
    }
}

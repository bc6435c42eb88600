//! The panel: a dialog that floats, or a section in the page.
//!
//! **Invariant:** a panel takes the focus only if the visitor opened it with the launcher. On a phone it covers
//! the page and is modal, so that neither Tab nor a screen reader gets behind it; Escape closes a floating one.

use reactive_graph::prelude::*;

use super::composer::composer;
use super::header::header;
use super::thread::thread;
use crate::browser::view::{El, el, react};
use crate::browser::{dialog, dom, frame, viewport};
use crate::chat::Chat;
use crate::config::Mode;

/// The panel in the form that the mode asks for.
pub fn panel(chat: Chat, mode: Mode) -> El {
    let floating = mode == Mode::Floating;
    let panel = el(if floating { "dialog" } else { "section" }, "panel")
        .part("panel")
        .attr_of("aria-label", chat.heading())
        .on("keydown", move |event| on_key(chat, floating, &event))
        .on("keyup", |event| keep_key(&event))
        .on("keypress", |event| keep_key(&event));
    let panel = if floating { floating_panel(chat, panel) } else { panel };
    panel.child(header(chat, mode)).children(thread(chat)).child(composer(chat))
}

fn floating_panel(chat: Chat, panel: El) -> El {
    let panel = panel.attr("tabindex", "-1").on("close", move |_| chat.close());
    viewport::track(panel.node());
    let node = panel.node().clone();
    let show = move |open| dialog::set_open(&node, open);
    // Opened in the next frame: the dialog has to be in the page first.
    react(Box::new(move || {
        let (open, show) = (chat.open.get(), show.clone());
        frame::soon(move || show(open));
    }));
    panel
}

fn on_key(chat: Chat, floating: bool, event: &dom::Event) {
    let Some(key) = dom::key(event) else { return };
    if floating && key.key() == "Escape" && !key.is_composing() && !key.default_prevented() {
        key.prevent_default();
        key.stop_propagation();
        chat.close();
    } else {
        keep_key(event);
    }
}

/// Keys that are typed in here are not the page's shortcuts. Those with a modifier still are.
fn keep_key(event: &dom::Event) {
    if dom::key(event).is_some_and(|key| !key.ctrl_key() && !key.meta_key() && !key.alt_key()) {
        event.stop_propagation();
    }
}

//! The round button in the corner, for a Leptos app. (On other pages `embed/shell.js` draws the same one before
//! this module is loaded.)
//!
//! **Invariant:** the focus comes back here when the panel closes.

use crate::browser::dom;
use crate::browser::view::{El, hosted, react};
use crate::chat::Chat;
use crate::config::Label;

use super::icon::{CHAT, CLOSE, button, icon};

/// Opens and closes the panel.
pub fn launcher(chat: Chat) -> El {
    let open = chat.open;
    let launcher = button("launcher", "launcher")
        .attr("aria-haspopup", "dialog")
        .attr_of("aria-expanded", move || open.get().to_string())
        .attr_of("aria-label", move || chat.text(if open.get() { Label::Close } else { Label::Open }))
        .slot(
            move || open.get(),
            |open| Some(if *open { icon(CLOSE) } else { hosted("launcher").child(icon(CHAT)) }),
        );
    let node = launcher.node().clone();
    let mut was_open = false;
    let focus = node.clone();
    react(Box::new(move || {
        let is_open = open.get();
        if std::mem::replace(&mut was_open, is_open) && !is_open {
            dom::focus(&focus);
        }
    }));
    launcher.on("click", move |_| {
        // Safari does not focus what is clicked; the panel takes the focus from here.
        dom::focus(&node);
        chat.toggle();
    })
}

//! The root inside the shadow root, the same for all three doors.
//!
//! **Invariant:** the mode, the corner, the colours and the accent are set here and nowhere below.

use super::launcher::launcher;
use super::panel::panel;
use super::rehearsal::rehearse;
use crate::browser::dom;
use crate::browser::view::{El, el};
use crate::chat::Chat;
use crate::config::Mode;
use crate::reactive::Owner;

/// The stylesheet that the shadow root adopts; for the custom element without what causerie.js has put there.
pub const STYLES: &str = include_str!(concat!(env!("OUT_DIR"), "/causerie.css"));

/// A widget in the page. Dropping it ends a running answer and takes the nodes away.
pub struct Mounted {
    chat: Chat,
    owner: Owner,
    root: dom::Element,
}

impl Mounted {
    /// Makes a chat with `make_chat` and draws it into `parent`. With `with_launcher` a floating widget draws
    /// its own launcher; the custom element has drawn one long before.
    pub fn new(parent: &dom::Node, with_launcher: bool, make_chat: impl FnOnce() -> Chat) -> (Self, Chat) {
        let owner = Owner::new();
        let (root, chat) = owner.with(|| {
            let chat = make_chat();
            (root(chat, with_launcher), chat)
        });
        dom::append(parent, root.node());
        rehearse(chat, &root);
        (Self { chat, owner, root: root.node().clone() }, chat)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // While what it says can still be heard.
        self.chat.stop();
        self.chat.leave();
        self.owner.cleanup();
        dom::remove(&self.root);
    }
}

fn root(chat: Chat, with_launcher: bool) -> El {
    let config = chat.config;
    let mode = move || config.with(|config| config.mode);
    el("div", "")
        .attr_of("class", move || config.with(|c| ["root ", c.mode.name(), " ", c.position.name()].concat()))
        .attr_of("data-theme", move || config.with(|c| c.theme.name().to_owned()))
        .property_of("--causerie-accent", move || config.with(|c| c.accent.clone()))
        .on("keydown", move |event| {
            if mode() == Mode::Floating || !is_for_page(&event) {
                keep_key(event);
            }
        })
        .on("keypress", keep_key)
        .on("keyup", keep_key)
        .slot(mode, move |mode| Some(panel(chat, *mode)))
        .when(move || with_launcher && mode() == Mode::Floating, move || launcher(chat))
}

/// True for an Escape that nothing in here is closed by: a dialog of the page, in which the widget stands, is.
fn is_for_page(event: &dom::Event) -> bool {
    dom::key(event)
        .is_some_and(|key| !key.default_prevented() && !key.is_composing() && key.key() == "Escape")
}

/// Keys that are pressed in here are not the page's shortcuts. Those with a modifier still are.
fn keep_key(event: dom::Event) {
    if dom::key(&event).is_some_and(|key| !key.ctrl_key() && !key.meta_key() && !key.alt_key()) {
        event.stop_propagation();
    }
}

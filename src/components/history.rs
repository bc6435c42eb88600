//! The list of conversations: a drawer beside the thread where there is room, else a view over it.
//!
//! | module | what lives there |
//! |---|---|
//! | `rows` | conversations, in groups by date, and what search finds |
//! | `acts`, `keys` | what presses and keys do |
//! | `menus` | what opens in a row or above them |
//! | `files` | carrying conversations out and in, and clearing everything |
//!
//! **Invariant:** it is made when it is opened, behind a door, and gone when it is closed. No row has a listener or a
//! signal: the section's come to `acts`.

mod acts;
mod change;
mod files;
mod hits;
mod keys;
mod menus;
mod rows;

use super::actions::DO;
use super::icon::{CLOSE, LIST, MORE, NEW, button, icon, icon_button};
use crate::browser::view::{El, el, listen, react};
use crate::browser::{clock, dom, frame, later};
use crate::chat::Chat;
use crate::config::Label;
use crate::json::Json;

/// What is typed to be found.
pub(super) const FIND: &str = "find";
/// What the rows stand in.
const ROWS: &str = "rows";
/// What was deleted so long ago is erased, in milliseconds.
const HOUR: u64 = 60 * 60 * 1000;
/// The line that says what was done, with the way back.
const LINE: &str = "line";

/// The button that opens and closes it, where conversations are kept.
pub(super) fn opener(chat: Chat, header: El) -> El {
    let button = move || {
        icon_button("tool", "history-open", LIST, chat.label(Label::Conversations))
            .attr_of("aria-expanded", move || chat.history.get().to_string())
            .on("click", move |_| chat.later(later_toggle, ()))
    };
    header.when(move || chat.has_history(), button)
}

fn later_toggle(chat: Chat, (): ()) {
    let is_open = chat.history.get_untracked();
    set_open(chat, !is_open);
}

/// Appends the section to the panel, while it is open.
pub(super) fn history(chat: Chat, panel: El) -> El {
    let is_open = move || chat.history.get() && chat.has_history();
    panel.attr_if("data-history", is_open).when(is_open, move || section(chat))
}

fn section(chat: Chat) -> El {
    let section = el("section", "history").part("history");
    let section = section.attr("aria-label", &chat.text_now(Label::Conversations));
    for event in ["click", "input", "change", "submit", "keydown"] {
        let act = move |event| {
            if let Some(door) = later::try_open(acts::later_act as fn(Chat, dom::Event)) {
                door(chat, event);
            }
        };
        listen(section.node(), event, Box::new(act));
    }
    let root = section.node().clone();
    // It was opened through a door already.
    if let Some(door) = later::try_open(later_fill as fn(Chat, dom::Element)) {
        door(chat, root.clone());
    }
    react(Box::new(move || {
        chat.kept.track();
        chat.conversation.track();
        rows::show_soon(chat, &root);
    }));
    section
}

fn later_fill(chat: Chat, root: dom::Element) {
    let text = |label| chat.text_now(label);
    let tool = |does: &'static str, path, label| {
        let name = text(label);
        button("tool", does).attr(DO, does).attr("title", &name).attr("aria-label", &name).child(icon(path))
    };
    let bar = el("div", "top")
        .child(el("h2", "heading").text(&text(Label::Conversations)))
        .child(tool("anew", NEW, Label::NewThread))
        .child(tool("files", MORE, Label::More).attr("aria-expanded", "false"))
        .child(tool("shut", CLOSE, Label::CloseConversations));
    let search = text(Label::Search);
    let find = el("input", FIND).part("find").attr("type", "search").attr("placeholder", &search);
    let find = find.attr("aria-label", &search).attr("autocomplete", "off").attr("spellcheck", "false");
    let rows = el("div", ROWS).part("conversations");
    let line = el("div", LINE).part("history-line");
    for child in [bar, find, line, rows] {
        dom::append(&root, child.node());
    }
    frame::soon(move || focus_first(&root));
    // Those that were deleted can be brought back as long as somebody may look at them.
    let request = Json::object([("before", clock::unix_milliseconds().saturating_sub(HOUR).into())]);
    frame::spawn(async move {
        chat.ask_archive("purge", &request).await;
    });
}

/// Fingers would get the keyboard of the screen over the list.
fn focus_first(root: &dom::Element) {
    let first = if dom::matches_media("(pointer: fine)") { ".find" } else { "[data-do=shut]" };
    if let Some(first) = dom::find(root, first) {
        dom::focus(&first);
    }
}

fn set_open(chat: Chat, is_open: bool) {
    chat.history.set(is_open);
    if !is_open {
        // What search has read is not needed any longer.
        frame::spawn(async move {
            chat.ask_archive("rest", &Json::object([])).await;
        });
    }
}

/// Closes it; the focus goes to what opened it.
fn shut(chat: Chat, root: &dom::Element) {
    let panel = dom::closest(root, "panel");
    set_open(chat, false);
    frame::soon(move || {
        if let Some(opener) = panel.and_then(|panel| dom::find(&panel, "[part=history-open]")) {
            dom::focus(&opener);
        }
    });
}

/// Says something in the section's own line, and to who cannot see it; with buttons, by what they do.
fn say(chat: Chat, root: &dom::Element, words: &str, buttons: &[(&'static str, Label)]) {
    let Some(line) = dom::find(root, ".line") else { return };
    dom::empty(&line);
    if words.is_empty() {
        return;
    }
    dom::append(&line, el("p", "").text(words).node());
    for (does, label) in buttons {
        let name = chat.text_now(*label);
        dom::append(&line, button("item", does).attr(DO, does).text(&name).node());
    }
    chat.say(words.to_owned());
}

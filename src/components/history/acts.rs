//! What presses do in the list of conversations.
//!
//! **Invariant:** nothing is erased that cannot come back, but by the one button that says so. What was pressed keeps the
//! focus, or gives it to what took its place.

use super::change::{bring_back, change, delete, rename};
use super::keys::key;
use super::menus::{close_menu, edit, menu, menu_of, tidy};
use super::rows::{self, PINNED, conversation_of};
use super::{FIND, files, hits, say, set_open, shut};
use crate::browser::{dom, frame};
use crate::chat::Chat;
use crate::components::actions::{DO, focus_soon};
use crate::config::Label;
use crate::conversation::Id;
use crate::text::digits;

/// A press, a key or a text in the section.
pub(super) fn later_act(chat: Chat, event: dom::Event) {
    let Some(target) = event.target() else { return };
    let Some(root) = dom::closest(&target, "history") else { return };
    match event.type_().as_str() {
        "click" => {
            if let Some(button) = dom::closest_of(&target, "[data-do]") {
                press(chat, &root, &button);
            }
        }
        "input" if dom::closest(&target, FIND).is_some() => {
            tidy(&root);
            hits::begin_anew(&root);
            rows::later_show(chat, &root);
        }
        "change" => files::take(chat, &root, &target),
        "submit" => {
            event.prevent_default();
            if let Some(form) = dom::closest_of(&target, "form") {
                rename(chat, &root, &form);
            }
        }
        "keydown" => key(chat, &root, &target, &event),
        _ => {}
    }
}

fn press(chat: Chat, root: &dom::Element, button: &dom::Element) {
    let does = button.get_attribute(DO).unwrap_or_default();
    let of = conversation_of(button);
    let is_menu = matches!(does.as_str(), "menu" | "files");
    if !is_menu && let Some(opener) = close_menu(button) {
        dom::focus(&opener);
    }
    match (does.as_str(), of) {
        ("shut", _) => shut(chat, root),
        ("anew", _) => {
            chat.new_thread();
            leave_view(chat, root);
            if let Some(panel) = dom::closest(root, "panel") {
                dom::focus_home_in(&panel);
            }
        }
        ("files", _) => menu(chat, root, button, files::MENU),
        ("menu", Some((row, _))) => menu(chat, root, button, menu_of(&row)),
        ("show", Some((row, id))) => show(chat, root, &row, id),
        ("rename", Some((row, _))) => edit(chat, root, &row),
        ("pin", Some((row, id))) => {
            let is = !row.has_attribute(PINNED);
            change(chat, root, "pin", id, &[("is", is.into())]);
        }
        ("delete", Some((_, id))) => delete(chat, root, id),
        ("bring-back", _) => bring_back(chat, root, button),
        ("save-markdown", of) => files::save(chat, root, of.map(|(_, id)| id), "markdown"),
        ("save-json", of) => files::save(chat, root, of.map(|(_, id)| id), "json"),
        ("clear", _) => {
            let buttons = [("erase", Label::Erase), ("keep", Label::Cancel)];
            say(chat, root, &chat.text_now(Label::ClearSure), &buttons);
            if let Some(keep) = dom::find(root, "[data-do=keep]") {
                dom::focus(&keep);
            }
        }
        ("erase", _) => files::erase(chat, root),
        ("more-hits", _) => hits::show_more(chat, root),
        ("keep", _) => {
            say(chat, root, "", &[]);
            focus_soon(root, "[data-do=files]".to_owned());
        }
        _ => {}
    }
}

/// Shows a conversation, and in it the message that was found.
fn show(chat: Chat, root: &dom::Element, row: &dom::Element, id: Id) {
    let hit = row.get_attribute("data-hit").and_then(|hit| Id::read(&hit));
    let root = root.clone();
    frame::spawn(async move {
        if !chat.open_conversation(id).await {
            return say(chat, &root, &chat.text_now(Label::ConversationGone), &[]);
        }
        let found = match hit {
            Some(hit) => chat.reveal(hit).await,
            None => None,
        };
        let panel = dom::closest(&root, "panel");
        leave_view(chat, &root);
        if let (Some(found), Some(panel)) = (found, panel) {
            frame::after(100, move || {
                let selector = ["[data-message=\"", &digits(found.id), "\"]"].concat();
                if let Some(message) = dom::find(&panel, &selector) {
                    dom::set_attribute(&message, "tabindex", "-1");
                    dom::focus(&message);
                    dom::bring_to_top("log", &message);
                }
            });
        }
    });
}

/// Behind a view that covers the thread, what was chosen is shown; a drawer stays.
fn leave_view(chat: Chat, root: &dom::Element) {
    let panel = dom::closest(root, "panel");
    let covers = panel.is_some_and(|panel| root.client_width() + 2 >= panel.client_width());
    if covers {
        dom::send_focus_home(root);
        set_open(chat, false);
        if let Some(panel) = dom::closest(root, "panel") {
            frame::soon(move || dom::focus_home_in(&panel));
        }
    }
}

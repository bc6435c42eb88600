//! What presses do in the list of conversations.
//!
//! **Invariant:** nothing is erased that cannot come back, but by the one button that says so. What was pressed keeps the
//! focus, or gives it to what took its place.

use super::keys::key;
use super::menus::{close_form, close_menu, edit, menu, menu_of, tidy};
use super::rows::{self, OF, PINNED, conversation_of};
use super::{FIND, files, hits, say, set_open, shut};
use crate::browser::{dom, frame};
use crate::chat::{Chat, Phase};
use crate::components::actions::{DO, focus_soon};
use crate::config::Label;
use crate::conversation::Id;
use crate::json::Json;
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

fn rename(chat: Chat, root: &dom::Element, form: &dom::Element) {
    let (Some((row, id)), Some(field)) = (conversation_of(form), dom::find(form, "input")) else { return };
    let title = dom::value(&field);
    close_form(&row);
    if title.trim().is_empty() {
        return rows::later_show(chat, root);
    }
    change(chat, root, "rename", id, &[("title", title.trim().into())]);
}

/// Has the archive change a conversation; the list is drawn anew then.
fn change(chat: Chat, root: &dom::Element, what: &'static str, id: Id, with: &[(&'static str, Json)]) {
    let mut request = Json::object([("conversation", id.text().into())]);
    with.iter().for_each(|(name, value)| request.set(name, value.clone()));
    let root = root.clone();
    frame::spawn(async move {
        chat.ask_archive(what, &request).await;
        rows::later_show(chat, &root);
    });
}

/// Takes a conversation out of the list; it can come back.
fn delete(chat: Chat, root: &dom::Element, id: Id) {
    let was_shown = chat.conversation.get_untracked() == Some(id);
    if was_shown && chat.phase_now() != Phase::Idle {
        chat.stop();
    }
    if was_shown {
        chat.new_thread();
    }
    change(chat, root, "remove", id, &[]);
    say(chat, root, &chat.text_now(Label::ConversationDeleted), &[("bring-back", Label::Undo)]);
    if let Some(undo) = dom::find(root, "[data-do=bring-back]") {
        dom::set_attribute(&undo, OF, &id.text());
        if was_shown {
            dom::toggle_attribute(&undo, "data-shown", true);
        }
        dom::focus(&undo);
    }
}

fn bring_back(chat: Chat, root: &dom::Element, button: &dom::Element) {
    let Some(id) = button.get_attribute(OF).and_then(|id| Id::read(&id)) else { return };
    let (root, is_shown) = (root.clone(), button.has_attribute("data-shown"));
    frame::spawn(async move {
        chat.ask_archive("restore", &Json::object([("conversation", id.text().into())])).await;
        if is_shown {
            chat.open_conversation(id).await;
        }
        rows::show(chat, &root).await;
        // What was pressed goes now.
        let selector = [".rows [data-conversation=\"", &id.text(), "\"] .name"].concat();
        if let Some(name) = dom::find(&root, &selector).or_else(|| dom::find(&root, ".find")) {
            dom::focus(&name);
        }
        say(chat, &root, "", &[]);
        chat.say(chat.text_now(Label::ConversationBack));
    });
}

//! What a press on a button of a message does, and what its keys do.
//!
//! **Invariant:** what makes no sense now does nothing; the focus goes to where what was pressed is then.

use super::{DO, ID, is_question, name, position_text};
use crate::browser::view::el;
use crate::browser::{clipboard, dom, frame, later};
use crate::chat::{Chat, Entry};
use crate::components::code::{SAID_FOR, copy_text};
use crate::components::icon::{CHECK, COPY, button as plain_button, icon};
use crate::components::{blocks, form, link, marks};
use crate::config::Label;
use crate::text::{digits, number};

/// Does what the button is for that was pressed in a message, if it was one.
pub(in crate::components) fn clicked(chat: Chat, event: &dom::Event) {
    let Some(target) = event.target() else { return };
    if let Some(button) = dom::closest_of(&target, "[data-do], .act") {
        // A button in a link is not the link.
        event.prevent_default();
        chat.later(later_clicked, button);
    }
}

fn later_clicked(chat: Chat, button: dom::Element) {
    if !button.has_attribute(DO) {
        return blocks::clicked(chat, button);
    }
    let Some((article, entry)) = message_of(chat, &button) else { return };
    let does = button.get_attribute(DO).unwrap_or_default();
    match does.as_str() {
        "copy" => copy(chat, &entry, button),
        "copy-text" => copy_text(chat, button, dom::visible_text(&article, "content")),
        "regenerate" => chat.regenerate(entry),
        "edit" => form::edit(chat, &article, &entry),
        "previous" | "next" => step(chat, &button, &entry, does == "next"),
        "more" => more(chat, &button, &entry),
        "quote" => quote(chat, &article, &entry),
        "pin" => pin(chat, &article, &entry, &button),
        "delete" => delete(chat, &article, &entry),
        "save" => form::save(chat, &article, &entry),
        "cancel" => form::cancel(chat, &article, &entry),
        thumb => form::rate(chat, &article, &entry, thumb),
    }
}

/// The message in which something stands.
pub(super) fn message_of(chat: Chat, button: &dom::Element) -> Option<(dom::Element, Entry)> {
    let article = dom::closest(button, "message")?;
    let entry = chat.entry_of(number(&article.get_attribute(ID)?)?)?;
    Some((article, entry))
}

/// Does what a key is for in a message: arrows step, Escape closes what is open, or, wherever the focus is, takes away
/// what a link says.
pub(in crate::components) fn pressed(chat: Chat, event: dom::Event) {
    // Behind a door that is shut no box and no menu has been opened yet.
    if let Some(door) = later::try_open(later_pressed as fn(Chat, dom::Event)) {
        door(chat, event);
    }
}

fn later_pressed(chat: Chat, event: dom::Event) {
    let event = &event;
    let (Some(key), Some(target)) = (dom::key(event), event.target()) else { return };
    if let Some(form) = dom::closest(&target, "edit") {
        return form::pressed(key, &form);
    }
    if key.key() == "Escape" && !key.default_prevented() && link::hide_host(&target) {
        return key.prevent_default();
    }
    let Some(row) = dom::closest(&target, "actions") else { return };
    let name = key.key();
    let arrow = matches!(name.as_str(), "ArrowLeft" | "ArrowRight");
    if arrow
        && let Some(button) = dom::closest_of(&target, ".alternatives > *")
        && let Some((_, entry)) = message_of(chat, &button)
    {
        key.prevent_default();
        let forward =
            if button.matches(":dir(rtl)").unwrap_or_default() { "ArrowLeft" } else { "ArrowRight" };
        step(chat, &button, &entry, name == forward);
    } else if name == "Escape" && dom::find(&row, ".menu").is_some() {
        key.prevent_default();
        dom::click_on(&row, "more");
        if let Some((_, entry)) = message_of(chat, &row) {
            focus_soon(&row, button_of(&entry, "more"));
        }
    }
}

/// Sends the focus home if it is on a button that goes because an answer is asked for.
pub(in crate::components) fn leave(list: &dom::Element) {
    let (Some(panel), Some(focused)) = (dom::closest(list, "panel"), dom::focused_element()) else { return };
    if panel.contains(Some(&focused)) && dom::closest_of(&focused, ".asks, .idle").is_some() {
        dom::send_focus_home(&focused);
    }
}

/// Gives the focus to what a selector finds in the panel around `inside`, once what changed is drawn.
pub(in crate::components) fn focus_soon(inside: &dom::Element, selector: String) {
    let panel = dom::closest(inside, "panel");
    frame::soon(move || {
        if let Some(found) = panel.and_then(|panel| dom::find(&panel, &selector)) {
            dom::focus(&found);
        }
    });
}

/// The selector of a button of a message.
pub(in crate::components) fn button_of(entry: &Entry, does: &str) -> String {
    ["[data-message=\"", &digits(entry.id), "\"] [data-do=", does, "]"].concat()
}

fn step(chat: Chat, button: &dom::Element, entry: &Entry, is_forward: bool) {
    if let Some(shown) = chat.step(entry, is_forward) {
        chat.say(position_text(chat, chat.position(&shown)));
        let does = button.get_attribute(DO).unwrap_or_default();
        focus_soon(button, button_of(&shown, &does));
    }
}

/// Opens or closes the row of the rarer ones.
fn more(chat: Chat, button: &dom::Element, entry: &Entry) {
    let Some(row) = button.parent_element() else { return };
    let menu = dom::find(&row, ".menu");
    dom::set_attribute(button, "aria-expanded", if menu.is_none() { "true" } else { "false" });
    if let Some(menu) = menu {
        return dom::remove(&menu);
    }
    let item = |class, does, label| plain_button(class, does).attr(DO, does).text(&chat.text_now(label));
    let as_text = (!is_question(entry)).then(|| item("item", "copy-text", Label::CopyText));
    let menu = el("div", "menu").part("menu").children(as_text);
    let is_pinned = chat.is_pinned(entry);
    // Without a limit all is sent.
    let pin = (is_pinned || chat.window_now().is_some())
        .then(|| item("item", "pin", Label::Pin).attr("aria-pressed", pressed_text(is_pinned)));
    let menu = menu.child(item("item", "quote", Label::Quote)).children(pin);
    let menu = menu.child(item("item idle", "delete", Label::Delete));
    dom::append(&row, menu.node());
    dom::bring_into("log", menu.node());
}

/// Puts what is selected of a message, or all of it, into the composer.
fn quote(chat: Chat, article: &dom::Element, entry: &Entry) {
    let selected = dom::selected_in(article).unwrap_or_default();
    let text = match selected.trim() {
        "" => entry.message.with_untracked(|message| message.text().to_owned()),
        selected => selected.to_owned(),
    };
    let mut draft = chat.draft.get_untracked();
    if !draft.is_empty() {
        draft.truncate(draft.trim_end().len());
        draft.push_str("\n\n");
    }
    for line in text.trim().lines() {
        draft.push_str("> ");
        draft.push_str(line);
        draft.push('\n');
    }
    draft.push('\n');
    chat.draft.set(draft);
    focus_soon(article, ".composer textarea".to_owned());
}

/// Pins a message, or takes the pin away.
fn pin(chat: Chat, article: &dom::Element, entry: &Entry, button: &dom::Element) {
    let is = !chat.is_pinned(entry);
    chat.pin(entry, is);
    dom::set_attribute(button, "aria-pressed", pressed_text(is));
    marks::mark(chat, entry, article);
}

fn pressed_text(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

fn delete(chat: Chat, article: &dom::Element, entry: &Entry) {
    chat.delete(entry);
    focus_soon(article, "[part=undo]".to_owned());
}

fn copy(chat: Chat, entry: &Entry, button: dom::Element) {
    let text = entry.message.with_untracked(|message| message.text().to_owned());
    frame::spawn(async move {
        let done = clipboard::copy(&text, &button).await;
        let said = chat.copy_outcome(done);
        name(&button, &said);
        chat.say(said);
        show_icon(&button, if done { CHECK } else { COPY });
        frame::after(SAID_FOR, move || {
            name(&button, &chat.text_now(Label::Copy));
            show_icon(&button, COPY);
        });
    });
}

fn show_icon(button: &dom::Element, path: &'static str) {
    dom::empty(button);
    dom::append(button, icon(path).node());
}

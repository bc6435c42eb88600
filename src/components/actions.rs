//! What can be done with a message: the buttons below it, and what a press on one does.
//!
//! Four at most stand there at once; the rarer ones are made when they are first wanted. What would ask or change the
//! conversation is hidden by the style sheet while an answer arrives (`idle`, `asks`) or there is nobody to ask (`asks`).
//! **Invariant:** no button of a message has a listener or a signal: the list's one comes here.

use super::code::{SAID_FOR, copy_text};
use super::form;
use super::icon::{BAD, CHECK, COPY, EDIT, GOOD, MORE, NEXT, PREVIOUS, RETRY, button, icon};
use crate::browser::view::{El, el, react};
use crate::browser::{clipboard, dom, frame};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::protocol::Role;
use crate::text::digits;

/// The attribute that says which message an element is.
pub(super) const ID: &str = "data-message";
/// The attribute that says what a button does.
pub(super) const DO: &str = "data-do";

/// The buttons below a message.
pub(super) fn actions(chat: Chat, entry: &Entry) -> El {
    let is_question = is_question(entry);
    let row = el("div", "actions").part("actions").child(action(chat, "action", "copy", COPY, Label::Copy));
    let row = row.child(if is_question {
        action(chat, "action asks", "edit", EDIT, Label::Edit)
    } else {
        action(chat, "action asks", "regenerate", RETRY, Label::Regenerate)
    });
    let row = if is_question || !chat.wants_feedback() { row } else { thumbs(chat, entry, row) };
    let more = action(chat, "action", "more", MORE, Label::More).attr("aria-expanded", "false");
    row.child(more).children(alternatives(chat, entry, is_question))
}

fn is_question(entry: &Entry) -> bool {
    entry.message.with_untracked(|message| message.role == Role::User)
}

/// A button that is an icon; its part is what it does.
fn action(chat: Chat, class: &'static str, does: &'static str, path: &'static str, label: Label) -> El {
    let button = button(class, does).attr(DO, does).child(icon(path));
    name(button.node(), &chat.text_now(label));
    button
}

fn name(button: &dom::Element, name: &str) {
    dom::set_attribute(button, "title", name);
    dom::set_attribute(button, "aria-label", name);
}

fn thumbs(chat: Chat, entry: &Entry, row: El) -> El {
    let rating = chat.rating(entry).map(|rating| rating.is_up);
    let pressed = |is: bool| if rating == Some(is) { "true" } else { "false" };
    let good = action(chat, "action", "up", GOOD, Label::Good).attr("aria-pressed", pressed(true));
    row.child(good)
        .child(action(chat, "action", "down", BAD, Label::Bad).attr("aria-pressed", pressed(false)))
}

/// The steps between alternatives, where there are several: messages beside this one, and the answers within each.
fn alternatives(chat: Chat, entry: &Entry, is_question: bool) -> Option<El> {
    let choices = entry.message.with_untracked(|message| message.choices().len());
    if choices < 2 && entry.total < 2 {
        return None;
    }
    let labels = if is_question {
        (Label::PreviousQuestion, Label::NextQuestion)
    } else {
        (Label::Previous, Label::Next)
    };
    let previous = action(chat, "action", "previous", PREVIOUS, labels.0);
    let next = action(chat, "action", "next", NEXT, labels.1);
    let position = el("span", "position");
    let (steps, shown) = ([previous.node().clone(), next.node().clone()], position.node().clone());
    let (message, entry) = (entry.message.clone(), entry.clone());
    let show = move || {
        let (number, total) = chat.position(&entry);
        shown.set_text_content(Some(&position_text(chat, (number, total))));
        for (step, is_at_end) in steps.iter().zip([number == 1, number == total]) {
            dom::set_attribute(step, "aria-disabled", if is_at_end { "true" } else { "false" });
        }
    };
    if choices < 2 {
        show();
    } else {
        react(Box::new(move || {
            message.track();
            show();
        }));
    }
    let steps = el("span", "alternatives idle").part("alternatives");
    Some(steps.child(previous).child(position).child(next))
}

fn position_text(chat: Chat, (number, total): (usize, usize)) -> String {
    let (number, total) = (digits(number as u64), digits(total as u64));
    chat.text_with(Label::Alternative, &[("number", &number), ("total", &total)])
}

/// Does what the button is for that was pressed, if it was one.
pub(super) fn clicked(chat: Chat, event: &dom::Event) {
    let Some(button) = event.target().and_then(|target| dom::closest_of(&target, "[data-do]")) else {
        return;
    };
    let Some((article, entry)) = message_of(chat, &button) else { return };
    let does = button.get_attribute(DO).unwrap_or_default();
    match does.as_str() {
        "copy" => copy(chat, &entry, button),
        "copy-text" => copy_text(chat, button, dom::visible_text(&article, "content")),
        "regenerate" => chat.regenerate(entry),
        "edit" => form::edit(chat, &article, &entry),
        "previous" | "next" => step(chat, &button, &entry, does == "next"),
        "more" => more(chat, &button, is_question(&entry)),
        "quote" => quote(chat, &article, &entry),
        "delete" => delete(chat, &article, &entry),
        "save" => form::save(chat, &article, &entry),
        "cancel" => form::cancel(&article, &entry),
        thumb => form::rate(chat, &article, &entry, thumb),
    }
}

fn message_of(chat: Chat, button: &dom::Element) -> Option<(dom::Element, Entry)> {
    let article = dom::closest(button, "message")?;
    let entry = chat.entry_of(article.get_attribute(ID)?.parse().ok()?)?;
    Some((article, entry))
}

/// Does what a key is for in a message: arrows step, Escape closes.
pub(super) fn pressed(chat: Chat, event: &dom::Event) {
    let (Some(key), Some(target)) = (dom::key(event), event.target()) else { return };
    if let Some(form) = dom::closest(&target, "edit") {
        return form::pressed(key, &form);
    }
    let Some(row) = dom::closest(&target, "actions") else { return };
    let name = key.key();
    let arrow = matches!(name.as_str(), "ArrowLeft" | "ArrowRight");
    if arrow
        && let Some(button) = dom::closest_of(&target, ".alternatives > *")
        && let Some((_, entry)) = message_of(chat, &button)
    {
        key.prevent_default();
        step(chat, &button, &entry, name == "ArrowRight");
    } else if name == "Escape" && dom::find(&row, ".menu").is_some() {
        key.prevent_default();
        dom::click_on(&row, "more");
        if let Some((_, entry)) = message_of(chat, &row) {
            focus_soon(&row, button_of(&entry, "more"));
        }
    }
}

/// Sends the focus home if it is on a button that goes because an answer is asked for.
pub(super) fn leave(list: &dom::Element) {
    let (Some(panel), Some(focused)) = (dom::closest(list, "panel"), dom::focused_element()) else { return };
    if panel.contains(Some(&focused)) && dom::closest_of(&focused, ".asks, .idle").is_some() {
        dom::send_focus_home(&focused);
    }
}

/// Gives the focus to what a selector finds in the panel around `inside`, once what changed is drawn.
pub(super) fn focus_soon(inside: &dom::Element, selector: String) {
    let panel = dom::closest(inside, "panel");
    frame::soon(move || {
        if let Some(found) = panel.and_then(|panel| dom::find(&panel, &selector)) {
            dom::focus(&found);
        }
    });
}

/// The selector of a button of a message.
pub(super) fn button_of(entry: &Entry, does: &str) -> String {
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
fn more(chat: Chat, button: &dom::Element, is_question: bool) {
    let Some(row) = button.parent_element() else { return };
    let menu = dom::find(&row, ".menu");
    dom::set_attribute(button, "aria-expanded", if menu.is_none() { "true" } else { "false" });
    if let Some(menu) = menu {
        return dom::remove(&menu);
    }
    let item = |class, does, label| self::button(class, does).attr(DO, does).text(&chat.text_now(label));
    let plain = (!is_question).then(|| item("item", "copy-text", Label::CopyText));
    let menu = el("div", "menu").part("menu").children(plain);
    let menu = menu.child(item("item", "quote", Label::Quote));
    dom::append(&row, menu.child(item("item idle", "delete", Label::Delete)).node());
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

//! What can be done with a message: the buttons below it, and what a press on one does.
//!
//! Four at most stand there at once, those of earlier messages from when they are seen (`turns`); the rarer ones are made
//! when they are first wanted. What would ask or change the conversation is hidden by the style sheet while an answer
//! arrives (`idle`, `asks`) or there is nobody to ask (`asks`).
//! **Invariant:** no button of a message has a listener or a signal: the list's one comes to `pressed`.

mod pressed;

use super::icon::{BAD, COPY, EDIT, GOOD, MORE, NEXT, PREVIOUS, RETRY, button, icon};
use crate::browser::dom;
use crate::browser::view::{El, el, react};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::protocol::Role;
use crate::text::digits;

use pressed::message_of;
pub(super) use pressed::{button_of, clicked, focus_soon, leave, pressed};

/// The attribute that says which message an element is.
pub(super) const ID: &str = "data-message";
/// The attribute that says what a button does.
pub(super) const DO: &str = "data-do";

/// The buttons below a message; of one that `is_bare` the place for them, unless there is more than [`complete`] makes.
pub(super) fn actions(chat: Chat, entry: &Entry, is_bare: bool) -> El {
    let row = el("div", "actions").part("actions");
    match alternatives(chat, entry) {
        None if is_bare => row,
        steps => buttons(chat, entry, row).children(steps),
    }
}

/// Makes the buttons for which there is only the place yet.
pub(super) fn complete(chat: Chat, row: dom::Element) {
    if row.first_element_child().is_none()
        && let Some((_, entry)) = message_of(chat, &row)
    {
        buttons(chat, &entry, El::wrap(row));
    }
}

fn buttons(chat: Chat, entry: &Entry, row: El) -> El {
    let is_question = is_question(entry);
    let row = row.child(action(chat, "action", "copy", COPY, Label::Copy));
    let row = row.child(if is_question {
        action(chat, "action asks", "edit", EDIT, Label::Edit)
    } else {
        action(chat, "action asks", "regenerate", RETRY, Label::Regenerate)
    });
    let row = if is_question || !chat.wants_feedback() { row } else { thumbs(chat, entry, row) };
    let more = action(chat, "action", "more", MORE, Label::More).attr("aria-expanded", "false");
    row.child(more)
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
fn alternatives(chat: Chat, entry: &Entry) -> Option<El> {
    let choices = entry.message.with_untracked(|message| message.choices().len());
    if choices < 2 && entry.total < 2 {
        return None;
    }
    let place = el("span", "alternatives idle").part("alternatives");
    chat.unasked_later(later_steps, (entry.clone(), place.clone()));
    Some(place)
}

fn later_steps(chat: Chat, (entry, place): (Entry, El)) {
    let labels = if is_question(&entry) {
        (Label::PreviousQuestion, Label::NextQuestion)
    } else {
        (Label::Previous, Label::Next)
    };
    let previous = action(chat, "action", "previous", PREVIOUS, labels.0);
    let next = action(chat, "action", "next", NEXT, labels.1);
    let position = el("span", "position");
    let (steps, shown) = ([previous.node().clone(), next.node().clone()], position.node().clone());
    let message = entry.message.clone();
    let show = move || {
        let (number, total) = chat.position(&entry);
        shown.set_text_content(Some(&position_text(chat, (number, total))));
        for (step, is_at_end) in steps.iter().zip([number == 1, number == total]) {
            dom::set_attribute(step, "aria-disabled", if is_at_end { "true" } else { "false" });
        }
    };
    if message.with_untracked(|message| message.choices().len()) < 2 {
        show();
    } else {
        react(Box::new(move || {
            message.track();
            show();
        }));
    }
    drop(place.child(previous).child(position).child(next));
}

fn position_text(chat: Chat, (number, total): (usize, usize)) -> String {
    let (number, total) = (digits(number as u64), digits(total as u64));
    chat.text_with(Label::Alternative, &[("number", &number), ("total", &total)])
}

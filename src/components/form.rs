//! A text box in a message: for another wording of a question, or for a comment on an answer.
//!
//! **Invariant:** made when it is wanted, without listeners of its own; Enter is its last button, Escape its first one, and
//! when it goes the focus goes back to what opened it. What was typed and neither taken nor left comes back where the
//! message is drawn anew.

use std::cell::{Cell, RefCell};

use super::actions::{DO, ID, button_of, focus_soon};
use super::composer::sends;
use super::icon::button;
use crate::browser::view::el;
use crate::browser::{dom, frame};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::conversation::{Feedback, Id};
use crate::text::digits;

/// What opened it.
const FOR: &str = "data-for";
const EDITING: &str = "editing";
/// How often it is looked whether a message with a box was drawn anew, in milliseconds.
const LOOK: i32 = 200;

/// The boxes that are open.
#[derive(Default)]
struct Opened {
    boxes: RefCell<Vec<Typed>>,
    /// It is being looked whether they are still there.
    is_watched: Cell<bool>,
}

/// A box of a message, in a panel.
struct Typed {
    message: Id,
    form: dom::Element,
    field: dom::Element,
    panel: dom::Element,
    /// It had the focus when it was last looked at.
    is_used: Cell<bool>,
}

/// Puts the text of a question into a box in its place.
pub(super) fn edit(chat: Chat, article: &dom::Element, entry: &Entry) {
    if form(article).is_none() {
        let text = entry.message.with_untracked(|message| message.text().to_owned());
        dom::focus(&open(chat, article, entry, "edit", &text));
        show(article);
    }
}

/// Takes a thumb, and offers a box for more words below the answer.
pub(super) fn rate(chat: Chat, article: &dom::Element, entry: &Entry, thumb: &str) {
    let (before, is_up) = (chat.rating(entry), thumb == "up");
    let is_new = before.as_ref().is_none_or(|before| before.is_up != is_up);
    let comment = before.map(|before| before.comment).unwrap_or_default();
    match form(article) {
        Some(form) if is_new => dom::set_attribute(&form, FOR, thumb),
        Some(form) => {
            chat.closed(entry);
            dom::remove(&form);
        }
        None => {
            open(chat, article, entry, if is_up { "up" } else { "down" }, &comment);
            show(article);
        }
    }
    if is_new {
        chat.rate(entry, Feedback { is_up, comment });
        for (does, is) in [("up", is_up), ("down", !is_up)] {
            if let Some(thumb) = dom::find(article, &["[data-do=", does, "]"].concat()) {
                dom::set_attribute(&thumb, "aria-pressed", if is { "true" } else { "false" });
            }
        }
        chat.say(chat.text_now(Label::Thanks));
    }
}

fn form(article: &dom::Element) -> Option<dom::Element> {
    dom::find(article, ".edit")
}

/// Brings the box into view.
fn show(article: &dom::Element) {
    if let Some(form) = form(article) {
        dom::bring_into("log", &form);
    }
}

/// Opens a box; gives the field.
fn open(chat: Chat, article: &dom::Element, entry: &Entry, what: &str, text: &str) -> dom::Element {
    let (name, save) =
        if what == "edit" { (Label::Edit, Label::Save) } else { (Label::Comment, Label::SendComment) };
    let (name, field) = (chat.text_now(name), el("textarea", "").attr("rows", "2").attr("dir", "auto"));
    let field = field.attr("aria-label", &name).attr("placeholder", &name);
    dom::set_value(field.node(), text);
    let act = |class, does, label| button(class, does).attr(DO, does).text(&chat.text_now(label));
    let save = act(if what == "edit" { "save asks" } else { "save" }, "save", save);
    let buttons = el("div", "").child(act("item", "cancel", Label::Cancel)).child(save);
    let form = el("div", "edit").part("form").attr(FOR, what).child(field.clone()).child(buttons);
    if what == "edit" {
        let _ = article.class_list().toggle(EDITING);
    }
    dom::append(article, form.node());
    let (form, field) = (form.node().clone(), field.node().clone());
    if let Some(panel) = dom::closest(article, "panel") {
        let (field, is_used) = (field.clone(), Cell::default());
        chat.opened(Typed { message: entry.node, form, field, panel, is_used });
    }
    field
}

impl Chat {
    fn opened(self, typed: Typed) {
        let opened = self.own::<Opened>();
        opened.boxes.borrow_mut().push(typed);
        if !opened.is_watched.replace(true) {
            frame::every(LOOK, Box::new(move || self.open_again()));
        }
    }

    /// What was typed was taken, or left.
    fn closed(self, entry: &Entry) {
        self.own::<Opened>().boxes.borrow_mut().retain(|typed| typed.message != entry.node);
    }

    /// Opens the boxes of messages that were drawn anew. False, if there is none left to look after.
    fn open_again(self) -> bool {
        let opened = self.own::<Opened>();
        let (there, gone): (Vec<Typed>, Vec<Typed>) =
            opened.boxes.take().into_iter().partition(|typed| typed.field.is_connected());
        let focused = dom::focused_element();
        there.iter().for_each(|typed| typed.is_used.set(focused.as_ref() == Some(&typed.field)));
        opened.boxes.replace(there);
        gone.iter().for_each(|typed| self.open_anew(typed));
        let is_some = !opened.boxes.borrow().is_empty();
        opened.is_watched.set(is_some);
        is_some
    }
}

impl Chat {
    fn open_anew(self, typed: &Typed) {
        // Not there: it was deleted, or the widget has gone.
        let mut all = self.entries.try_get_untracked().unwrap_or_default().into_iter();
        let Some(entry) = all.rfind(|entry| entry.node == typed.message) else { return };
        let place = ["[", ID, "=\"", &digits(entry.id), "\"]"].concat();
        let article = dom::find(&typed.panel, &place).filter(|_| typed.panel.is_connected());
        let Some(article) = article else { return };
        // A thumb that was pressed meanwhile has opened one.
        self.closed(&entry);
        let what = match form(&article) {
            Some(now) => take_away(&article, &now),
            None => typed.form.get_attribute(FOR).unwrap_or_default(),
        };
        let field = open(self, &article, &entry, &what, &dom::value(&typed.field));
        if typed.is_used.get() {
            dom::focus(&field);
        }
    }
}

/// Takes what was typed, if it can be taken now.
pub(super) fn save(chat: Chat, article: &dom::Element, entry: &Entry) {
    let Some((form, field)) = form(article).zip(dom::find(article, "textarea")) else { return };
    let (what, text) = (form.get_attribute(FOR).unwrap_or_default(), dom::value(&field));
    if what == "edit" {
        if chat.edit(entry, &text) {
            chat.closed(entry);
        }
        return;
    }
    chat.rate(entry, Feedback { is_up: what == "up", comment: text });
    cancel(chat, article, entry);
    chat.say(chat.text_now(Label::Thanks));
}

/// Leaves everything as it was.
pub(super) fn cancel(chat: Chat, article: &dom::Element, entry: &Entry) {
    let Some(form) = form(article) else { return };
    chat.closed(entry);
    let what = take_away(article, &form);
    focus_soon(article, button_of(entry, &what));
}

/// Takes a box away; gives what had opened it.
fn take_away(article: &dom::Element, form: &dom::Element) -> String {
    let what = form.get_attribute(FOR).unwrap_or_default();
    dom::remove(form);
    if what == "edit" {
        let _ = article.class_list().toggle(EDITING);
    }
    what
}

/// A key in a box.
pub(super) fn pressed(key: &dom::KeyboardEvent, form: &dom::Element) {
    let does = match key.key().as_str() {
        "Escape" if !key.is_composing() => "cancel",
        _ if sends(key)
            && key.target().is_some_and(|target| dom::closest_of(&target, "textarea").is_some()) =>
        {
            "save"
        }
        _ => return,
    };
    key.prevent_default();
    dom::click_on(form, does);
}

//! Menus of conversations, and the box for another title.
//!
//! **Invariant:** one of them is open at a time, and none while rows are drawn.

use super::files;
use super::rows::{self, PINNED};
use crate::browser::dom;
use crate::browser::view::{El, el};
use crate::chat::Chat;
use crate::components::actions::DO;
use crate::components::icon::button;
use crate::config::Label;

/// What can be done with a conversation.
pub(super) fn menu_of(row: &dom::Element) -> &'static [(&'static str, Label)] {
    const PIN: &[(&str, Label)] = &[
        ("rename", Label::Rename),
        ("pin", Label::PinConversation),
        ("save-markdown", Label::SaveMarkdown),
        ("save-json", Label::SaveJson),
        ("delete", Label::Delete),
    ];
    const UNPIN: &[(&str, Label)] = &[PIN[0], ("pin", Label::UnpinConversation), PIN[2], PIN[3], PIN[4]];
    if row.has_attribute(PINNED) { UNPIN } else { PIN }
}

/// Opens or closes a menu behind the button's parent's children.
pub(super) fn menu(chat: Chat, root: &dom::Element, button: &dom::Element, items: &[(&'static str, Label)]) {
    let Some(place) = button.parent_element() else { return };
    let is_open = dom::find(&place, ".menu").is_some();
    tidy(root);
    if is_open {
        return rows::later_show(chat, root);
    }
    dom::set_attribute(button, "aria-expanded", "true");
    let item = |(does, label): &(&'static str, Label)| {
        let name = chat.text_now(*label);
        // A file is chosen with the browser's own control, within its label.
        if *does == files::TAKE { files::chooser(&name) } else { plain(does).text(&name) }
    };
    let menu = el("div", "menu").part("menu").children(items.iter().map(item));
    dom::append(&place, menu.node());
    dom::bring_into("rows", menu.node());
}

fn plain(does: &'static str) -> El {
    button("item", does).attr(DO, does)
}

/// Closes what is open in the section: one menu or form at a time, and none while rows are drawn.
pub(super) fn tidy(root: &dom::Element) {
    while let Some(menu) = dom::find(root, ".menu") {
        if close_menu(&menu).is_none() {
            dom::remove(&menu);
        }
    }
    if let Some(row) = dom::find(root, "[data-editing]") {
        close_form(&row);
    }
}

/// Closes the open menu that something stands in or beside; gives its button.
pub(super) fn close_menu(inside: &dom::Element) -> Option<dom::Element> {
    let place = dom::closest_of(inside, "li, .top")?;
    let menu = dom::find(&place, ".menu")?;
    dom::remove(&menu);
    let opener = dom::find(&place, "[aria-expanded=true]")?;
    dom::set_attribute(&opener, "aria-expanded", "false");
    Some(opener)
}

/// Puts a box into the place of a title.
pub(super) fn edit(chat: Chat, root: &dom::Element, row: &dom::Element) {
    tidy(root);
    let Some(name) = dom::find(row, ".name") else { return };
    let label = chat.text_now(Label::Rename);
    let field = el("input", "title").attr("aria-label", &label).attr("maxlength", "200").attr("dir", "auto");
    dom::set_value(field.node(), &name.text_content().unwrap_or_default());
    let node = field.node().clone();
    let save = el("button", "item").text(&chat.text_now(Label::SaveTitle));
    let form = el("form", "rename").child(field).child(save);
    dom::toggle_attribute(row, "data-editing", true);
    dom::insert_behind(&name, form.node());
    dom::focus(&node);
    dom::select(&node);
}

pub(super) fn close_form(row: &dom::Element) {
    dom::toggle_attribute(row, "data-editing", false);
    if let Some(form) = dom::find(row, "form") {
        dom::remove(&form);
    }
    if let Some(name) = dom::find(row, ".name") {
        dom::focus(&name);
    }
}

//! What keys do in the list of conversations.
//!
//! **Invariant:** Escape closes the innermost of what is open, and nothing else hears of it; arrows go from the text box
//! through the conversations.

use super::menus::{close_form, close_menu};
use super::{FIND, rows, shut};
use crate::browser::dom;
use crate::chat::Chat;

pub(super) fn key(chat: Chat, root: &dom::Element, target: &dom::EventTarget, event: &dom::Event) {
    let (Some(key), Some(at)) = (dom::key(event), dom::closest_of(target, "*")) else { return };
    let name = key.key();
    match name.as_str() {
        "Escape" if !key.is_composing() => {
            // The panel closes with an Escape that nobody took.
            key.prevent_default();
            step_back(chat, root, &at);
        }
        "ArrowDown" | "ArrowUp" => step(root, &at, name == "ArrowDown", key),
        _ => {}
    }
}

/// Closes the innermost of what is open.
fn step_back(chat: Chat, root: &dom::Element, at: &dom::Element) {
    if dom::closest(at, FIND).is_some() && !rows::query(root).is_empty() {
        dom::set_value(at, "");
    } else if let Some(row) = dom::closest_of(at, "[data-editing]") {
        close_form(&row);
    } else if let Some(opener) = close_menu(at) {
        dom::focus(&opener);
    } else if dom::closest_of(at, ".line:has([data-do=keep])").is_some() {
        dom::click_on(root, "keep");
    } else {
        return shut(chat, root);
    }
    rows::later_show(chat, root);
}

/// From one conversation to the next, and from the text box to the first.
fn step(root: &dom::Element, at: &dom::Element, is_down: bool, key: &dom::KeyboardEvent) {
    if dom::closest_of(at, ".find, [data-do=show]").is_none() {
        return;
    }
    let mut all = vec![];
    all.extend(dom::find(root, ".find"));
    all.extend(dom::all(root, ".name"));
    let place = all.iter().position(|there| there.is_same_node(Some(at)));
    let next = place.and_then(|place| if is_down { place.checked_add(1) } else { place.checked_sub(1) });
    if let Some(next) = next.and_then(|next| all.get(next)) {
        key.prevent_default();
        dom::focus(next);
    }
}

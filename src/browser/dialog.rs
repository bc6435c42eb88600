//! Opens and closes a `<dialog>` without surprises.
//!
//! **Invariant:** `show()` would move the focus into the dialog whoever called it; so beside the page it is
//! opened by its attribute, and the focus moves only if it was in the same shadow root (on the launcher). Where
//! it covers the page it is modal, also when the screen was turned while it was open.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, ShadowRoot};

use super::dom;
use super::view::listen;

/// At this width and below the panel covers the page.
const NARROW: &str = "(max-width: 480px)";

/// Brings the dialog into the given state.
pub fn set_open(dialog: &Element, open: bool) {
    let dialog = dialog.unchecked_ref::<HtmlDialogElement>();
    if dialog.open() == open || !dialog.is_connected() {
        return;
    }
    if !open {
        dialog.close();
        return;
    }
    let invited = holds_focus(dialog);
    // The browser would take the first button of a modal one.
    let is_modal = dom::matches_media(NARROW) && dialog.show_modal().is_ok();
    if !is_modal {
        dialog.set_open(true);
    }
    if is_modal || invited {
        dom::focus_home_in(dialog);
    }
}

/// Opens an open dialog anew when the screen becomes narrow or wide, as long as the current owner lives.
pub fn follow_screen(dialog: &Element) {
    let narrow = web_sys::window().and_then(|window| window.match_media(NARROW).ok().flatten());
    let Some(narrow) = narrow else { return };
    let dialog = dialog.clone();
    let reopen = move |_| {
        if is_open(&dialog) {
            set_open(&dialog, false);
            set_open(&dialog, true);
        }
    };
    listen(&narrow, "change", Box::new(reopen));
}

/// True while the dialog is open.
pub fn is_open(dialog: &Element) -> bool {
    dialog.unchecked_ref::<HtmlDialogElement>().open()
}

/// True if the focus is in the shadow root that the element stands in.
fn holds_focus(element: &Element) -> bool {
    let root = element.get_root_node();
    let Ok(root) = root.dyn_into::<ShadowRoot>() else { return false };
    dom::active_element_in(&root).is_some()
}

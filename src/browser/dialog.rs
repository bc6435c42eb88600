//! Opens and closes a `<dialog>` without surprises.
//!
//! **Invariant:** `show()` would move the focus into the dialog whoever called it; so beside the page it is
//! opened by its attribute, and the focus moves only if it was in the same shadow root (on the launcher). Where
//! it covers the page it is modal, also when the screen was turned while it was open, which moves no focus; but never
//! where it is not drawn: a page whose modal dialog nobody sees is deaf, and nobody can close it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, ShadowRoot};

use super::dom;
use super::sizes::Sizes;
use super::view::{keep, listen};

/// Where the panel covers the page, as style/shell.css has it: beside a page of this width or height there is no room.
const SMALL: &str = "(max-width: 480px), (max-height: 480px)";

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
    // Whether it is drawn is only known of an open one.
    dialog.set_open(true);
    let is_modal = covers_page(dialog) && {
        dialog.set_open(false);
        dialog.show_modal().is_ok()
    };
    if !is_modal {
        dialog.set_open(true);
    }
    // The browser would take the first button of a modal one.
    if is_modal || invited {
        dom::focus_home_in(dialog);
    }
}

/// Opens an open dialog anew when the screen becomes small or large, and when the page hides it or shows it again, as
/// long as the current owner lives.
pub fn follow_screen(dialog: &Element) {
    let watched = dialog.clone();
    let look = move || {
        let is_other = |modal: Option<Element>| modal.is_some() != covers_page(&watched);
        if is_open(&watched) && watched.closest(":modal").is_ok_and(is_other) {
            let focused = dom::focused_element();
            set_open(&watched, false);
            set_open(&watched, true);
            // Who writes goes on where they were.
            if let Some(focused) = focused.filter(|focused| watched.contains(Some(focused))) {
                dom::focus(&focused);
            }
        }
    };
    let small = web_sys::window().and_then(|window| window.match_media(SMALL).ok().flatten());
    if let Some(small) = small {
        let look = look.clone();
        listen(&small, "change", Box::new(move |_| look()));
    }
    // What is not drawn has no size.
    let sizes = Sizes::new(look);
    sizes.observe(dialog);
    keep(sizes);
}

/// True if the open dialog is drawn, over the whole page.
fn covers_page(dialog: &Element) -> bool {
    dom::matches_media(SMALL) && dialog.client_height() > 0
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

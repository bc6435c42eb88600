//! Opens and closes a `<dialog>` without surprises.
//!
//! **Invariant:** `show()` would move the focus into the dialog whoever called it; so beside the page it is
//! opened by its attribute, and the focus moves only if it was in the same shadow root (on the launcher).

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, ShadowRoot};

use super::dom;

/// At this width and below the panel covers the page.
const NARROW: &str = "(max-width: 480px)";

/// Brings the dialog into the given state. It is modal on a narrow screen.
pub fn set_open(dialog: &Element, open: bool) {
    let dialog = dialog.unchecked_ref::<HtmlDialogElement>();
    if dialog.open() == open || !dialog.is_connected() {
        return;
    }
    if !open {
        dialog.close();
        return;
    }
    let narrow = dom::matches_media(NARROW);
    let invited = holds_focus(dialog);
    if narrow && dialog.show_modal().is_ok() {
        return;
    }
    dialog.set_open(true);
    if invited {
        dom::focus_in(dialog, "textarea");
    }
}

/// True if the focus is in the shadow root that the element stands in.
fn holds_focus(element: &Element) -> bool {
    let root = element.get_root_node();
    let Ok(root) = root.dyn_into::<ShadowRoot>() else { return false };
    dom::active_element_in(&root).is_some()
}

//! The icons: 24×24 outlines in the colour of the text, hidden from screen readers (their buttons have names).

use crate::browser::dom;
use crate::browser::view::{El, el};

/// A speech bubble.
pub const CHAT: &str = "M4 5.5h16v11H10l-4.5 3.5v-3.5H4z";
/// A cross.
pub const CLOSE: &str = "M6 6l12 12M18 6 6 18";
/// An arrow pointing up.
pub const SEND: &str = "M12 19V5M5.5 11.5 12 5l6.5 6.5";
/// A filled square.
pub const STOP: &str = "M8 8h8v8H8z";
/// A pencil on a sheet.
pub const NEW: &str = "M11 5H5v14h14v-6M9.5 14.5l.6-3L17.6 4l2.4 2.4-7.5 7.5z";
/// Two sheets.
pub const COPY: &str = "M9 9h10v11H9zM15 9V4H5v11h4";
/// A check mark.
pub const CHECK: &str = "M5 12.5 10 17.5 19 7";
/// An arrow pointing down.
pub const DOWN: &str = "M12 5v14M5.5 12.5 12 19l6.5-6.5";
/// An angle pointing back.
pub const PREVIOUS: &str = "M14.5 6 8.5 12l6 6";
/// An angle pointing forth.
pub const NEXT: &str = "M9.5 6l6 6-6 6";
/// A circular arrow.
pub const RETRY: &str = "M5 12a7 7 0 1 0 2-5L5 9M5 4v5h5";

/// A pencil.
pub const EDIT: &str = "M5 19l1-4L16.5 4.5 19.5 7.5 9 18z";
/// A thumb that points up.
pub const GOOD: &str = "M4 11h3.5v8H4zM7.5 11l4-7c1.5 0 2.5 1 2.200 2.600L13 10h6l-1.5 9h-10";
/// A thumb that points down.
pub const BAD: &str = "M4 13h3.5V5H4zM7.5 13l4 7c1.5 0 2.5-1 2.200-2.600L13 14h6l-1.5-9h-10";
/// Three lines.
pub const LIST: &str = "M4 7h16M4 12h16M4 17h10";
/// Three dots.
pub const MORE: &str = "M6 12h.01M12 12h.01M18 12h.01";

/// Draws one of the paths above.
pub fn icon(path: &'static str) -> El {
    let shape = El::wrap(dom::svg_element("path")).attr("d", path);
    let svg = El::wrap(dom::svg_element("svg")).attr("viewBox", "0 0 24 24").attr("class", "icon");
    svg.attr("aria-hidden", "true").child(shape)
}

/// A button that is nothing but an icon, with its name.
pub fn icon_button(
    class: &'static str,
    part: &str,
    path: &'static str,
    label: impl Fn() -> String + Copy + 'static,
) -> El {
    button(class, part).attr_of("title", label).attr_of("aria-label", label).child(icon(path))
}

/// A button that submits nothing.
pub fn button(class: &'static str, part: &str) -> El {
    el("button", class).part(part).attr("type", "button")
}

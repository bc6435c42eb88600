//! The shadow root and its stylesheet.
//!
//! **Invariant:** a constructed sheet is not subject to the page's `style-src`, and all widgets of a page
//! share one. What the page's script adopted before (the launcher's sheet) stays in force.

use std::cell::RefCell;

use web_sys::{CssStyleSheet, Element, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::later;

thread_local! {
    /// The rules that are in force from the beginning, until the others come.
    static CSS: RefCell<String> = const { RefCell::new(String::new()) };
    static SHEET: Option<CssStyleSheet> = CssStyleSheet::new().ok();
}

/// The open shadow root of `host`, attached if there is none, with `css` in force.
pub fn styled_root(host: &Element, css: &str) -> Option<ShadowRoot> {
    let attach = || host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok();
    let root = host.shadow_root().or_else(attach)?;
    adopt(&root, css);
    Some(root)
}

fn adopt(root: &ShadowRoot, css: &str) {
    SHEET.with(|sheet| {
        let Some(sheet) = sheet else { return };
        let adopted = root.adopted_style_sheets();
        if adopted.includes(sheet, 0) {
            return;
        }
        adopted.push(sheet);
        if sheet.css_rules().is_ok_and(|rules| rules.length() == 0) {
            let _ = sheet.replace_sync(&complete(css));
            CSS.set(css.to_owned());
        }
    });
}

/// Brings what the half that has just come draws into force as well.
pub fn complete_all() {
    SHEET.with(|sheet| {
        if let Some(sheet) = sheet {
            let _ = sheet.replace_sync(&complete(&CSS.take()));
        }
    });
}

/// With the rules of what is drawn later, if that is there.
fn complete(css: &str) -> String {
    let later = later::try_open(later_rules as fn() -> &'static str).map(|rules| rules());
    [css, later.unwrap_or_default()].concat()
}

fn later_rules() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/causerie-later.css"))
}

//! The shadow root and its stylesheet.
//!
//! **Invariant:** a constructed sheet is not subject to the page's `style-src`, and all widgets of a page
//! share one. What the page's script adopted before (the launcher's sheet) stays in force.

use web_sys::{CssStyleSheet, Element, ShadowRoot, ShadowRootInit, ShadowRootMode};

thread_local! {
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
        if sheet.css_rules().is_ok_and(|rules| rules.length() == 0) {
            let _ = sheet.replace_sync(css);
        }
        adopted.push(sheet);
    });
}

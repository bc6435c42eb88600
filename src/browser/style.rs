//! The shadow root and its stylesheets.
//!
//! **Invariant:** a constructed sheet is not subject to the page's `style-src`, and all widgets of a page
//! share them. What the page's script adopted before (the launcher's sheet) stays in force.

use web_sys::{CssStyleSheet, Element, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::later;

thread_local! {
    static SHEET: Option<CssStyleSheet> = CssStyleSheet::new().ok();
    /// What is drawn later; empty until that is there. A sheet of its own: a browser that gets other rules in the
    /// place of all of them styles and lays out a whole conversation anew.
    static LATER: Option<CssStyleSheet> = CssStyleSheet::new().ok();
}

/// The open shadow root of `host`, attached if there is none, with `css` in force.
pub fn styled_root(host: &Element, css: &str) -> Option<ShadowRoot> {
    let attach = || host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok();
    let root = host.shadow_root().or_else(attach)?;
    adopt(&root, css);
    Some(root)
}

fn adopt(root: &ShadowRoot, css: &str) {
    SHEET.with(|sheet| adopt_sheet(root, sheet.as_ref(), || css));
    LATER.with(|sheet| adopt_sheet(root, sheet.as_ref(), rules_of_later));
}

fn adopt_sheet<'a>(root: &ShadowRoot, sheet: Option<&CssStyleSheet>, css: impl FnOnce() -> &'a str) {
    let Some(sheet) = sheet else { return };
    let adopted = root.adopted_style_sheets();
    if adopted.includes(sheet, 0) {
        return;
    }
    adopted.push(sheet);
    if sheet.css_rules().is_ok_and(|rules| rules.length() == 0) {
        let _ = sheet.replace_sync(css());
    }
}

/// Brings what the half that has just come draws into force as well.
pub fn complete_all() {
    LATER.with(|sheet| {
        if let Some(sheet) = sheet {
            let _ = sheet.replace_sync(rules_of_later());
        }
    });
}

/// The rules of what is drawn later, if that is there.
fn rules_of_later() -> &'static str {
    later::try_open(later_rules as fn() -> &'static str).map_or("", |rules| rules())
}

fn later_rules() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/causerie-later.css"))
}

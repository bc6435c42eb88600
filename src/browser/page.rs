//! The page as a whole: when it goes, or goes out of sight.
//!
//! **Invariant:** a phone may end a page that is out of sight without another word, so both count.

use super::view::listen;

/// Tells when the page goes or is hidden, as long as the current owner lives.
pub fn on_leave(told: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    if let Some(document) = window.document() {
        let told = told.clone();
        listen(&document, "visibilitychange", Box::new(move |_| told()));
    }
    listen(&window, "pagehide", Box::new(move |_| told()));
}

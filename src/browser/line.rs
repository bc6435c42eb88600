//! The line: whether there is one, as far as the browser knows.
//!
//! **Invariant:** a browser that says nothing is taken to be online.

use super::view::listen;

/// True unless the browser knows that it is offline.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Tells of every change, as long as the current owner lives.
pub fn follow(told: impl Fn(bool) + Clone + 'static) {
    if let Some(window) = web_sys::window() {
        for event in ["online", "offline"] {
            let told = told.clone();
            listen(&window, event, Box::new(move |_| told(is_online())));
        }
    }
}

/// True if an address is on another origin than the page.
pub fn is_foreign(url: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let location = window.location();
    let (Ok(page), Ok(own)) = (location.href(), location.origin()) else { return false };
    web_sys::Url::new_with_base(url, &page).is_ok_and(|url| url.origin() != own)
}

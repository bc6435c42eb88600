//! Links that a model has written: where they lead, and who has a say in that.
//!
//! **Invariant:** an address that is not on the allow-list (`markdown::safe_link`) is in no link, whoever gave it. Where the
//! page's own code decides (`linkPolicy`), a link leads nowhere until it has.

use crate::browser::{dom, frame};
use crate::chat::Chat;
use crate::markdown::safe_link;

/// Has a link lead to an address of the allow-list. `decides` is there if the page's own code is to be asked.
pub(super) fn lead(link: &dom::Element, url: &str, decides: Option<Chat>) {
    match decides {
        None => dom::set_attribute(link, "href", url),
        Some(chat) => chat.unasked_later(later_lead, (link.clone(), url.to_owned())),
    }
}

fn later_lead(chat: Chat, (link, url): (dom::Element, String)) {
    frame::spawn(async move {
        if let Some(url) = chat.link_for(url).await.and_then(|url| safe_link(&url)) {
            dom::set_attribute(&link, "href", &url);
        }
    });
}

//! Links that a model has written: where they lead, and who has a say in that.
//!
//! **Invariant:** an address that is not on the allow-list (`markdown::safe_link`) is in no link, whoever gave it. Where the
//! page's own code decides (`linkPolicy`), a link leads nowhere until it has. The host that it says is the one it leads to.

use super::blocks::with;
use super::code::Words;
use super::words::Shell;
use crate::browser::{dom, frame, later};
use crate::chat::Chat;
use crate::markdown::safe_link;

/// Has a link lead to an address of the allow-list. `decides` is there if the page's own code is to be asked.
pub(super) fn lead(link: &dom::Element, url: &str, decides: Option<Chat>) {
    match decides {
        None => dom::set_attribute(link, "href", url),
        Some(chat) => chat.unasked_later(later_lead, (link.clone(), url.to_owned())),
    }
}

/// How long an address has to be the same before the page is asked, in milliseconds: a bare one grows word by word.
const SETTLED: i32 = 100;
/// The address that the page is asked about.
const ASKED: &str = "data-asked";

fn later_lead(chat: Chat, (link, url): (dom::Element, String)) {
    dom::toggle_attribute(&link, "href", false);
    dom::set_attribute(&link, ASKED, &url);
    frame::spawn(async move {
        frame::sleep(SETTLED).await;
        let is_still = |link: &dom::Element| link.get_attribute(ASKED).is_some_and(|asked| asked == url);
        if !is_still(&link) {
            return;
        }
        let led = chat.link_for(url.clone()).await.and_then(|url| safe_link(&url));
        if let Some(led) = led.filter(|_| is_still(&link)) {
            dom::set_attribute(&link, "href", &led);
        }
    });
}

/// A link to this address.
pub(super) fn link(url: &str, title: &str, words: &Words) -> dom::Element {
    let link = words.shell(Shell::Link, || new_tab(dom::element("a")));
    set_address(&link, url, title, words);
    link
}

/// While its address is still coming, a link leads nowhere.
pub(super) fn set_address(link: &dom::Element, url: &str, title: &str, words: &Words) {
    if !url.is_empty() {
        lead(link, url, words.decides_links);
    }
    if !title.is_empty() {
        dom::set_attribute(link, "title", title);
    }
}

/// A link that opens in a new tab, which learns nothing of this one.
pub(super) fn new_tab(link: dom::Element) -> dom::Element {
    with(with(link, "target", "_blank"), "rel", "noopener noreferrer")
}

/// Has a link say its true host while it is pointed at or focused, unless its text does. Not before: an answer may have
/// hundreds of links.
pub(super) fn pointed(event: &dom::Event) {
    const NEW: &str = ".markdown a[href]:not([data-host])";
    if let Some(link) = event.target().and_then(|target| dom::closest_of(&target, NEW)) {
        frame::spawn(async move {
            if let Some(door) = later::open(later_say_host as fn(dom::Element)).await {
                door(link);
            }
        });
    }
}

fn later_say_host(link: dom::Element) {
    let place = dom::place(&link.get_attribute("href").unwrap_or_default());
    let text = link.text_content().unwrap_or_default();
    let text = text.trim();
    let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let said = text.split(['/', '?', '#']).next();
    if let Some(place) = place.filter(|place| !place.host.is_empty() && said != Some(place.host.as_str())) {
        dom::set_attribute(&link, "data-host", &place.host);
    }
}

/// Takes the host away that a link says, until it is pointed at or focused anew; false, if none in the panel around `at`
/// says one. Source: WCAG 2.2, 1.4.13.
pub(super) fn hide_host(at: &dom::EventTarget) -> bool {
    const SAID: &str = ".markdown a[data-host]:is(:hover, :focus-visible)";
    let mut is_said = false;
    while let Some(link) = dom::closest(at, "panel").and_then(|panel| dom::find(&panel, SAID)) {
        dom::toggle_attribute(&link, "data-host", false);
        is_said = true;
    }
    is_said
}

//! Images: a button with the host and the alternative text that loads the image when it is pressed.
//!
//! Fetching an image unasked would tell its server what the model wrote, so only the origins that the site names are
//! fetched from at once. **Invariant:** the outer element stays; what is in it changes from button to image to link.

use super::blocks::{act, with};
use super::code::Words;
use super::link::new_tab;
use crate::browser::{dom, frame, later};
use crate::config::Label;
use crate::text::replaced;

pub(super) const SHOW: &str = "image";
const SOURCE: &str = "data-src";
/// What is said if it does not load.
const FAILED: &str = "data-failed";
/// Its class once it has come; until then it has the room of a button.
const SHOWN: &str = "shown";
const AT_ONCE: &str = "data-now";
/// The alternative text, once the button has gone.
const ALTERNATIVE: &str = "data-alt";

/// The outermost node of an image and the one that takes the alternative text.
pub(super) fn image(url: &str, words: &Words) -> (dom::Node, dom::Node) {
    // While its address is still coming, it is from nowhere.
    let place = dom::place(url).filter(|_| !url.is_empty());
    let is_free = place.as_ref().is_some_and(|place| words.trusts(&place.origin));
    let host = place.map(|place| place.host).unwrap_or_default();
    let button = with(with(act(SHOW, ""), SOURCE, url), FAILED, words.get(Label::ImageFailed));
    dom::toggle_attribute(&button, AT_ONCE, is_free);
    let alternative = dom::element_with_class("span", "alt");
    let from = dom::element_with_class("span", "from");
    if !host.is_empty() {
        dom::append(&from, &dom::text(&replaced(words.get(Label::ShowImage), "{host}", &host)));
    }
    dom::append(&button, &alternative);
    dom::append(&button, &from);
    let picture = with(dom::element_with_class("span", "picture"), "part", "image");
    dom::append(&picture, &button);
    (picture.into(), alternative.into())
}

/// The image is whole: loads it, if it may be loaded unasked.
pub(super) fn finished(picture: &dom::Node) {
    let button = dom::as_element(picture).and_then(|picture| picture.first_element_child());
    if let Some(button) = button.filter(|button| button.has_attribute(AT_ONCE)) {
        frame::spawn(async move {
            if let Some(door) = later::open(later_show as fn(&dom::Element)).await {
                door(&button);
            }
        });
    }
}

/// Puts the image in the place of its button; in the place of one that does not load, a link.
pub(super) fn later_show(button: &dom::Element) {
    let Some(picture) = button.parent_element() else { return };
    let Some((url, alternative)) = source(&picture) else { return };
    let failed = button.get_attribute(FAILED).unwrap_or_default();
    let had_focus = dom::focused_element().is_some_and(|focused| focused.is_same_node(Some(button)));
    let image = with(with(dom::element("img"), "alt", &alternative), "referrerpolicy", "no-referrer");
    let image = with(with(with(image, "loading", "lazy"), "decoding", "async"), "src", &url);
    // An image in a link leads where that does, any other to itself.
    let around = picture.closest("a").ok().flatten();
    let frame = if around.is_some() { dom::element("span") } else { link(&url) };
    dom::append(&frame, &image);
    dom::replace(button, &frame);
    with(with(picture, SOURCE, &url), ALTERNATIVE, &alternative);
    if had_focus {
        dom::focus(around.as_ref().unwrap_or(&frame));
    }
    let shown = image.clone();
    dom::once(&image, "load", move || shown.set_class_name(SHOWN));
    let holder = frame;
    dom::once(&image, "error", move || {
        let words = [alternative.as_str(), &failed].into_iter().filter(|words| !words.is_empty());
        holder.set_text_content(Some(&words.collect::<Vec<_>>().join(" · ")));
    });
}

/// The address and the alternative text of an image, whether it is shown or not; nothing, if this is none.
pub(super) fn source(picture: &dom::Element) -> Option<(String, String)> {
    let button = picture.first_element_child()?;
    let kept = picture.get_attribute(ALTERNATIVE);
    let url = (if kept.is_some() { picture } else { &button }).get_attribute(SOURCE);
    let text = || button.first_element_child().and_then(|words| words.text_content()).unwrap_or_default();
    Some((url.filter(|url| !url.is_empty())?, kept.unwrap_or_else(text)))
}

fn link(url: &str) -> dom::Element {
    new_tab(with(dom::element("a"), "href", url))
}

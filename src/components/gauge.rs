//! How full the window of the model is, if that is known.
//!
//! **Invariant:** an estimate, of what would be sent now without what stands in the composer; a screen reader finds it, and
//! is not told of each change.

use crate::browser::dom;
use crate::browser::view::{El, el, react};
use crate::chat::Chat;
use crate::config::Label;
use crate::text::digits;

/// The gauge below the composer; hidden while there is no limit.
pub fn gauge(chat: Chat) -> El {
    let gauge = el("div", "gauge").part("gauge").attr("hidden", "");
    let node = gauge.node().clone();
    react(Box::new(move || {
        if chat.has_limit() || !node.has_attribute("hidden") {
            chat.unasked_later(later_show, node.clone());
        }
    }));
    gauge
}

fn later_show(chat: Chat, gauge: dom::Element) {
    let fullness = chat.fullness();
    dom::toggle_attribute(&gauge, "hidden", fullness.is_none());
    let Some((used, total)) = fullness else { return };
    if dom::children(&gauge).next().is_none() {
        dom::append(&gauge, el("meter", "").attr("min", "0").node());
        dom::append(&gauge, el("span", "").attr("aria-hidden", "true").node());
    }
    let (value, max) = (digits(used), digits(total));
    let named = chat.text_with(Label::WindowUse, &[("used", &value), ("total", &max)]);
    let mut parts = dom::children(&gauge);
    if let (Some(meter), Some(words)) = (parts.next(), parts.next()) {
        // The greatest one first: the others are kept below it.
        dom::set_attribute(&meter, "max", &max);
        dom::set_attribute(&meter, "high", &digits(total * 4 / 5));
        dom::set_attribute(&meter, "value", &value);
        dom::set_attribute(&meter, "aria-label", &named);
        words.set_text_content(Some(&named));
    }
}

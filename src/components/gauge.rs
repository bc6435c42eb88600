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
    let meter = el("meter", "").attr("min", "0");
    let words = el("span", "").attr("aria-hidden", "true");
    let gauge = el("div", "gauge").part("gauge").child(meter.clone()).child(words.clone());
    let (around, meter, words) = (gauge.node().clone(), meter.node().clone(), words.node().clone());
    react(Box::new(move || {
        let fullness = chat.fullness();
        dom::toggle_attribute(&around, "hidden", fullness.is_none());
        if let Some((used, total)) = fullness {
            let (value, max) = (digits(used), digits(total));
            let named = chat.text_with(Label::WindowUse, &[("used", &value), ("total", &max)]);
            // The greatest one first: the others are kept below it.
            dom::set_attribute(&meter, "max", &max);
            dom::set_attribute(&meter, "high", &digits(total * 4 / 5));
            dom::set_attribute(&meter, "value", &value);
            dom::set_attribute(&meter, "aria-label", &named);
            words.set_text_content(Some(&named));
        }
    }));
    gauge
}

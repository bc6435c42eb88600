//! The choice of a model, in the header.
//!
//! **Invariant:** there only if there is a choice; the model that is set stays one of it, listed or not.

use crate::browser::dom;
use crate::browser::view::{El, el};
use crate::chat::Chat;
use crate::config::Label;

/// The native list, once the models are known.
pub fn models(chat: Chat, header: El) -> El {
    let key = move || (chat.models(), chat.config.with(|config| config.model.clone()));
    header.slot(key, move |(names, _)| (names.len() > 1).then(|| choice(chat, names)))
}

fn choice(chat: Chat, names: &[String]) -> El {
    let current = chat.current_model();
    let option = |name: &String| {
        let option = el("option", "").text(name);
        if current.as_ref() == Some(name) { option.attr("selected", "") } else { option }
    };
    el("select", "models")
        .part("models")
        .attr_of("aria-label", chat.label(Label::Model))
        .attr_of("title", chat.label(Label::Model))
        .children(names.iter().map(option))
        .on("change", move |event| {
            if let Some(name) = dom::selected(&event) {
                chat.model.set(name);
            }
        })
}

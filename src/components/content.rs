//! The text of an answer, drawn as markdown while it arrives.
//!
//! **Invariant:** each change of the message draws what is new and nothing that is finished.

use reactive_graph::prelude::*;

use super::code::{self, Words};
use super::paint::Painter;
use crate::browser::view::{El, el, react};
use crate::chat::{Chat, Entry};
use crate::conversation::Message;

/// The growing text of a message.
pub fn streamed(chat: Chat, entry: &Entry) -> El {
    let message = entry.message.clone();
    // A conversation that was there before is not read aloud.
    let is_read_aloud = message.with_untracked(Message::is_open);
    let content = content(chat).part("content");
    let mut painter = Some(painter(chat, &content));
    react(Box::new(move || {
        let Some(drawing) = &mut painter else { return };
        let (mut spoken, ended) = message.with(|message| (drawing.grow(&message.text), !message.is_open()));
        if ended {
            spoken.extend(message.with_untracked(|message| drawing.finish(&message.text)));
            painter = None;
        }
        if is_read_aloud {
            chat.speak(spoken);
        }
    }));
    content
}

/// A text that does not grow.
pub fn markdown(chat: Chat, text: &str) -> El {
    let content = content(chat);
    let mut painter = painter(chat, &content);
    painter.grow(text);
    painter.finish(text);
    content
}

/// The element, with one listener for all code blocks in it.
fn content(chat: Chat) -> El {
    el("div", "content markdown").attr("dir", "auto").on("click", move |event| code::clicked(chat, &event))
}

fn painter(chat: Chat, content: &El) -> Painter {
    Painter::new(content.node().clone().into(), Words::of(chat))
}

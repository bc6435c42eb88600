//! The text of an answer, drawn as markdown while it arrives.
//!
//! **Invariant:** each change of the message draws what is new and nothing that is finished.

use reactive_graph::prelude::*;

use super::blocks;
use super::code::Words;
use super::paint::Painter;
use crate::browser::dom;
use crate::browser::view::{El, el, react};
use crate::chat::{Chat, Entry};
use crate::conversation::Message;

/// The growing text of a message. It is drawn anew only if it is another one: the next of several answers, or
/// what is left once thinking was told from it.
pub fn streamed(chat: Chat, entry: &Entry) -> El {
    let message = entry.message.clone();
    // A conversation that was there before is not read aloud.
    let is_read_aloud = message.with_untracked(Message::is_open);
    let content = content(chat).part("content");
    let node: dom::Node = content.node().clone().into();
    let mut drawn = Drawn::default();
    react(Box::new(move || {
        let spoken = message.with(|message| drawn.show(message, &node, chat));
        if is_read_aloud {
            chat.speak(spoken);
        }
    }));
    content
}

/// What of a message is drawn.
#[derive(Default)]
struct Drawn {
    /// Nothing, once the text has ended.
    painter: Option<Painter>,
    /// Which answer, and how much of it.
    choice: usize,
    length: usize,
    has_ended: bool,
}

impl Drawn {
    /// Draws what is new; gives the blocks that are finished now.
    fn show(&mut self, message: &Message, node: &dom::Node, chat: Chat) -> Vec<String> {
        let (choice, text, is_open) = (message.current(), message.text(), message.is_open());
        let is_another = choice != self.choice || text.len() < self.length || (self.has_ended && is_open);
        if is_another {
            dom::empty(node);
            self.has_ended = false;
        }
        if is_another || (self.painter.is_none() && !self.has_ended) {
            self.painter = Some(Painter::new(node.clone(), Words::of(chat)));
        }
        (self.choice, self.length) = (choice, text.len());
        let Some(painter) = &mut self.painter else { return Vec::new() };
        let mut spoken = painter.grow(text);
        if !is_open {
            spoken.extend(painter.finish());
            self.painter = None;
            self.has_ended = true;
        }
        spoken
    }
}

/// A text that does not grow.
pub fn markdown(chat: Chat, text: &str) -> El {
    let content = content(chat);
    let mut painter = painter(chat, &content);
    painter.grow(text);
    painter.finish();
    content
}

/// The element, with one listener for all the buttons in it.
fn content(chat: Chat) -> El {
    el("div", "content markdown").attr("dir", "auto").on("click", move |event| blocks::clicked(chat, &event))
}

fn painter(chat: Chat, content: &El) -> Painter {
    Painter::new(content.node().clone().into(), Words::of(chat))
}

//! The text of an answer, drawn as markdown while it arrives.
//!
//! **Invariant:** each step draws what is new and nothing that is finished, and no more than a frame can take: the
//! rest follows in the next ones. In a hidden tab nothing is drawn until the reader is back.

use std::cell::RefCell;
use std::rc::Rc;

use super::document;
use super::paint::Painter;
use super::words::Words;
use crate::browser::frame::NextFrame;
use crate::browser::signal::Followed;
use crate::browser::view::{El, el, react};
use crate::browser::{clock, dom};
use crate::chat::{Chat, Entry, Phase};
use crate::conversation::{Budget, Message, Pace};

/// The growing text of a message. It is drawn anew only if it is another one: the next of several answers, or
/// what is left once thinking was told from it.
pub fn streamed(chat: Chat, entry: &Entry) -> El {
    // A conversation that was there before is not read aloud, and has no pace.
    let is_new = entry.message.with_untracked(Message::is_open);
    let (content, drawing) = drawing(chat, entry, is_new);
    react(Box::new(move || {
        drawing.message.track();
        drawing.go_on();
    }));
    content
}

/// The text of a message that does not change any more.
pub fn settled(chat: Chat, entry: &Entry) -> El {
    let (content, drawing) = drawing(chat, entry, false);
    drawing.go_on();
    content
}

fn drawing(chat: Chat, entry: &Entry, is_new: bool) -> (El, Rc<Drawing>) {
    let content = content().part("content");
    let is_document = chat.answers_in_json();
    if is_document {
        // It takes the place of the text once it is there.
        chat.unasked_later(document::later_take_over, (entry.clone(), content.node().clone()));
    }
    let is_smooth = is_new && chat.is_smooth() && !dom::matches_media("(prefers-reduced-motion: reduce)");
    let drawn = Drawn { pace: Pace::new(is_smooth), ..Drawn::default() };
    let drawing = Rc::new(Drawing {
        chat,
        message: entry.message.clone(),
        node: content.node().clone().into(),
        is_read_aloud: is_new && !is_document,
        frame: NextFrame::default(),
        drawn: RefCell::new(drawn),
        unfinished: RefCell::default(),
    });
    (content, drawing)
}

/// A message and how far it is drawn.
struct Drawing {
    chat: Chat,
    message: Rc<Followed<Message>>,
    node: dom::Node,
    is_read_aloud: bool,
    frame: NextFrame,
    drawn: RefCell<Drawn>,
    unfinished: RefCell<Option<Unfinished>>,
}

/// A text that is not drawn to its end. The log is busy as long as there is one, also after its answer has ended.
struct Unfinished(Chat);

impl Unfinished {
    fn new(chat: Chat) -> Self {
        chat.unfinished.try_update(|texts| *texts += 1);
        Self(chat)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.0.unfinished.try_update(|texts| *texts -= 1);
    }
}

impl Drawing {
    /// Draws as much as there is or a frame takes, and the rest in the next frames.
    fn go_on(self: &Rc<Self>) {
        if self.frame.is_waiting() {
            return;
        }
        let step = |message: &Message| self.drawn.borrow_mut().show(message, &self.node, self.chat);
        let has_more = dom::is_hidden() || {
            let (spoken, has_more) = self.message.with_untracked(step);
            if self.is_read_aloud {
                self.chat.speak(&spoken);
            }
            has_more
        };
        if has_more {
            self.unfinished.borrow_mut().get_or_insert_with(|| Unfinished::new(self.chat));
            let drawing = Rc::clone(self);
            self.frame.run(move || drawing.go_on());
            return;
        }
        self.unfinished.take();
        if self.is_read_aloud && self.chat.phase_now() == Phase::Idle {
            self.chat.hush();
        }
    }
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
    pace: Pace,
    budget: Budget,
}

impl Drawn {
    /// After so many bytes the clock is looked at.
    const PIECE: usize = 256;
    /// Milliseconds after which a frame leaves the rest to the next one, whatever it may draw.
    const LONGEST: f64 = 12.0;
    /// The first frame of an answer has fonts to load and boxes to measure that the others find ready: it draws this and no
    /// more, but all of it.
    const FIRST: usize = 512;

    /// Draws what is due; gives the blocks that are finished now, and whether there is more to draw.
    fn show(&mut self, message: &Message, node: &dom::Node, chat: Chat) -> (Vec<String>, bool) {
        let (choice, text, is_open) = (message.current(), message.text(), message.is_open());
        // In another tab an answer can go on that has ended here.
        let goes_on = self.has_ended && (is_open || text.len() > self.length);
        let is_another = choice != self.choice || text.len() < self.length || goes_on;
        if is_another {
            dom::empty(node);
            (self.length, self.has_ended) = (0, false);
        }
        if is_another || (self.painter.is_none() && !self.has_ended) {
            self.painter = Some(Painter::new(node.clone(), Words::of(chat)));
        }
        self.choice = choice;
        let Some(painter) = &mut self.painter else { return Default::default() };
        let begun = clock::now();
        let most = self.length + self.budget.next(begun);
        let mut due = self.pace.next(begun, self.length, text).min(most);
        let is_first = self.length == 0 && is_open;
        if is_first {
            due = due.min(Self::FIRST);
        }
        let due = Pace::boundary(text, due);
        let piece = if is_first { Self::FIRST } else { Self::PIECE };
        let mut spoken = Vec::new();
        while self.length < due && clock::now() - begun < Self::LONGEST {
            // No character has as many bytes, so it always goes on.
            self.length = Pace::boundary(text, due.min(self.length + piece));
            spoken.extend(painter.grow(&text[..self.length]));
        }
        let is_whole = self.length == text.len();
        if is_whole && !is_open && !self.has_ended {
            spoken.extend(painter.finish());
            self.has_ended = true;
        }
        let mut has_more = !is_whole;
        while painter.catch_up() && !has_more {
            has_more = clock::now() - begun >= Self::LONGEST;
        }
        if !has_more {
            self.budget.rest();
            if self.has_ended {
                self.painter = None;
            }
        }
        (spoken, has_more)
    }
}

/// A text that does not grow.
pub fn markdown(chat: Chat, text: &str) -> El {
    let content = content();
    let mut painter = Painter::new(content.node().clone().into(), Words::of(chat));
    painter.grow(text);
    painter.finish();
    while painter.catch_up() {}
    content
}

fn content() -> El {
    el("div", "content markdown").attr("dir", "auto")
}

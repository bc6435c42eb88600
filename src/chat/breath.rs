//! When a reply is read on, and when what was read is drawn.
//!
//! **Invariant:** what comes faster than it can be read does not keep the page from answering. What comes one by one is read,
//! like it is drawn, about every second frame: to hear of each piece costs the browser more than to read it. Nothing waits
//! for longer than that, and the first words for nothing.

use std::rc::Rc;

use crate::browser::frame::{self, NextFrame};
use crate::browser::signal::Followed;
use crate::browser::{clock, dom};
use crate::conversation::{Message, State};

/// The breath of one reply.
pub(super) struct Breath {
    answer: Rc<Followed<Message>>,
    frame: NextFrame,
    /// When the next piece was asked for, and when it came.
    asked: f64,
    came: f64,
    /// Milliseconds of work since the line last had to be waited for.
    busy: f64,
    was_awaited: bool,
    /// Nothing was read for a while before this piece.
    is_gathered: bool,
    /// What was read is still to be drawn.
    is_left: bool,
}

impl Breath {
    /// A task of more work is given up for another.
    const LONGEST: f64 = 8.0;
    /// A piece that took longer to come was waited for.
    const AT_ONCE: f64 = 1.0;
    /// What comes within these milliseconds is read together; with the wait for the piece behind it these are two frames.
    const TOGETHER: i32 = 28;

    /// That of a reply to which `answer` is the message.
    pub fn new(answer: &Rc<Followed<Message>>) -> Self {
        Self {
            answer: Rc::clone(answer),
            frame: NextFrame::default(),
            asked: 0.0,
            came: 0.0,
            busy: 0.0,
            was_awaited: false,
            is_gathered: false,
            is_left: false,
        }
    }

    /// The next piece is asked for.
    pub fn begin(&mut self) {
        self.asked = clock::now();
    }

    /// It is here.
    pub fn read(&mut self) {
        self.came = clock::now();
        self.was_awaited = self.came - self.asked > Self::AT_ONCE;
        if self.was_awaited {
            self.busy = 0.0;
        }
    }

    /// A part of it is read: has it drawn, and lets the page do other things if it did not for long.
    pub async fn take(&mut self) {
        let answer = Rc::clone(&self.answer);
        let draw = move || answer.notify();
        match () {
            () if self.is_gathered => self.frame.run(draw),
            () if self.was_awaited && self.frame.is_resting() => self.is_left = true,
            () => self.frame.run_rested(draw),
        }
        let now = clock::now();
        self.busy += now - std::mem::replace(&mut self.came, now);
        if self.busy > Self::LONGEST {
            frame::sleep(0).await;
            (self.busy, self.came) = (0.0, clock::now());
        }
    }

    /// All of it is read: lets more come, if nothing is waiting. A hidden tab, where timers come late, hears of each piece.
    pub async fn gather(&mut self) {
        let has_words = self.answer.with_untracked(|message| message.state == State::Arriving);
        self.is_gathered = self.was_awaited && has_words && !dom::is_hidden();
        if self.is_gathered {
            frame::sleep(Self::TOGETHER).await;
        }
        if std::mem::take(&mut self.is_left) {
            let answer = Rc::clone(&self.answer);
            self.frame.run(move || answer.notify());
        }
    }
}

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

/// The breath of one reply, whose message is `answer` below.
#[derive(Debug, Default)]
pub(super) struct Breath {
    frame: NextFrame,
    /// When the next piece was asked for, and when it came.
    asked: f64,
    came: f64,
    /// Milliseconds of work since the line last had to be waited for.
    busy: f64,
    /// The last piece had to be waited for.
    was_awaited: bool,
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
    pub async fn take(&mut self, answer: &Rc<Followed<Message>>) {
        self.is_left = self.was_awaited && self.frame.is_resting();
        if !self.is_left {
            self.frame.run_rested(drawing(answer));
        }
        let now = clock::now();
        self.busy += now - std::mem::replace(&mut self.came, now);
        if self.busy > Self::LONGEST {
            frame::sleep(0).await;
            (self.busy, self.came) = (0.0, clock::now());
        }
    }

    /// All of it is read: lets more come, if nothing is waiting. A hidden tab, where timers come late, hears of each piece.
    pub async fn gather(&mut self, answer: &Rc<Followed<Message>>) {
        let has_words = answer.with_untracked(|message| message.state == State::Arriving);
        if self.was_awaited && has_words && !dom::is_hidden() {
            frame::sleep(Self::TOGETHER).await;
        }
        if std::mem::take(&mut self.is_left) {
            self.frame.run(drawing(answer));
        }
    }
}

fn drawing(answer: &Rc<Followed<Message>>) -> impl FnOnce() + use<> {
    let answer = Rc::clone(answer);
    move || answer.notify()
}

//! How much of an answer is shown in a frame.
//!
//! **Invariant:** what is shown only grows, and by no more than [`Pace::MOST`] bytes a frame. With the smooth pace,
//! nothing is shown later than 250 ms after it came, unless it is more than that. A machine on which frames take long gets
//! less work in each.

use std::collections::VecDeque;

/// The pace of one answer. Times are in milliseconds, lengths in bytes.
#[derive(Debug, Default)]
pub struct Pace {
    /// Spreads bursts over a few frames.
    is_smooth: bool,
    /// What came lately: when, and how long the text was then.
    came: VecDeque<(f64, usize)>,
    last: Option<f64>,
}

impl Pace {
    /// No frame gets more, however fast the machine; a slow one stops earlier, by the clock.
    pub const MOST: usize = 64 * 1024;
    /// Later than this nothing is shown.
    const LATEST: f64 = 250.0;
    /// The time in which about two thirds of what waits are shown.
    const EASE: f64 = 90.0;
    /// The shortest step is worth a few letters.
    const LEAST: f64 = 4.0;
    /// The longest time that counts as one frame.
    const LONGEST: f64 = 50.0;

    /// The pace of an answer that is about to come.
    pub fn new(is_smooth: bool) -> Self {
        Self { is_smooth, ..Self::default() }
    }

    /// How much of `text` is to be shown by now, if `shown` is already; it ends between two characters.
    pub fn next(&mut self, now: f64, shown: usize, text: &str) -> usize {
        let wanted = if self.is_smooth { self.eased(now, shown, text.len()) } else { text.len() };
        Self::boundary(text, wanted.min(shown.saturating_add(Self::MOST)))
    }

    /// The last place at or before `at` that is between two characters.
    pub fn boundary(text: &str, at: usize) -> usize {
        (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
    }

    fn eased(&mut self, now: f64, shown: usize, length: usize) -> usize {
        let since = now - self.last.replace(now).unwrap_or(now);
        if self.came.back().is_none_or(|(_, there)| *there < length) {
            self.came.push_back((now, length));
        }
        let mut due = shown;
        while let Some((_, there)) = self.came.front().filter(|(when, _)| now - when >= Self::LATEST) {
            due = due.max(*there);
            self.came.pop_front();
        }
        let waiting = length.saturating_sub(shown) as f64;
        let step = (waiting * since.min(Self::LONGEST) / Self::EASE).max(Self::LEAST).ceil() as usize;
        due.max(shown.saturating_add(step)).min(length)
    }
}

/// How long to draw in one frame, in milliseconds, while more is waiting. What the browser does with it afterwards takes
/// about as long again, or several times as long; only the time from frame to frame tells.
#[derive(Debug)]
pub struct Budget {
    work: f64,
    /// When the last frame was, if more was waiting after it.
    last: Option<f64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { work: Self::FIRST, last: None }
    }
}

impl Budget {
    const LEAST: f64 = 1.5;
    const FIRST: f64 = 2.0;
    const MOST: f64 = 12.0;
    /// From one frame to the next in milliseconds, of which screens show one in about 17: less than two of them, and three,
    /// which is what a task takes that is nearly long.
    const SHORT: f64 = 25.0;
    const LONG: f64 = 40.0;

    /// The work for a frame that begins now.
    pub fn next(&mut self, now: f64) -> f64 {
        match self.last.replace(now).map(|last| now - last) {
            Some(gap) if gap > Self::LONG => self.work = (self.work / 2.0).max(Self::LEAST),
            Some(gap) if gap < Self::SHORT => self.work = (self.work * 1.5).min(Self::MOST),
            _ => {}
        }
        self.work
    }

    /// Nothing is waiting: the time to the next frame says nothing.
    pub fn rest(&mut self) {
        self.last = None;
    }
}

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

/// How much to draw in one frame, in bytes, while more is waiting. Most of what it costs is the browser's work afterwards
/// (layout, painting), which goes by what was drawn and not by how long that took; only the time from frame to frame
/// tells of it.
#[derive(Debug)]
pub struct Budget {
    bytes: usize,
    /// No frame has taken long yet.
    is_starting: bool,
    /// When the last frame was, if more was waiting after it.
    last: Option<f64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: Self::FIRST, is_starting: true, last: None }
    }
}

impl Budget {
    const LEAST: usize = 256;
    const FIRST: usize = 768;
    /// From one frame to the next in milliseconds, of which screens show one in about 17: less than two of them, and three,
    /// which is what a task takes that is nearly long.
    const SHORT: f64 = 25.0;
    const LONG: f64 = 40.0;

    /// The bytes for a frame that begins now. Twice as many in each, until a frame has taken two; from then on around that,
    /// as a table takes twice as long as a paragraph.
    pub fn next(&mut self, now: f64) -> usize {
        let Some(gap) = self.last.replace(now).map(|last| now - last) else { return self.bytes };
        self.is_starting &= gap < Self::SHORT;
        let bytes = match gap {
            gap if gap > Self::LONG => self.bytes / 2,
            gap if gap > Self::SHORT => self.bytes / 10 * 7,
            _ if self.is_starting => self.bytes * 2,
            _ => self.bytes / 8 * 9,
        };
        self.bytes = bytes.clamp(Self::LEAST, Pace::MOST);
        self.bytes
    }

    /// Nothing is waiting: the time to the next frame says nothing.
    pub fn rest(&mut self) {
        self.last = None;
    }
}

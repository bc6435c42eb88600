//! Search over what was said: all words, in any order, whatever their case.
//!
//! Texts are given one after the other, as a store reads them; nothing of them is kept but the excerpts of the newest
//! hits. **Invariant:** a text is read at most once for each word and once more where a word begins, and not at all if
//! there are enough newer hits. Marks are places in the excerpt in UTF-16 units, as the DOM counts; they do not overlap.

use std::ops::Range;

use super::Id;
use crate::text::folded;

/// What is read before the first word of an excerpt and in all, in characters.
const BEFORE: usize = 40;
const LENGTH: usize = 160;

/// A text that may be one that is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub conversation: Id,
    /// The message; none for the title of a conversation.
    pub message: Option<Id>,
    /// Unix milliseconds.
    pub time: u64,
    pub text: &'a str,
}

/// A text that has all the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub conversation: Id,
    pub message: Option<Id>,
    pub time: u64,
    /// The text around the first word, on one line, with `…` where it was cut.
    pub excerpt: String,
    /// Where words stand in the excerpt, in order, in UTF-16 units.
    pub marks: Vec<Range<usize>>,
}

/// A search that goes on.
#[derive(Clone, Debug)]
pub struct Search {
    /// The longest first, as it is the rarest.
    words: Vec<Word>,
    limit: usize,
    hits: Vec<Hit>,
    looked: u64,
}

impl Search {
    /// A search for these words, with at most so many hits.
    pub fn new(query: &str, limit: usize) -> Self {
        let mut words: Vec<Word> = query.split_whitespace().map(Word::of).collect();
        words.sort_by(|one, other| {
            let longer = other.letters.len().cmp(&one.letters.len());
            longer.then_with(|| one.letters.cmp(&other.letters))
        });
        words.dedup();
        Self { words, limit, hits: Vec::new(), looked: 0 }
    }

    /// Looks at one more text.
    pub fn add(&mut self, entry: Entry) {
        let is_full = self.hits.len() >= self.limit;
        if self.words.is_empty() || is_full && self.hits.last().is_none_or(|last| last.time >= entry.time) {
            return;
        }
        let mut first = usize::MAX;
        for word in &self.words {
            match word.find(entry.text, &mut self.looked) {
                Some(place) => first = first.min(place),
                None => return,
            }
        }
        let excerpt = excerpt(entry.text, first);
        let marks = marks(&excerpt, &self.words);
        let place = self.hits.partition_point(|hit| hit.time >= entry.time);
        let Entry { conversation, message, time, .. } = entry;
        self.hits.insert(place, Hit { conversation, message, time, excerpt, marks });
        self.hits.truncate(self.limit);
    }

    /// What was found so far, the newest first.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// How many bytes and letters were compared.
    pub const fn looked(&self) -> u64 {
        self.looked
    }
}

/// A word that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    /// Folded.
    letters: Vec<char>,
    /// The bytes with which its first letter begins, large or small: most places are told by them.
    leads: [u8; 2],
}

impl Word {
    fn of(word: &str) -> Self {
        let letters: Vec<char> = word.chars().map(folded).collect();
        let first = letters.first().copied().unwrap_or_default();
        let lead = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
        let small = lead(first);
        // What folds to it stands so far before it, and one letter behind.
        let large = [32, 80, 48, 1]
            .into_iter()
            .filter_map(|shift| char::from_u32(u32::from(first).wrapping_sub(shift)));
        let mut large = large.chain(['ẞ']).filter(|large| folded(*large) == first).map(lead);
        Self { leads: [small, large.find(|lead| *lead != small).unwrap_or(small)], letters }
    }

    /// Where it begins in a text, in bytes.
    fn find(&self, text: &str, looked: &mut u64) -> Option<usize> {
        let mut from = 0;
        loop {
            let at = text.as_bytes()[from..].iter().position(|byte| self.leads.contains(byte));
            *looked += at.unwrap_or(text.len() - from) as u64;
            let place = from + at?;
            if self.begins(&text[place..], looked).is_some() {
                return Some(place);
            }
            from = place + 1;
        }
    }

    /// How many bytes of a text it is, if the text begins with it.
    fn begins(&self, text: &str, looked: &mut u64) -> Option<usize> {
        let mut text = text.char_indices();
        for wanted in &self.letters {
            *looked += 1;
            text.next().filter(|(_, c)| folded(*c) == *wanted)?;
        }
        Some(text.offset())
    }
}

/// The text around a place, on one line.
fn excerpt(text: &str, first: usize) -> String {
    let (before, behind) = text.split_at(first);
    let start = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(place, _)| place);
    // Whole words, unless one is as long as all.
    let start = match before[start..].find(char::is_whitespace) {
        Some(blank) if start > 0 => start + blank,
        _ => start,
    };
    let end = behind.char_indices().nth(LENGTH - BEFORE).map_or(text.len(), |(place, _)| first + place);
    let end = match text[first..end].rfind(char::is_whitespace) {
        Some(blank) if end < text.len() && blank > 0 => first + blank,
        _ => end,
    };
    let mut excerpt = String::from(if start > 0 { "…" } else { "" });
    for (place, word) in text[start..end].split_whitespace().enumerate() {
        excerpt.push_str(if place > 0 { " " } else { "" });
        excerpt.push_str(word);
    }
    excerpt.push_str(if end < text.len() { "…" } else { "" });
    excerpt
}

/// Where any of the words stands.
fn marks(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    let (mut at, mut ignored) = (0, 0);
    for (place, c) in text.char_indices() {
        let longest = words.iter().filter_map(|word| word.begins(&text[place..], &mut ignored)).max();
        if let Some(bytes) = longest {
            let end = at + text[place..place + bytes].encode_utf16().count();
            match marks.last_mut() {
                Some(last) if last.end >= at => last.end = last.end.max(end),
                _ => marks.push(at..end),
            }
        }
        at += c.len_utf16();
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::{Word, folded};

    #[test]
    fn no_letter_is_passed_over_by_its_first_byte() {
        for c in '\0'..=char::MAX {
            let lead = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            let word = Word::of(&String::from(folded(c)));
            assert!(word.leads.contains(&lead), "{c} is not found as {}", folded(c));
        }
    }
}

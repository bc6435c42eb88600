//! Stretches of finished text with references that have no definition so far.
//!
//! **Invariant:** a stretch is kept only as long as a definition may still come, and read again only when one comes.

use std::collections::BTreeMap;

use super::change::Fix;
use super::inline;
use super::reference::{Label, References};

#[derive(Debug, Default)]
pub struct Segments {
    sources: Vec<String>,
    /// Which stretches wait for a label.
    waiting: BTreeMap<Label, Vec<u32>>,
}

impl Segments {
    /// Keeps a stretch that refers to these labels; gives its number, or 0 if there are none.
    pub fn keep(&mut self, source: &str, labels: Vec<Label>) -> u32 {
        if labels.is_empty() {
            return 0;
        }
        self.sources.push(source.to_owned());
        let segment = self.sources.len() as u32;
        self.wait(segment, labels);
        segment
    }

    fn wait(&mut self, segment: u32, labels: Vec<Label>) {
        for label in labels {
            let waiting = self.waiting.entry(label).or_default();
            if !waiting.contains(&segment) {
                waiting.push(segment);
            }
        }
    }

    /// Reads the stretches again that these definitions change.
    pub fn fixes(&mut self, references: &mut References) -> Vec<Fix> {
        let fresh = references.take_fresh();
        let mut segments: Vec<u32> =
            fresh.iter().filter_map(|label| self.waiting.remove(label)).flatten().collect();
        segments.sort_unstable();
        segments.dedup();
        let mut fixes = Vec::with_capacity(segments.len());
        for segment in segments {
            let parsed = inline::closed(&self.sources[segment as usize - 1], references);
            fixes.push(Fix { segment, nodes: parsed.settled });
            self.wait(segment, parsed.unresolved);
        }
        fixes
    }
}

//! Stretches of finished text with references that have no definition so far.
//!
//! **Invariant:** a stretch is read again only when a definition comes that it refers to.

use super::change::Fix;
use super::inline;
use super::reference::{Label, References};

#[derive(Debug, Default)]
pub struct Segments {
    sources: Vec<String>,
}

impl Segments {
    /// Keeps a stretch that refers to these labels; gives its number, or 0 if there are none.
    pub fn keep(&mut self, source: &str, labels: Vec<Label>, references: &mut References) -> u32 {
        if labels.is_empty() {
            return 0;
        }
        self.sources.push(source.to_owned());
        let segment = self.sources.len() as u32;
        labels.into_iter().for_each(|label| references.wait(label, segment));
        segment
    }

    /// Reads the stretches again that were defined since the last call.
    pub fn fixes(&mut self, references: &mut References) -> Vec<Fix> {
        let mut fixes = Vec::new();
        for segment in references.take_fresh() {
            let parsed = inline::closed(&self.sources[segment as usize - 1], references);
            fixes.push(Fix { segment, nodes: parsed.settled });
            parsed.unresolved.into_iter().for_each(|label| references.wait(label, segment));
        }
        fixes
    }
}

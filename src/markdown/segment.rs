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
    /// After so many bytes the rest waits for the next call: everything may have waited for one definition.
    const MOST: usize = 1024;

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

    /// Reads stretches again that were defined, [`Self::MOST`] and the end of the last one at most.
    pub fn fixes(&mut self, references: &mut References) -> Vec<Fix> {
        let (mut fixes, mut read) = (Vec::new(), 0);
        while read < Self::MOST
            && let Some(segment) = references.take_fresh()
        {
            let source = &self.sources[segment as usize - 1];
            read += source.len();
            let parsed = inline::closed(source, references);
            fixes.push(Fix { segment, nodes: parsed.settled });
            parsed.unresolved.into_iter().for_each(|label| references.wait(label, segment));
        }
        fixes
    }
}

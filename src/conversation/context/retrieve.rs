//! `context="retrieve"`: the earlier rounds that are most like the question, on top of the newest.
//!
//! A round has one vector, known by the id of its last message, so that another answer has another one. **Invariant:**
//! whole rounds, in their order; the newest get half of the room before any other does, and without vectors all of it.

use std::ops::Range;

use super::draft::Draft;
use super::{Said, Window};
use crate::conversation::Id;
use crate::protocol::Role;
use crate::text::cut_at;

/// The bytes of a text that are looked at: the smallest models for embeddings take 512 tokens.
const LONGEST: usize = 2000;

/// A text that needs a vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What the vector is known by.
    pub id: Id,
    pub text: String,
}

/// Finds a vector by its id.
pub type Vectors<'a> = &'a dyn Fn(Id) -> Option<&'a [f32]>;

/// The texts that still need a vector for the last question of this path, which comes first; none if all fits.
pub fn wanted(path: &[Said], window: &Window, vectors: Vectors) -> Vec<Wanted> {
    let draft = halved(path, window);
    let last = draft.rounds.last();
    if (1..=last).all(|round| draft.has(round)) {
        return Vec::new();
    }
    let question = text_of(path, &draft, question_of(&draft));
    let earlier = (1..last).filter(|round| !draft.has(*round));
    let earlier = earlier.filter_map(|round| text_of(path, &draft, draft.rounds.units_of(round)));
    question.into_iter().chain(earlier).filter(|wanted| vectors(wanted.id).is_none()).collect()
}

/// For each message of the path, whether it is sent.
pub fn retrieve(path: &[Said], window: &Window, vectors: Vectors) -> Vec<bool> {
    let mut draft = halved(path, window);
    let last = draft.rounds.last();
    let of = |draft: &Draft, units| text_of(path, draft, units).and_then(|text| vectors(text.id));
    if let Some(question) = of(&draft, question_of(&draft)) {
        let vector = |round| of(&draft, draft.rounds.units_of(round));
        let alike = |round| Some((cosine(question, vector(round)?)?, round));
        let mut alike: Vec<(f32, usize)> = (1..last).filter_map(alike).collect();
        alike.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        for (_, round) in alike {
            draft.take(round, 0);
        }
    }
    draft.newest(0, 0);
    draft.sent()
}

/// The unit of the last question.
fn question_of(draft: &Draft) -> Range<usize> {
    let round = draft.rounds.units_of(draft.rounds.last());
    round.start..round.end.min(round.start + 1)
}

/// The newest rounds in half of the room.
fn halved(path: &[Said], window: &Window) -> Draft {
    let mut draft = Draft::new(path, window.fixed, window.room);
    let half = if window.room.is_some() { draft.left / 2 } else { 0 };
    draft.newest(0, half);
    draft
}

/// The words of units, under the id of the last message that has any.
fn text_of(path: &[Said], draft: &Draft, units: Range<usize>) -> Option<Wanted> {
    let places = units.flat_map(|unit| &draft.rounds.units[unit].members);
    let is_spoken = |said: &&Said| matches!(said.message.role, Role::User | Role::Assistant);
    let mut wanted: Option<Wanted> = None;
    for said in places.filter_map(|place| path.get(*place)).filter(is_spoken) {
        let words = said.message.text().trim();
        if words.is_empty() {
            continue;
        }
        let wanted = wanted.get_or_insert_with(|| Wanted { id: said.id, text: String::new() });
        wanted.id = said.id;
        wanted.text.push_str(if wanted.text.is_empty() { "" } else { "\n\n" });
        wanted.text.push_str(words);
    }
    wanted.map(|wanted| Wanted { text: cut_at(&wanted.text, LONGEST).to_owned(), ..wanted })
}

/// How alike two vectors are, from -1 to 1; nothing if they are of two models, or no vectors.
fn cosine(one: &[f32], other: &[f32]) -> Option<f32> {
    let dot = |one: &[f32], other: &[f32]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f32>();
    let size = (dot(one, one) * dot(other, other)).sqrt();
    let cosine = dot(one, other) / size;
    (one.len() == other.len() && cosine.is_finite()).then_some(cosine)
}

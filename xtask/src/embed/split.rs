//! Cuts the compiled widget in two: what a page loads until the first answer is drawn, and what is loaded later.
//!
//! A function whose name begins with `later_` is a door (`src/browser/later.rs` opens it). Whatever only doors lead to is
//! put into a second module, which shares the memory and the tables of the first. Who leads to whom is read from the
//! relocations of the linker (`linked`, `doors`), and the cut is made behind the optimiser (`cut`), so that the two are optimised
//! as one.
//!
//! The crates that do this before wasm-bindgen (`wasm_split_cli_support`) have each half optimised alone, and bring a
//! loader of their own that checks no digests.
//!
//! **Invariant:** the first module never calls into the second but through a door. What is not understood is not cut.

mod cut;
mod doors;
mod half;
mod linked;
mod making;
mod module;

use std::ops::Range;

use doors::Behind;
use module::Parts;
use wasm_encoder::reencode::Error;

use crate::files::{read, target};

/// Where the linker leaves the widget.
const LINKED: &str = "wasm32-unknown-unknown/release/causerie.wasm";

/// The two modules. The second one has nothing in it if there is no door, or no relocation to find one by.
pub struct Halves {
    pub first: Vec<u8>,
    pub second: Vec<u8>,
}

type Result<T> = std::result::Result<T, Error<String>>;

/// Cuts the optimised module of the widget.
pub fn split(wasm: &[u8]) -> crate::step::Result<Halves> {
    let linked = read(&target().join(LINKED))?;
    let cut = || {
        let behind = doors::behind(&linked)?;
        are_same(&Parts::read(&linked)?, &Parts::read(wasm)?, &behind)?;
        cut::cut(wasm, &behind)
    };
    cut().map_err(|error| text(&error))
}

/// An error, unless the optimiser has left these slots and data where the linker put them.
fn are_same(linked: &Parts, optimised: &Parts, behind: &Behind) -> Result<()> {
    let has_moved = |slot: u32| {
        let now = optimised.signature(slot);
        now.is_some() && now != linked.signature(slot)
    };
    let is_other = |range: &Range<u32>| linked.memory(range) != optimised.memory(range);
    if let Some(slot) = behind.slots.iter().find(|slot| has_moved(**slot)) {
        return Err(Error::UserError(format!("slot {slot} has another function now")));
    }
    match behind.data.iter().find(|range| is_other(range)) {
        Some(range) => Err(Error::UserError(format!("the data at {} are others now", range.start))),
        None => Ok(()),
    }
}

/// The module without the sections that only tools read.
pub fn bare(wasm: &[u8]) -> crate::step::Result<Vec<u8>> {
    cut::cut(wasm, &Behind::default()).map(|halves| halves.first).map_err(|error| text(&error))
}

fn text(error: &Error<String>) -> String {
    format!("the compiled widget cannot be cut: {error}")
}

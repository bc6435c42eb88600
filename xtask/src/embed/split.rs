//! Cuts the compiled widget in two: what a page loads until the first answer is drawn, and what is loaded later.
//!
//! A function whose name begins with `later_` is a door (`src/browser/later.rs` opens it). Whatever only doors lead to is
//! put into a second module, which shares the memory and the tables of the first. Who leads to whom is read from the
//! relocations of the linker (`doors`), and the cut is made behind the optimiser (`cut`), so that the two are optimised
//! as one.
//!
//! The crates that do this before wasm-bindgen (`wasm_split_cli_support`) have each half optimised alone, and bring a
//! loader of their own that checks no digests.
//!
//! **Invariant:** the first module never calls into the second but through a door. What is not understood is not cut.

mod cut;
mod doors;
mod half;
mod module;

use std::collections::BTreeSet;

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
        let slots = doors::slots_behind(&linked)?;
        are_same(&Parts::read(&linked)?, &Parts::read(wasm)?, &slots)?;
        cut::cut(wasm, &slots)
    };
    cut().map_err(|error| text(&error))
}

/// An error, unless the optimiser has left these slots where the linker put them.
fn are_same(linked: &Parts, optimised: &Parts, slots: &BTreeSet<u32>) -> Result<()> {
    let moved = slots.iter().find(|slot| linked.signature(**slot) != optimised.signature(**slot));
    moved.map_or(Ok(()), |slot| Err(Error::UserError(format!("slot {slot} has another function now"))))
}

/// The module without the sections that only tools read.
pub fn bare(wasm: &[u8]) -> crate::step::Result<Vec<u8>> {
    cut::cut(wasm, &BTreeSet::new()).map(|halves| halves.first).map_err(|error| text(&error))
}

fn text(error: &Error<String>) -> String {
    format!("the compiled widget cannot be cut: {error}")
}

//! The model names of ELIZA's own API that ask for something.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod calls;
mod features;
mod refusals;
mod waits;

#[path = "../support/mod.rs"]
mod support;

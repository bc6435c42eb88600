//! The systems that the demo server can behave as.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod aleph_alpha;
mod all;
mod command;
mod gateway;
mod openai;
mod page;
mod paradigm;
mod xroute;

#[path = "../support/mod.rs"]
mod support;

//! The bytes of a reply: server-sent events, the JSON in them, and what a chunk of it adds.
//!
//! A crate of its own for one reason: every token of an answer goes through it, so it is compiled for speed, while
//! the rest of the widget is compiled for size (`[profile.release.package]` in the workspace's Cargo.toml).
//! **Invariant:** no dependencies and no I/O; total on any bytes.

pub mod citation;
pub mod delta;
pub mod envelope;
pub mod json;
pub mod sse;
pub mod text;
pub mod usage;

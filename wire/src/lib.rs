//! The bytes of a reply: server-sent events, the JSON in them, and what a chunk of it adds.
//!
//! A crate of its own for one reason: every token of an answer goes through it, so that it can be compiled with other
//! switches than the rest (`[profile.release.package]` in the workspace's Cargo.toml; docs/architecture.md has the figures).
//! **Invariant:** no dependencies and no I/O; total on any bytes.

pub mod citation;
pub mod delta;
pub mod envelope;
pub mod json;
pub mod sse;
pub mod text;
pub mod usage;

//! Markdown as it streams: text in, a tree of nodes out, without HTML at any point.
//!
//! **Invariant:** a block that was given as finished never changes, whatever text comes after it; only the
//! open tail is parsed again. Raw HTML is text.

mod document;
pub mod html;
mod link;
mod node;
mod parse;

pub use document::{Document, Step};
pub use link::safe_link;
pub use node::{Align, Kind, Node};

//! Markdown as it streams: text in, what changes in a tree of nodes out, without HTML at any point.
//!
//! CommonMark with GitHub's tables, task lists, strikethrough, autolinks and footnotes, and with formulas. The block
//! phase (`block`) reads line by line, the inline phase (`inline`) what a paragraph gathers; a [`Document`] keeps both
//! going while text comes, and [`Drawing`] carries what changed to a surface. **Invariant:** what is done never
//! changes, whatever text comes after it; the one exception is a reference whose definition comes later. Raw HTML is
//! text.

mod block;
mod change;
mod cited;
mod document;
mod draw;
pub mod html;
mod inline;
mod link;
mod node;
mod page;
mod reference;
mod segment;
mod source;
mod speech;
mod surface;

pub use change::{Change, Fix, Step, What};
pub use cited::cited;
pub use document::Document;
pub use draw::Drawing;
pub use link::safe_link;
pub use node::{Align, Kind, Node};
pub use page::{Page, Streamed};
pub use source::{cell_source, plain_text};
pub use surface::Surface;

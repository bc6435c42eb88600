//! Views only: no fetch, no parsing of replies, no words of their own.
//!
//! Each is a function from the chat to an element that follows its signals. **Invariant:** nothing here becomes
//! HTML text, and no text stands here: they come from labels, options and messages.

mod about;
mod actions;
mod blocks;
mod call;
mod cite;
mod code;
mod composer;
mod content;
mod document;
mod form;
mod gauge;
mod header;
mod history;
mod icon;
mod image;
mod key_form;
mod launcher;
mod link;
mod marks;
mod message;
mod models;
mod note;
mod notice;
mod page;
mod paint;
mod panel;
mod reasoning;
mod rehearsal;
mod root;
mod sources;
mod table;
mod thread;
mod toast;
#[cfg(feature = "leptos")]
mod tool_view;
mod turns;
#[cfg(feature = "leptos")]
mod widget;
mod words;

pub use root::{Mounted, STYLES};
#[cfg(feature = "leptos")]
pub use widget::ChatWidget;

//! The browser: the only module, with `element`, that names `web_sys`, `js_sys` or `wasm_bindgen`.
//!
//! **Invariant:** mechanism without meaning: nothing here knows of messages, options or labels. Listeners
//! and observers are taken away when their owner is dropped.

mod anchor;
pub mod archive;
pub mod clipboard;
pub mod clock;
pub mod console;
pub mod dialog;
pub mod dom;
pub mod extras;
pub mod fetch;
pub mod file;
pub mod frame;
pub mod function;
pub mod handed;
pub mod hook;
pub mod host;
mod kept;
pub mod later;
pub mod line;
pub mod page;
pub mod scroll;
pub mod signal;
pub mod sizes;
pub mod storage;
pub mod style;
pub mod token;
pub mod view;
pub mod viewport;
pub mod waiting;

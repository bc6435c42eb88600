//! Causerie: a chat widget for any OpenAI-compatible `…/chat/completions` endpoint.
//!
//! One component with three doors: a script tag on any website (`causerie.js`), a standalone page, and
//! `ChatWidget` in a Leptos app. The map:
//!
//! | module | what lives there | browser? |
//! |---|---|---|
//! | [`config`] | every option once | no |
//! | [`json`] | JSON, small and total (the crate `causerie-wire`, with the event stream) | no |
//! | [`protocol`] | what travels: requests, replies, errors | no |
//! | [`conversation`] | what is said: messages and turns | no |
//! | [`tools`] | what the model may call, and the loop in which it does | no |
//! | [`markdown`] | text → blocks → nodes | no |
//! | `reactive` | what follows what | no |
//! | `browser` | fetch, frames, clipboard, the DOM | yes |
//! | `chat` | the reactive state and its actions | yes |
//! | `components` | views | yes |
//! | `element` | what `causerie.js` mounts | yes |
//!
//! In a Leptos app: `ChatWidget`. The modules without a browser are of use elsewhere, too:
//!
//! ```
//! use causerie::Config;
//! use causerie::json::Json;
//!
//! let options = Json::parse(r#"{"endpoint": "/v1", "temperature": "0.7", "mode": "inlined"}"#)?;
//! let (config, problems) = Config::from_json(&options);
//! assert_eq!(config.endpoint.as_deref(), Some("/v1"));
//! // A wrong value is a readable line, and the default is used.
//! assert_eq!(
//!     problems[0].text(),
//!     r#"causerie: mode="inlined" is not used; allowed is floating, inline or page."#
//! );
//! # Ok::<(), causerie::json::JsonError>(())
//! ```
//!
//! **Invariant:** the modules without a browser compile with `--no-default-features`, and dependencies point
//! one way: `element → components → chat → {browser, tools → conversation → protocol}`, `components → markdown`,
//! `browser → reactive`; `config` needs but `json`. `tests/architecture.rs` reads the `use` lines and asserts it.

pub mod config;
pub mod conversation;
pub mod markdown;
pub mod protocol;
pub mod reactive;
pub mod tools;

pub use causerie_wire::{json, text};
pub use config::{Config, Label, Labels};

#[cfg(feature = "ui")]
pub mod browser;
#[cfg(feature = "ui")]
pub mod chat;
#[cfg(feature = "ui")]
pub mod components;
#[cfg(feature = "element")]
pub mod element;

#[cfg(feature = "leptos")]
pub use browser::extras::CodeRenderer;
#[cfg(feature = "ui")]
pub use browser::token::TokenSource;
#[cfg(feature = "leptos")]
pub use chat::hooks::{Answering, Hooks};
#[cfg(feature = "ui")]
pub use chat::tools::{Tool, ToolSet};
#[cfg(feature = "leptos")]
pub use components::ChatWidget;

//! What the settings of the standalone page give to copy, with odd texts in it: compiled here, never shown.
//!
//! **Invariant:** the text is what `playground/leptos.js` writes; e2e/tests/playground-text.spec.mjs holds it to that.
#![allow(dead_code, reason = "it is only to compile")]

include!("../snippet.txt");

//! What travels between the widget and a chat-completions server.
//!
//! Requests are built from options and messages; replies are decoded from bytes as they arrive, without
//! doing any I/O. **Invariant:** pure and total. Any bytes, in any pieces, give an outcome and never a panic,
//! and how the bytes were cut makes no difference.

mod chunk;
mod error;
mod reply;
mod request;
mod sse;
mod url;

pub use chunk::{Delta, FinishReason, Usage};
pub use error::{ApiError, ErrorKind};
pub use reply::{BodyEnd, ReplyDecoder, ReplyEvent, ReplyHead};
pub use request::{ChatCompletionRequest, Role, Turn};
pub use sse::{SseDecoder, SseEvent};
pub use url::completions_url;

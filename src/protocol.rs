//! What travels between the widget and a chat-completions server.
//!
//! Requests are built from options and messages; replies are decoded from bytes as they arrive, without
//! doing any I/O. **Invariant:** pure and total. Any bytes, in any pieces, give an outcome and never a panic,
//! and how the bytes were cut makes no difference.

mod attempt;
mod chunk;
mod endpoint;
mod error;
mod failure;
mod handed;
mod models;
mod repair;
mod reply;
mod request;
mod turn;
mod url;

pub use causerie_wire::sse::{SseDecoder, SseEvent};

pub use attempt::{Attempts, Circumstances, Next};
pub use chunk::{Citation, Delta, FinishReason, ToolCallDelta, Usage};
pub use endpoint::Endpoint;
pub use error::{ApiError, ErrorKind};
pub use failure::Failure;
pub use handed::event as handed_event;
pub use models::{model_ids, models_urls};
pub use repair::Repairs;
pub use reply::{BodyEnd, ReplyDecoder, ReplyEvent, ReplyHead};
pub use request::{ChatCompletionRequest, plain_headers};
pub use turn::{Role, Turn};
pub use url::{completions_url, embeddings_url};

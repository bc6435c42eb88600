//! A failure as it came: what is read of it, is read when it is wanted.
//!
//! Reading what servers say when they fail is a large part of this module, and few replies fail. **Invariant:** nothing
//! of what came is lost before it is sorted; what needs no sorting is known at once.

use super::{ApiError, ErrorKind, ReplyHead};
use crate::json::Json;

/// How much is kept of what is no reply.
pub(super) const SHOWN: usize = 300;

/// What a reply failed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The client found out by itself.
    Known(ApiError),
    /// The body of a reply that is not 2xx.
    Body(ReplyHead, Vec<u8>),
    /// A document, or a choice of it, that holds an error: of a stream with this status, or a whole reply with this head.
    Event(u16, Json),
    Document(ReplyHead, Json),
    /// A whole reply with this head that ended with an error, and no word of it.
    Wordless(ReplyHead),
    /// The data of an event named `error`, in a stream with this status.
    Named(u16, String),
    /// Something that is no reply, from its beginning.
    Alien(ReplyHead, Vec<u8>),
}

impl Failure {
    /// Sorts it by what can be done about it.
    pub fn sorted(self) -> ApiError {
        match self {
            Self::Known(error) => error,
            Self::Body(head, body) => ApiError::from_body(&head, &body),
            Self::Event(status, document) => ApiError::in_stream(status, &document),
            Self::Document(head, document) => {
                ApiError::of_document(head.status, &document).with_headers(&head)
            }
            Self::Wordless(head) => {
                ApiError { status: Some(head.status), ..ApiError::new(ErrorKind::Server, "") }
                    .with_headers(&head)
            }
            Self::Named(status, data) => ApiError::in_error_event(status, &data),
            Self::Alien(head, body) => {
                let words = ApiError::from_body(&head, &body).message.chars().take(SHOWN).collect::<String>();
                ApiError { status: Some(head.status), ..ApiError::new(ErrorKind::BadResponse, words) }
            }
        }
    }

    /// The error without a look at what the server says, which tells less.
    pub fn unsorted(self) -> ApiError {
        let status = match self {
            Self::Known(error) => return error,
            Self::Body(head, _) | Self::Document(head, _) | Self::Wordless(head) | Self::Alien(head, _) => {
                head.status
            }
            Self::Event(status, _) | Self::Named(status, _) => status,
        };
        let kind = if status == 401 { ErrorKind::Auth } else { ErrorKind::Server };
        ApiError { status: Some(status), ..ApiError::new(kind, "") }
    }
}

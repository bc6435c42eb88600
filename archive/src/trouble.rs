//! Why something could not be kept, as far as it makes a difference for what is said and done.
//!
//! **Invariant:** whatever a browser throws is one of these; it is told by its name, as texts differ.

use idb::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// Why the store did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no store, or the visitor's settings forbid it.
    Blocked,
    /// There is no room left.
    Full,
    /// A newer version of the widget has changed the store.
    Newer,
    /// Something else.
    Failed,
}

impl Trouble {
    /// As answers have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Full => "full",
            Self::Newer => "newer",
            Self::Failed => "failed",
        }
    }

    /// Of what a browser threw or gave as the reason.
    pub fn of(reason: &JsValue) -> Self {
        let name = reason.dyn_ref::<DomException>().map(DomException::name);
        match name.as_deref() {
            Some("SecurityError" | "NotAllowedError") => Self::Blocked,
            Some("QuotaExceededError") => Self::Full,
            Some("VersionError") => Self::Newer,
            _ => Self::Failed,
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            Error::IndexedDbNotFound(_) => Self::Blocked,
            Error::DomException(reason) => Self::of(&reason),
            Error::IndexedDbOpenFailed(reason)
            | Error::TransactionOpenFailed(reason)
            | Error::UpdateFailed(reason)
            | Error::DeleteFailed(reason)
            | Error::GetAllKeysFailed(reason)
            | Error::GetAllFailed(reason) => Self::of(&reason),
            _ => Self::Failed,
        }
    }
}

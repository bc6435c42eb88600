//! References within a schema.
//!
//! **Invariant:** only places of the same document are found; whoever follows them in a circle is stopped by the depth
//! of the check.

use super::check::Check;
use super::member;
use crate::json::Json;
use crate::text::replaced;

impl<'a> Check<'a> {
    /// The schema that `#` or `#/$defs/name` names.
    pub(super) fn resolve(&self, reference: &str) -> Option<&'a Json> {
        let pointer = decoded(reference.strip_prefix('#')?);
        let mut place = self.root;
        if pointer.is_empty() {
            return Some(place);
        }
        for part in pointer.strip_prefix('/')?.split('/') {
            let part = replaced(&replaced(part, "~1", "/"), "~0", "~");
            place = match place {
                Json::Array(items) => items.get(part.parse::<usize>().ok()?)?,
                _ => member(place, &part)?,
            };
        }
        Some(place)
    }
}

/// Without `%20` and the like.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let digit = |at: usize| behind.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (*first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

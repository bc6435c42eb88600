//! What stands for older turns of a conversation: parts that are added and never changed.
//!
//! **Invariant:** nothing of a part is read here; what it says is the widget's. They go with their conversation.

use causerie::conversation::Id;
use causerie::json::Json;

use super::Answer;
use crate::shelf::{Shelf, texts};
use crate::store::{Span, Table, Write};
use crate::tab::{now, random};

/// Adds a part, or gives all of them.
pub async fn digest(shelf: &Shelf, conversation: Id, part: Json) -> Answer {
    if part == Json::Null {
        let found = shelf.store.read(parts(shelf, conversation), None).await?;
        let digests = found.iter().filter_map(|(_, text)| Json::parse(text.as_deref()?).ok());
        return Ok(Json::object([("digests", digests.collect())]));
    }
    let write = Write::Put(Table::Marks, shelf.scope.digest(conversation, now(), random()), part.written());
    shelf.store.update(Vec::new(), &mut |_| vec![write.clone()]).await?;
    shelf.tell_json(Json::object([("digested", texts(&[conversation]))]));
    Ok(Json::object([("conversation", conversation.text().into())]))
}

/// All parts of a conversation.
pub fn parts(shelf: &Shelf, conversation: Id) -> Span {
    Span::below(Table::Marks, shelf.scope.messages(conversation))
}

//! What is read: the list, and a conversation page by page.
//!
//! **Invariant:** a page costs what is on it, however long the conversation is. What cannot be read is counted.

use causerie::conversation::{ConversationRecord, Id, MessageRecord};
use causerie::json::Json;

use super::Answer;
use crate::batch::{Batch, Lost};
use crate::shelf::Shelf;
use crate::store::{Span, Table};
use crate::trouble::Trouble;

/// So many messages are on a page, unless another number is asked for.
const PAGE: u64 = 100;

pub async fn open(shelf: &Shelf) -> Answer {
    let shown = match shelf.tab.get(&shelf.scope.shown()) {
        Some(id) => Id::read(&id),
        None => {
            let span = Span { table: Table::Marks, from: shelf.scope.shown(), to: shelf.scope.shown() };
            let found = shelf.store.read(span, None).await?;
            found.into_iter().find_map(|(_, text)| Id::read(&text?))
        }
    };
    let Some(shown) = shown else { return Ok(Json::object([])) };
    let answer = read(shelf, shown, &Json::Null).await?;
    let is_gone = match answer.get("conversation") {
        Some(record) => ConversationRecord::read(record.clone()).is_ok_and(|record| record.deleted.is),
        None => answer.get("messages").is_none_or(|messages| messages.items().is_empty()),
    };
    Ok(if is_gone { Json::object([]) } else { answer })
}

pub async fn list(shelf: &Shelf, deleted: bool) -> Answer {
    let mut lost = Lost::default();
    let mut all = conversations(shelf, &mut lost).await?;
    all.retain(|record| record.deleted.is == deleted);
    all.sort_by_key(|record| std::cmp::Reverse((record.pinned.is, record.updated, record.id)));
    Ok(Json::object([
        ("conversations", all.iter().map(ConversationRecord::to_json).collect()),
        ("newer", lost.newer.into()),
        ("broken", lost.broken.into()),
    ]))
}

/// All conversations, each once, also those that were removed.
pub async fn conversations(shelf: &Shelf, lost: &mut Lost) -> Result<Vec<ConversationRecord>, Trouble> {
    let found = shelf.store.read(shelf.scope.all(Table::Conversations), None).await?;
    Ok(Batch::of(lost.read(&found, ConversationRecord::read), Vec::new()).conversations.into_vec())
}

/// A conversation's own record.
pub async fn conversation(
    shelf: &Shelf,
    id: Id,
    lost: &mut Lost,
) -> Result<Option<ConversationRecord>, Trouble> {
    let span = Span::below(Table::Conversations, shelf.scope.conversation(id));
    let found = shelf.store.read(span, None).await?;
    let found = Batch::of(lost.read(&found, ConversationRecord::read), Vec::new());
    Ok(found.conversations.get(id).cloned())
}

pub async fn read(shelf: &Shelf, id: Id, request: &Json) -> Answer {
    let mut lost = Lost::default();
    let record = conversation(shelf, id, &mut lost).await?;
    let limit = request.get("limit").and_then(Json::as_u64).unwrap_or(PAGE).clamp(1, 100_000) as u32;
    let start = shelf.scope.messages(id);
    let found = shelf.store.read(span(&start, request), Some(limit)).await?;
    let is_full = found.len() == limit as usize;
    let last = found.last().filter(|_| is_full).and_then(|(key, _)| key.strip_prefix(&start));
    let messages = lost.read(&found, MessageRecord::read);
    let mut answer = Json::object_of_set([
        ("conversation", record.map(|record| record.to_json()).into()),
        ("before", last.into()),
        ("newer", lost.newer.into()),
        ("broken", lost.broken.into()),
    ]);
    answer.set("messages", messages.iter().map(MessageRecord::to_json).collect());
    Ok(answer)
}

/// The messages of a conversation whose keys begin so, from where the request says.
fn span(start: &str, request: &Json) -> Span {
    let span = Span::below(Table::Messages, start.to_owned());
    match request.get("before").and_then(Json::as_str) {
        Some(before) => span.behind(&[start, before].concat()),
        None => span,
    }
}

/// Whether a message is pinned before a place. All are looked at, but only those are read that ever had a pin.
pub async fn pinned(shelf: &Shelf, id: Id, request: &Json) -> Answer {
    let mut span = span(&shelf.scope.messages(id), request);
    loop {
        let mut found = shelf.store.read(span.clone(), Some(CHUNK)).await?;
        let next = found.last().filter(|_| found.len() == CHUNK as usize).map(|(last, _)| span.behind(last));
        found.retain(|(_, text)| text.as_deref().is_some_and(|text| text.contains("\"pinned\"")));
        let records = Lost::default().read(&found, MessageRecord::read);
        let is_pinned = records.iter().any(|record| record.node.pinned.is);
        match next {
            Some(next) if !is_pinned => span = next,
            _ => return Ok(Json::object([("pinned", is_pinned.into())])),
        }
    }
}

/// All messages of a conversation, or of all: by conversation, the newest first.
pub async fn messages(
    shelf: &Shelf,
    conversation: Option<Id>,
    lost: &mut Lost,
) -> Result<Vec<MessageRecord>, Trouble> {
    let mut span = match conversation {
        Some(id) => Span::below(Table::Messages, shelf.scope.messages(id)),
        None => shelf.scope.all(Table::Messages),
    };
    let mut all = Vec::new();
    loop {
        let found = shelf.store.read(span.clone(), Some(CHUNK)).await?;
        all.extend(lost.read(&found, MessageRecord::read));
        match found.last() {
            Some((last, _)) if found.len() == CHUNK as usize => span = span.behind(last),
            _ => return Ok(all),
        }
    }
}

/// So many records are in two forms at a time.
const CHUNK: u32 = 1000;

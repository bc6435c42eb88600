//! What is changed: records that are put, titles and flags, and what is erased.
//!
//! **Invariant:** what is changed here is later than what is there, so that it counts in every tab.

use causerie::conversation::{ConversationRecord, Flag, Id, MessageRecord, Title};
use causerie::json::Json;

use super::{Answer, digest, id, read};
use crate::batch::{Batch, Lost};
use crate::session;
use crate::shelf::{Shelf, texts};
use crate::store::{Span, Table, Write};
use crate::tab::now;
use crate::trouble::Trouble;

pub async fn put(shelf: &Shelf, mut request: Json) -> Answer {
    let shown = id(&request, "shown");
    let mut refused = 0_u64;
    let (mut conversations, mut messages) = (Vec::new(), Vec::new());
    for record in items(request.take("conversations")) {
        ConversationRecord::read(record).map_or_else(|_| refused += 1, |record| conversations.push(record));
    }
    for record in items(request.take("messages")) {
        MessageRecord::read(record).map_or_else(|_| refused += 1, |record| messages.push(record));
    }
    let news = shelf.put(Batch::of(conversations, messages)).await;
    if let Some(shown) = shown {
        show(shelf, shown).await?;
    }
    let mut answer = news?.to_json();
    answer.set("refused", Some(refused).filter(|refused| *refused > 0).into());
    Ok(answer)
}

fn items(json: Json) -> Vec<Json> {
    match json {
        Json::Array(items) => items,
        _ => Vec::new(),
    }
}

/// Remembers what is shown, for this tab and for one that comes later.
async fn show(shelf: &Shelf, id: Id) -> Result<(), Trouble> {
    let (key, text) = (shelf.scope.shown(), id.text());
    if shelf.tab.get(&key).as_ref() == Some(&text) {
        return Ok(());
    }
    shelf.tab.set(&key, &text);
    let write = Write::Put(Table::Marks, key, text);
    shelf.store.update(Vec::new(), &mut |_| vec![write.clone()]).await
}

/// Renames, entitles, pins, removes or restores.
pub async fn change(shelf: &Shelf, id: Id, what: &str, mut request: Json) -> Answer {
    let Some(mut record) = read::conversation(shelf, id, &mut Lost::default()).await? else {
        return Ok(Json::object([("error", "missing".into())]));
    };
    let flag = |there: Flag, is: bool| Flag { is, at: now().max(there.at + 1) };
    match what {
        "rename" => {
            let text = match request.take("title") {
                Json::Text(text) => text,
                _ => String::new(),
            };
            record.title = Title { by_hand: true, at: now().max(record.title.at + 1), text };
        }
        // Made by the model: what the visitor has given counts more.
        "entitle" if !record.title.by_hand => {
            let Json::Text(text) = request.take("title") else { return Ok(Json::object([])) };
            record.title = Title { by_hand: false, at: now().max(record.title.at + 1), text };
        }
        "entitle" => {}
        "pin" => record.pinned = flag(record.pinned, request.get("is") == Some(&Json::Bool(true))),
        what => record.deleted = flag(record.deleted, what == "remove"),
    }
    let answer = Json::object([("conversation", record.to_json())]);
    // It does not wait if it fails: the visitor hears that it was not done.
    shelf.write(&Batch::of(vec![record], Vec::new())).await?;
    Ok(answer)
}

/// Erases a conversation, or all that were removed before a time.
pub async fn purge(shelf: &Shelf, conversation: Option<Id>, before: Option<u64>) -> Answer {
    let ids = match conversation {
        Some(id) => vec![id],
        None => {
            let all = read::conversations(shelf, &mut Lost::default()).await?;
            let is_over = |at: u64| before.is_none_or(|before| at < before);
            let gone = all.iter().filter(|record| record.deleted.is && is_over(record.deleted.at));
            gone.map(|record| record.id).collect()
        }
    };
    let of = |id: &Id| {
        [
            Span::below(Table::Conversations, shelf.scope.conversation(*id)),
            Span::below(Table::Messages, shelf.scope.messages(*id)),
            digest::parts(shelf, *id),
        ]
    };
    if ids.is_empty() {
        return Ok(Json::object([("purged", texts(&ids))]));
    }
    let purged = Json::object([("purged", texts(&ids))]);
    shelf.erase(ids.iter().flat_map(of).collect(), purged.clone()).await?;
    Ok(purged)
}

/// Erases everything that this widget keeps.
pub async fn clear(shelf: &Shelf) -> Answer {
    let spans = Table::ALL.map(|table| shelf.scope.all(table));
    shelf.erase(spans.to_vec(), Json::object([("clear", true.into())])).await?;
    session::end(shelf).await?;
    Ok(Json::object([]))
}

//! What can be asked, and the answers. Ids are texts, as records have them; times are Unix milliseconds.
//!
//! | what | request | answer |
//! |---|---|---|
//! | `open` | | as `read`, for the conversation that was last shown in this tab, or else in any; empty, if there is none |
//! | `put` | `{conversations, messages, shown}` records; the id of what is shown | `{conversations, messages}`: what another tab knew better |
//! | `digest` | `{conversation, digest}`: what stands for older turns, or a part of it | `{conversation}`; it is added |
//! | `digest` | `{conversation}` | `{digests}`, in the order in which they were put, as they were put |
//! | `list` | `{deleted: true}` for those that were removed | `{conversations, newer, broken}`, pinned ones first, then the newest |
//! | `read` | `{conversation, limit, before}` | `{conversation, messages, before, newer, broken}`, the newest first; with `before` there are more |
//! | `pinned` | `{conversation, before}` | `{pinned}`: whether a message before that place is pinned |
//! | `rename` `pin` | `{conversation, title}` `{conversation, is}` | `{conversation}` |
//! | `entitle` | `{conversation, title}` | `{conversation}`, with the title unless the visitor gave it one |
//! | `remove` `restore` | `{conversation}` | `{conversation}`; it is marked as deleted, or not any more |
//! | `purge` | `{conversation}`, or all that were removed, `{before}` a time | `{purged: [ids]}`; its records are erased |
//! | `clear` | | all records of this `storage-key` are erased |
//! | `search` | `{query, limit}` | `{hits: [{conversation, title, message, time, excerpt, marks: [[from, to]]}]}`; an empty query reads ahead |
//! | `rest` | | what search keeps in memory is given up |
//! | `export` | `{conversation, form, names}`; `form` is `json`, `markdown` or `text`; without `conversation` all | `{text, conversations, newer, broken}` |
//! | `import` | `{text}` | `{source, conversations: [ids], messages}`, or `{error, place}` and nothing is changed |
//! | `lock` `unlock` | `{conversation}` | `{held}`: whether this tab is the one that sends |
//!
//! **Invariant:** each answer has `storage`: `ok`, `memory` (nothing shall be kept), `blocked`, `full`, `newer` or
//! `failed`. With `ok` and `memory` it was done; with `blocked` and `newer` it was done in memory, unless they come of a
//! single request; with `full` and `failed` it was not done, and what was to be put waits for the next time.

mod carry;
mod change;
mod digest;
mod find;
mod read;

use causerie::conversation::Id;
use causerie::json::Json;

use crate::shelf::Shelf;
use crate::trouble::Trouble;

pub use find::Texts;

/// An answer before `storage` is in it.
type Answer = Result<Json, Trouble>;

/// Answers a request, in JSON.
pub async fn answer(shelf: &Shelf, what: &str, request: Json) -> String {
    let (mut answer, state) = match ask(shelf, what, request).await {
        Ok(answer) => (answer, shelf.state()),
        Err(trouble) => (Json::object([]), trouble.name()),
    };
    answer.set("storage", state.into());
    answer.written()
}

async fn ask(shelf: &Shelf, what: &str, mut request: Json) -> Answer {
    let conversation = id(&request, "conversation");
    match (what, conversation) {
        ("open", _) => read::open(shelf).await,
        ("put", _) => change::put(shelf, request).await,
        ("list", _) => read::list(shelf, request.get("deleted").is_some()).await,
        ("digest", Some(id)) => digest::digest(shelf, id, request.take("digest")).await,
        ("read", Some(id)) => read::read(shelf, id, &request).await,
        ("pinned", Some(id)) => read::pinned(shelf, id, &request).await,
        ("rename" | "entitle" | "pin" | "remove" | "restore", Some(id)) => {
            change::change(shelf, id, what, request).await
        }
        ("purge", _) => {
            let before = request.get("before").and_then(Json::as_u64);
            change::purge(shelf, conversation, before).await
        }
        ("clear", _) => change::clear(shelf).await,
        ("search", _) => find::search(shelf, &request).await,
        ("rest", _) => {
            shelf.texts.borrow_mut().forget();
            Ok(Json::object([]))
        }
        ("export", _) => carry::export(shelf, conversation, &request).await,
        ("import", _) => carry::import(shelf, request.take("text")).await,
        ("lock", Some(id)) => {
            let held = shelf.tab.try_hold(&lock(shelf, id), false).await;
            Ok(Json::object([("held", held.into())]))
        }
        ("unlock", Some(id)) => {
            shelf.tab.release(&lock(shelf, id));
            Ok(Json::object([("held", false.into())]))
        }
        _ => Ok(Json::object([("error", "unknown".into())])),
    }
}

fn lock(shelf: &Shelf, id: Id) -> String {
    ["causerie ", &shelf.scope.conversation(id)].concat()
}

fn id(request: &Json, name: &str) -> Option<Id> {
    request.get(name).and_then(Json::as_str).and_then(Id::read)
}

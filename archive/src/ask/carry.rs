//! Conversations as files, out and in.
//!
//! **Invariant:** a file is taken as a whole, in one transaction, or not at all, with one reason. What is carried out
//! is what is to be seen: without what was deleted, and as a document to read, the path that is shown.

use causerie::conversation::transfer::{self, ImportError, Names, Source};
use causerie::conversation::{Id, Saved};
use causerie::json::Json;

use super::{Answer, read};
use crate::batch::{Batch, Lost};
use crate::shelf::{Shelf, texts};
use crate::tab::now;
use crate::trouble::Trouble;

pub async fn export(shelf: &Shelf, conversation: Option<Id>, request: &Json) -> Answer {
    let mut lost = Lost::default();
    let saved = saved(shelf, conversation, &mut lost).await?;
    let text = match request.get("form").and_then(Json::as_str) {
        Some("markdown") => written(&saved, request, "\n---\n\n", |title, messages, names| {
            transfer::markdown(title, messages, names)
        }),
        Some("text") => {
            written(&saved, request, "\n\n", |title, messages, names| transfer::plain(title, messages, names))
        }
        _ => transfer::to_json(&saved).written(),
    };
    Ok(Json::object([
        ("text", text.into()),
        ("conversations", (saved.len() as u64).into()),
        ("newer", lost.newer.into()),
        ("broken", lost.broken.into()),
    ]))
}

/// One conversation or all, the newest first.
async fn saved(shelf: &Shelf, conversation: Option<Id>, lost: &mut Lost) -> Result<Vec<Saved>, Trouble> {
    let mut records = match conversation {
        Some(id) => read::conversation(shelf, id, lost).await?.into_iter().collect(),
        None => read::conversations(shelf, lost).await?,
    };
    records.retain(|record| !record.deleted.is || conversation.is_some());
    records.sort_by_key(|record| std::cmp::Reverse((record.updated, record.id)));
    let mut all = Vec::new();
    for record in records {
        let messages = read::messages(shelf, Some(record.id), lost).await?;
        let mut other = Saved::new(record.clone());
        other.messages = messages;
        // This merges what stands twice, and puts all in order.
        let mut saved = Saved::new(record);
        saved.merge(other);
        all.push(saved);
    }
    Ok(all)
}

type Said<'a> = Vec<&'a causerie::conversation::Message>;

/// Documents to read, one after the other.
fn written(
    saved: &[Saved],
    request: &Json,
    between: &str,
    write: fn(&str, Said, &Names) -> String,
) -> String {
    let names = request.get("names");
    let name = |of: &'static str| names.and_then(|names| names.get(of)?.as_str()).unwrap_or(of);
    let names = Names {
        user: name("user"),
        assistant: name("assistant"),
        system: name("system"),
        tool: name("tool"),
        thoughts: name("thoughts"),
        sources: name("sources"),
    };
    let document = |saved: &Saved| {
        let tree = saved.clone().into_tree();
        let shown = tree.shown();
        let said = shown.iter().filter_map(|shown| tree.get(shown.id));
        write(&saved.conversation.title.text, said.map(|(_, record)| &record.message).collect(), &names)
    };
    saved.iter().map(document).collect::<Vec<_>>().join(between)
}

pub async fn import(shelf: &Shelf, text: Json) -> Answer {
    let imported = match transfer::import(text.as_str().unwrap_or_default().as_bytes()) {
        Ok(imported) => imported,
        Err(error) => return Ok(refusal(error)),
    };
    let (mut conversations, mut messages) = (Vec::new(), Vec::new());
    for saved in imported.conversations {
        conversations.push(saved.conversation);
        messages.extend(saved.messages);
    }
    let batch = Batch { revives: Some(now()), ..Batch::of(conversations, messages) };
    shelf.write(&batch).await?;
    let source = match imported.source {
        Source::Causerie => "causerie",
        Source::ChatGpt => "chatgpt",
        Source::Llama => "llama",
    };
    Ok(Json::object([
        ("source", source.into()),
        ("conversations", texts(&batch.ids())),
        ("messages", (batch.messages.iter().len() as u64).into()),
    ]))
}

/// `{error, place}`; the place is the number of the conversation that is damaged.
fn refusal(error: ImportError) -> Json {
    let (name, place) = match error {
        ImportError::Nothing => ("nothing", None),
        ImportError::Archive => ("archive", None),
        ImportError::NotJson => ("not_json", None),
        ImportError::Unknown => ("unknown", None),
        ImportError::Newer => ("newer", None),
        ImportError::Broken(place) => ("broken", Some(place as u64)),
    };
    Json::object_of_set([("error", name.into()), ("place", place.into())])
}

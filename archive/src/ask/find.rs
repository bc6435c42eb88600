//! Search over everything that is kept.
//!
//! The texts are read once and kept as long as the visitor searches, so that a keystroke does not read the store.
//! **Invariant:** what was changed since, here or in another tab, is read again first, also by a search that comes while
//! another one is reading; what is deleted is not found.

use causerie::conversation::search::{Entry, Hit, Search};
use causerie::conversation::{ConversationRecord, Id, MessageRecord, Saved, title};
use causerie::json::Json;
use causerie::protocol::Role;

use super::{Answer, read};
use crate::batch::Lost;
use crate::shelf::Shelf;
use crate::trouble::Trouble;

/// So many hits, unless another number is asked for.
const LIMIT: u64 = 50;

/// The texts that were read.
#[derive(Debug, Default)]
pub struct Texts {
    of: All,
    /// All are there but the stale ones.
    is_read: bool,
    /// So many searches are reading all of them.
    readers: usize,
    stale: Vec<Id>,
    /// Those of the stale ones that are being read again.
    coming: Vec<Id>,
}

type All = Vec<(Id, Vec<Text>)>;

#[derive(Debug)]
struct Text {
    message: Option<Id>,
    time: u64,
    text: String,
    /// A title that is the beginning of what was said: that is found there.
    is_said: bool,
}

impl Texts {
    /// They are given up.
    pub fn forget(&mut self) {
        (self.of, self.is_read) = (All::new(), false);
    }

    /// These conversations have changed.
    pub fn stale(&mut self, ids: &[Id]) {
        if self.is_read || self.readers > 0 {
            self.stale.extend(ids.iter().filter(|id| !self.stale.contains(id)).copied().collect::<Vec<_>>());
        }
    }
}

pub async fn search(shelf: &Shelf, request: &Json) -> Answer {
    catch_up(shelf).await?;
    let limit = request.get("limit").and_then(Json::as_u64).unwrap_or(LIMIT);
    let query = request.get("query").and_then(Json::as_str).unwrap_or_default();
    let mut search = Search::new(query, limit as usize);
    let all = &shelf.texts.borrow().of;
    for (conversation, texts) in all {
        for Text { message, time, text, .. } in texts.iter().filter(|text| !text.is_said) {
            search.add(Entry { conversation: *conversation, message: *message, time: *time, text });
        }
    }
    // Titles stand behind what was said.
    let title = |id: Id| {
        let texts = &all.iter().find(|(there, _)| *there == id)?.1;
        texts.last().filter(|text| text.message.is_none()).map(|text| text.text.as_str())
    };
    let found = search.hits();
    let hits = found.iter().map(|found| hit(found, title(found.conversation).unwrap_or_default()));
    Ok(Json::object([("hits", hits.collect())]))
}

fn hit(hit: &Hit, title: &str) -> Json {
    let number = |number: usize| Json::from(number as u64);
    let mark = |mark: &std::ops::Range<usize>| Json::Array(vec![number(mark.start), number(mark.end)]);
    Json::object_of_set([
        ("conversation", hit.conversation.text().into()),
        ("title", title.into()),
        ("message", hit.message.map(Id::text).into()),
        ("time", hit.time.into()),
        ("excerpt", hit.excerpt.as_str().into()),
        ("marks", hit.marks.iter().map(mark).collect()),
    ])
}

/// Reads what was not read yet.
async fn catch_up(shelf: &Shelf) -> Result<(), Trouble> {
    let lost = &mut Lost::default();
    if !shelf.texts.borrow().is_read {
        {
            let texts = &mut *shelf.texts.borrow_mut();
            // What changes from here on is read once more.
            if texts.readers == 0 {
                texts.stale.clear();
            }
            texts.readers += 1;
        }
        let all = read_all(shelf, lost).await;
        let texts = &mut *shelf.texts.borrow_mut();
        texts.readers -= 1;
        let all = all?;
        if !texts.is_read {
            (texts.of, texts.is_read) = (all, true);
        }
    }
    let stale = {
        let texts = &mut *shelf.texts.borrow_mut();
        let mut stale = std::mem::take(&mut texts.stale);
        stale.extend(texts.coming.iter().filter(|id| !stale.contains(id)).copied().collect::<Vec<_>>());
        texts.coming.extend(&stale);
        stale
    };
    for id in stale {
        let record = read::conversation(shelf, id, lost).await?;
        let messages = read::messages(shelf, Some(id), lost).await?;
        let texts = &mut *shelf.texts.borrow_mut();
        keep(&mut texts.of, id, record, messages);
        let at = texts.coming.iter().position(|coming| *coming == id);
        at.map(|at| texts.coming.remove(at));
    }
    Ok(())
}

async fn read_all(shelf: &Shelf, lost: &mut Lost) -> Result<All, Trouble> {
    let mut all = All::new();
    let conversations = read::conversations(shelf, lost).await?;
    let messages = read::messages(shelf, None, lost).await?;
    // Both are in the order of the conversations' ids.
    let mut messages = messages.into_iter().peekable();
    for record in conversations.into_iter().map(Some).chain([None]) {
        let next = record.as_ref().map(|record| record.id);
        // Conversations whose own record is lost.
        while let Some(first) =
            messages.next_if(|message| next.is_none_or(|next| message.conversation < next))
        {
            let id = first.conversation;
            let mut stray = vec![first];
            stray.extend(std::iter::from_fn(|| messages.next_if(|message| message.conversation == id)));
            keep(&mut all, id, None, stray);
        }
        if let Some(id) = next {
            let said =
                std::iter::from_fn(|| messages.next_if(|message| message.conversation == id)).collect();
            keep(&mut all, id, record, said);
        }
    }
    Ok(all)
}

/// Keeps the texts of a conversation: its title, and what is not deleted of it.
fn keep(texts: &mut All, id: Id, record: Option<ConversationRecord>, messages: Vec<MessageRecord>) {
    texts.retain(|(there, _)| *there != id);
    let record = record.unwrap_or_else(|| ConversationRecord::new(id, 0));
    if record.deleted.is {
        return;
    }
    let (name, updated) = (record.title.text.clone(), record.updated);
    let mut saved = Saved::new(record);
    saved.messages = messages;
    let tree = saved.into_tree();
    let alive = || tree.all().filter(|(node, _)| tree.is_alive(node.id));
    let first = alive().map(|(_, record)| &record.message).find(|message| message.role == Role::User);
    let is_said = first.is_some_and(|first| title::of_question(first.text()) == name);
    let title = Text { message: None, time: updated, text: name, is_said };
    let said = alive().map(|(node, record)| Text {
        message: Some(node.id),
        time: node.created,
        text: record.message.text().to_owned(),
        is_said: false,
    });
    texts.push((id, said.chain([title]).filter(|text| !text.text.is_empty()).collect()));
}

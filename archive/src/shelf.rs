//! One widget's archive: its part of the store, and what the other tabs hear of it.
//!
//! **Invariant:** what could not be written (no room, a passing failure) waits, and goes with the next put, so that
//! nothing that was put is forgotten as long as the page is there. Other tabs are told after it was written.

use std::cell::{Cell, RefCell};

use causerie::conversation::{ConversationRecord, Id, MessageRecord};
use causerie::json::Json;

use crate::ask::Texts;
use crate::batch::{Batch, Met};
use crate::scope::Scope;
use crate::session;
use crate::store::{Database, Span, Store, Table, Write};
use crate::tab::{Tab, now};
use crate::trouble::Trouble;

pub struct Shelf {
    pub store: Store,
    pub scope: Scope,
    pub tab: Tab,
    /// Why nothing is kept, though it should be.
    pub trouble: Option<Trouble>,
    /// The session whose records these are.
    pub session: Option<String>,
    /// What search has read.
    pub texts: RefCell<Texts>,
    /// What waits to be written.
    waiting: RefCell<Batch>,
    /// When the session was last written down.
    seen: Cell<u64>,
}

/// Other tabs hear of so many records themselves, of more only that there are some.
const FEW: usize = 64;

impl Shelf {
    pub async fn open(key: &str, persist: &str, tab: Tab) -> Self {
        let session = if persist == "session" { tab.session() } else { None };
        let scope = match &session {
            Some(session) => Scope::of_session(session, key),
            None => Scope::of_device(key),
        };
        let opened = match persist {
            "device" => Database::open().await.map_err(Some),
            "session" if session.is_some() => Database::open().await.map_err(Some),
            "session" => Err(Some(Trouble::Blocked)),
            _ => Err(None),
        };
        let (store, trouble) = match opened {
            Ok(database) => (Store::Database(database), None),
            Err(trouble) => (Store::Memory(RefCell::default()), trouble),
        };
        let shelf = Self {
            store,
            scope,
            tab,
            trouble,
            session,
            texts: RefCell::default(),
            waiting: RefCell::default(),
            seen: Cell::new(0),
        };
        session::begin(&shelf).await;
        shelf
    }

    /// How things stand, for an answer: `ok`, `memory` (as it was wished), or the trouble.
    pub fn state(&self) -> &'static str {
        match (&self.store, self.trouble) {
            (_, Some(trouble)) => trouble.name(),
            (Store::Memory(_), None) => "memory",
            (Store::Database(_), None) => "ok",
        }
    }

    /// Writes records, merged with what is there; gives what another tab knew better.
    pub async fn put(&self, batch: Batch) -> Result<Batch, Trouble> {
        self.waiting.borrow_mut().add(batch);
        let batch = self.waiting.borrow().clone();
        let met = self.write(&batch).await?;
        // What came in the meantime waits on.
        let mut waiting = self.waiting.borrow_mut();
        waiting.conversations.retain(|record| batch.conversations.get(record.id) != Some(record));
        waiting.messages.retain(|record| batch.messages.get(record.node.id) != Some(record));
        Ok(met.news)
    }

    /// Writes records, all or none; they do not wait if it fails.
    pub async fn write(&self, batch: &Batch) -> Result<Met, Trouble> {
        let mut met = Met::default();
        let mark = self.session_mark();
        self.store
            .update(batch.spans(&self.scope), &mut |found| {
                met = batch.meet(&self.scope, found);
                std::mem::take(&mut met.writes).into_iter().chain(mark.clone()).collect()
            })
            .await?;
        self.tell(&met.written);
        Ok(met)
    }

    /// A session is written down as seen, at most once a minute, and when it was forgotten.
    pub fn session_mark(&self) -> Option<Write> {
        let session = self.session.as_deref()?;
        let now = now();
        let is_known = self.tab.get(session::TAB).is_some();
        if is_known && now < self.seen.get() + 60_000 {
            return None;
        }
        self.tab.set(session::TAB, session);
        self.seen.set(now);
        Some(Write::Put(Table::Marks, session::key(session), Json::from(now).written()))
    }

    /// Erases, and tells the other tabs.
    pub async fn erase(&self, spans: Vec<Span>, news: Json) -> Result<(), Trouble> {
        self.store.update(Vec::new(), &mut |_| spans.iter().cloned().map(Write::Erase).collect()).await?;
        self.forget(&news);
        self.tell_json(news);
        Ok(())
    }

    fn tell(&self, written: &Batch) {
        if written.is_empty() {
            return;
        }
        let ids = written.ids();
        self.texts.borrow_mut().stale(&ids);
        let is_much = written.len() > FEW;
        self.tell_json(if is_much { Json::object([("stale", texts(&ids))]) } else { written.to_json() });
    }

    /// Has the other tabs hear something about these records.
    pub fn tell_json(&self, mut news: Json) {
        news.set("scope", self.scope.text().into());
        self.tab.tell(&news.written());
    }

    /// What another tab has told, if it is about these records.
    pub fn hear(&self, text: &str) -> Option<String> {
        let mut news = Json::parse(text).ok()?;
        if news.take("scope").as_str() != Some(self.scope.text()) {
            return None;
        }
        news.set("scope", Json::Null);
        self.forget(&news);
        Some(news.written())
    }

    /// What search has read of it is read again; what was erased is not written by a later put.
    fn forget(&self, news: &Json) {
        let listed = |name: &str| news.get(name).map_or(&[][..], Json::items);
        let id = |id: &Json| id.as_str().and_then(Id::read);
        let purged: Vec<Id> = listed("purged").iter().filter_map(id).collect();
        let mut ids: Vec<Id> = listed("stale").iter().filter_map(id).chain(purged.clone()).collect();
        for record in listed("conversations") {
            ids.extend(ConversationRecord::read(record.clone()).ok().map(|record| record.id));
        }
        for record in listed("messages") {
            ids.extend(MessageRecord::read(record.clone()).ok().map(|record| record.conversation));
        }
        let mut waiting = self.waiting.borrow_mut();
        waiting.conversations.retain(|record| !purged.contains(&record.id));
        waiting.messages.retain(|record| !purged.contains(&record.conversation));
        let shown = self.tab.get(&self.scope.shown()).and_then(|id| Id::read(&id));
        let is_all = news.get("clear").is_some();
        if is_all || shown.is_some_and(|id| purged.contains(&id)) {
            self.tab.set(&self.scope.shown(), "");
        }
        if is_all {
            *waiting = Batch::default();
            self.seen.set(0);
            *self.texts.borrow_mut() = Texts::default();
        } else {
            self.texts.borrow_mut().stale(&ids);
        }
    }
}

/// Ids as JSON.
pub fn texts(ids: &[Id]) -> Json {
    ids.iter().map(|id| Json::from(id.text())).collect()
}

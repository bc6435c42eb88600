//! Sessions: a tab's own, and those that have ended.
//!
//! A session's id is in the tab's `sessionStorage`, so its records are found after a reload and by a copy of the tab,
//! and by no one after it was closed. **Invariant:** records of another session go a day after it was last seen, and
//! never while a tab of it is open (that tab holds a lock).

use std::rc::Rc;

use causerie::json::Json;

use crate::scope::{SESSIONS, of_whole_session};
use crate::shelf::Shelf;
use crate::store::{Entry, Span, Table, Write};
use crate::tab::now;
use crate::trouble::Trouble;

/// In milliseconds.
const KEPT: u64 = 24 * 60 * 60 * 1000;

/// What the tab knows its session by.
pub const TAB: &str = "session";

/// Where a session is written down.
pub fn key(session: &str) -> String {
    [SESSIONS, &session.replace('/', "")].concat()
}

fn lock(session: &str) -> String {
    ["causerie session ", session].concat()
}

/// Holds the session, and writes down that it is there.
pub async fn begin(shelf: &Shelf) {
    let Some(session) = &shelf.session else { return };
    if shelf.trouble.is_some() {
        return;
    }
    shelf.tab.try_hold(&lock(session), true).await;
    if let Some(mark) = shelf.session_mark() {
        // If there is no room for this, the first put will say so.
        let _ = shelf.store.update(Vec::new(), &mut |_| vec![mark.clone()]).await;
    }
}

/// Erases what has ended, some time after the archive has answered.
pub fn sweep(shelf: &Rc<Shelf>) {
    let shelf = Rc::clone(shelf);
    wasm_bindgen_futures::spawn_local(async move {
        let span = Span::below(Table::Marks, SESSIONS.to_owned());
        let Ok(sessions) = shelf.store.read(span, None).await else { return };
        for entry in sessions.iter().filter(|entry| is_old(entry)) {
            let session = entry.0.trim_start_matches(SESSIONS);
            let lock = lock(session);
            if Some(session) != shelf.session.as_deref() && shelf.tab.try_hold(&lock, false).await {
                let _ = erase(&shelf, session).await;
                shelf.tab.release(&lock);
            }
        }
    });
}

/// Forgets the session, if nothing of it is left, also of other widgets; what is kept next writes it down again.
pub async fn end(shelf: &Shelf) -> Result<(), Trouble> {
    let Some(session) = &shelf.session else { return Ok(()) };
    let mut is_over = false;
    shelf
        .store
        .update(all(session).to_vec(), &mut |found| {
            is_over = found.iter().all(Vec::is_empty);
            Some(Write::Erase(mark(session))).filter(|_| is_over).into_iter().collect()
        })
        .await?;
    if is_over {
        shelf.tab.set(TAB, "");
    }
    Ok(())
}

/// All that a session keeps.
fn all(session: &str) -> [Span; 3] {
    Table::ALL.map(|table| Span::below(table, of_whole_session(session)))
}

fn mark(session: &str) -> Span {
    Span { table: Table::Marks, from: key(session), to: key(session) }
}

async fn erase(shelf: &Shelf, session: &str) -> Result<(), Trouble> {
    let (mark, spans) = (mark(session), all(session));
    shelf
        .store
        .update(vec![mark.clone()], &mut |found| {
            // It may have come back since.
            let is_old = found.iter().flatten().all(is_old);
            let spans = spans.iter().chain([&mark]).filter(|_| is_old);
            spans.cloned().map(Write::Erase).collect()
        })
        .await
}

fn is_old((_, text): &Entry) -> bool {
    let time = text.as_deref().and_then(|text| Json::parse(text).ok()).and_then(|time| time.as_u64());
    time.unwrap_or(0) + KEPT < now()
}

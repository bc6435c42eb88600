//! What is kept of a conversation, and when: in the archive, a module that is loaded with the first question, or with the
//! widget if it has kept something before.
//!
//! | text of the browser's small storage | what it says |
//! |---|---|
//! | `causerie kept KEY` | `1`: something is kept, so it is shown; `new`: the visitor has begun anew since |
//! | `causerie unsaved KEY` | what the archive may not have taken when the page went (`unsaved`); it gets it when the next one comes |
//! | `causerie draft KEY` | what stands in the composer, below a question that waits to be asked |
//!
//! **Invariant:** the chat never waits for the archive, but for a question that is asked while its history is being read.
//! What could not be kept stays in memory, and is said once. With `persist="none"` nothing is loaded, read or written.

mod digest;
mod draft;
mod earlier;
mod early;
mod flying;
mod leave;
mod list;
mod merge;
mod names;
mod news;
mod note;
mod start;
mod tabs;
mod title;
mod trouble;
mod unsaved;
mod write;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{Chat, Inner};
use crate::browser::archive::Archive;
use crate::browser::extras;
use crate::browser::storage::Keep as Place;
use crate::config::{Label, Persist};
use crate::conversation::{ConversationRecord, Id};
use crate::json::Json;

pub(super) use earlier::Earlier;
pub(super) use start::start;

/// What is known of what is kept.
#[derive(Default)]
pub(super) struct Keep {
    archive: RefCell<Option<Rc<Archive>>>,
    /// Another widget of this page keeps its conversations under the same name.
    is_second: Cell<bool>,
    /// The name that it has, if it keeps something.
    name: RefCell<Option<String>>,
    /// It has been opened.
    is_open: Cell<bool>,
    /// The conversation's own record, from its first question on.
    record: RefCell<Option<ConversationRecord>>,
    /// Messages of which the archive does not know the latest.
    changed: RefCell<Vec<Id>>,
    /// What it does not have yet of other conversations, and of what an earlier page left (`unsaved`).
    left: RefCell<String>,
    /// How often it was begun to read what was kept.
    reading: Cell<u32>,
    /// Something was asked here, so that it is worth keeping.
    is_worth: Cell<bool>,
    is_due: Cell<bool>,
    /// How often everything is being erased: what is said meanwhile is written behind that, or it would go, too.
    erasing: Cell<u32>,
    /// Another tab has made something that stands for older turns, which is still to be read.
    is_digested: Cell<bool>,
    /// When it was last written, in milliseconds since the page began.
    last: Cell<f64>,
    /// A question that waits for its history.
    early: RefCell<Option<String>>,
    earlier: Earlier,
    /// The conversation that is to be shown, of those that were chosen the last one.
    wanted: Cell<Option<Id>>,
    /// The message that is arriving in another tab.
    elsewhere: Cell<Option<Id>>,
    /// The conversation that a title was asked for last.
    entitled: Cell<Option<Id>>,
    /// What was said of troubles.
    told: RefCell<Vec<Label>>,
}

impl Keep {
    /// True if there is something that the archive is to be told.
    fn has_changes(&self) -> bool {
        self.is_worth.get() && !self.changed.borrow().is_empty()
    }
}

/// Names in the browser's small storage begin so.
const NAME: &str = "causerie ";
/// What `causerie kept` says.
const KEPT: &str = "1";
const ANEW: &str = "new";

impl Chat {
    /// How long this widget keeps what is said.
    pub(super) fn persist(&self) -> Persist {
        // The archive is one of the extras, without which a Leptos app may be.
        if cfg!(feature = "leptos") && !extras::are_there() {
            return Persist::None;
        }
        let is_second = self.inner().is_some_and(|inner| inner.keep.is_second.get());
        let persist = self.config.try_with_untracked(|config| config.persist).filter(|_| !is_second);
        persist.unwrap_or(Persist::None)
    }

    /// A name in the browser's small storage.
    fn kept_name(&self, what: &str) -> String {
        self.config
            .try_with_untracked(|config| [NAME, what, " ", &config.storage_key].concat())
            .unwrap_or_default()
    }

    /// The conversation that is shown, if it is kept.
    fn shown_id(&self) -> Option<Id> {
        self.conversation.try_get_untracked().flatten()
    }

    fn place(&self) -> Place {
        if self.persist() == Persist::Device { Place::Device } else { Place::Session }
    }

    /// The archive, which is opened if it was not.
    fn archive(&self, inner: &Inner) -> Option<Rc<Archive>> {
        let mut archive = inner.keep.archive.borrow_mut();
        if archive.is_none() {
            let chat = *self;
            let persist = self.persist().name();
            let open = |key: &str| Archive::open(key, persist, Box::new(move |news| chat.hear(&news)));
            let opened = self.config.try_with_untracked(|config| open(&config.storage_key))??;
            *archive = Some(Rc::new(opened));
        }
        archive.clone()
    }

    /// Asks the archive for something (archive/src/ask.rs has the list), and opens it if it was not. Nothing, if there is
    /// none; what its trouble is has been said then.
    pub async fn ask_archive(&self, what: &str, request: &Json) -> Option<Json> {
        let archive = self.archive(&*self.inner()?)?;
        self.ask_of(&archive, what, request).await
    }

    async fn ask_of(&self, archive: &Archive, what: &str, request: &Json) -> Option<Json> {
        let answer = archive.ask(what, &request.written()).await;
        self.heed(archive, answer.as_deref())
    }

    /// True if this is the archive in which is kept what is said here now.
    fn keeps_in(&self, archive: &Archive) -> bool {
        let is_it = |now: &Rc<Archive>| std::ptr::eq(Rc::as_ptr(now), archive);
        self.inner().is_some_and(|inner| inner.keep.archive.borrow().as_ref().is_some_and(is_it))
    }

    /// What the archive said; troubles are said, once.
    fn heed(&self, archive: &Archive, answer: Option<&str>) -> Option<Json> {
        let answer = answer.and_then(|answer| Json::parse(answer).ok());
        let inner = self.inner()?;
        // Another one is asked by now.
        if !self.keeps_in(archive) {
            return answer;
        }
        inner.keep.is_open.set(answer.is_some());
        if answer.is_none() {
            // It can be tried again.
            inner.keep.archive.take();
        }
        self.tell_trouble(answer.as_ref());
        answer
    }
}

//! Parts of conversations on their way to the archive (`unsaved`).
//!
//! **Invariant:** what did not arrive waits again; what did is nowhere else. What is erased on its way is not asked for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::unsaved::as_records;
use super::{Archive, Chat};
use crate::browser::storage;
use crate::json::Json;

/// What is on its way to the archive, oldest first.
#[derive(Default)]
pub(super) struct Flying {
    pub parts: RefCell<Vec<Part>>,
    count: Cell<usize>,
    /// The conversations of which there were parts.
    of: RefCell<Vec<String>>,
}

/// One of these.
#[derive(Clone)]
pub(super) struct Part {
    number: usize,
    /// JSON; empty, if it was erased since.
    pub text: Rc<str>,
}

impl Chat {
    /// A part that the archive is asked to put now.
    pub(super) fn take_off(&self, request: &Json) -> Part {
        let flying = self.own::<Flying>();
        flying.count.set(flying.count.get() + 1);
        if let Some(id) = conversation(request).filter(|id| !flying.of.borrow().contains(id)) {
            flying.of.borrow_mut().push(id);
        }
        let part = Part { number: flying.count.get(), text: request.written().into() };
        flying.parts.borrow_mut().push(part.clone());
        part
    }

    /// Asks the archive to put it. What it says to that; nothing, if it did not get it.
    pub(super) async fn ask_to_put(&self, archive: &Archive, part: &Part) -> Option<Json> {
        let flying = self.own::<Flying>();
        // This may take its time, in which everything may be erased, or the widget may go.
        let is_there = archive.is_there().await;
        let is_erased = |there: &Part| there.number == part.number && there.text.is_empty();
        if is_there && flying.parts.borrow().iter().any(is_erased) {
            return None;
        }
        let answer = archive.ask("put", &part.text).await;
        let answer = self.heed(archive, answer.as_deref())?;
        // With these it was not done (archive/src/ask.rs).
        let is_put = !matches!(answer.get("storage").and_then(Json::as_str), Some("full" | "failed"));
        is_put.then_some(answer)
    }

    /// The archive has it.
    pub(super) fn saved(&self, part: &Part) {
        let is_it = self.land(part).is_some();
        let is_all = self.inner().is_some_and(|inner| inner.keep.left.borrow().is_empty());
        if is_it && is_all && !self.is_flying() {
            let (name, place) = (self.kept_name("unsaved"), self.place());
            let there = storage::read_in(&name, place).unwrap_or_default();
            // What another tab left stays for the next one.
            match there.lines().filter(|part| self.is_of_other(part)).collect::<Vec<_>>().join("\n") {
                others if others.is_empty() => storage::remove_in(&name, place),
                others => self.put_unsaved(&others),
            }
        }
    }

    /// True of a part of a conversation of which nothing was put from here.
    fn is_of_other(&self, part: &str) -> bool {
        let id = Json::parse(part).ok().and_then(|part| conversation(&as_records(part)));
        id.is_some_and(|id| !self.own::<Flying>().of.borrow().contains(&id))
    }

    /// It is not on its way any more. What it says; nothing, if nobody waits for it.
    pub(super) fn land(&self, part: &Part) -> Option<Rc<str>> {
        let flying = self.own::<Flying>();
        let mut parts = flying.parts.borrow_mut();
        let at = parts.iter().position(|there| there.number == part.number)?;
        Some(parts.remove(at).text)
    }

    /// It did not arrive, and goes with what is written next.
    pub(super) fn put_back(&self, part: &Part) {
        let text = self.land(part).filter(|text| !text.is_empty());
        if let Some((inner, text)) = self.inner().zip(text) {
            inner.keep.left.borrow_mut().extend([&*text, "\n"]);
        }
    }

    /// True if something is on its way.
    pub(super) fn is_flying(&self) -> bool {
        !self.own::<Flying>().parts.borrow().is_empty()
    }
}

/// The name of the conversation that is put.
fn conversation(request: &Json) -> Option<String> {
    let first = request.get("conversations")?.items().first()?;
    first.get("id")?.as_str().map(str::to_owned)
}

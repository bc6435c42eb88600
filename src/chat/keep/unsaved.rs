//! What the archive does not have yet: parts of conversations.
//!
//! A part is what the archive is asked to put or, as long as records cannot be written, an array of messages
//! (`conversation::to_left`). When the page goes, all of them are put into the browser's small storage, each on a line,
//! as `causerie unsaved KEY`, where the next page finds them. Tabs that have one storage have one such text: what a tab
//! puts there takes the place of what another one left. **Invariant:** a part stays until the archive has it, whichever
//! conversation is shown by then; what is erased is forgotten here before.

use std::rc::Rc;

use super::flying::Flying;
use super::write::put;
use super::{Archive, Chat};
use crate::browser::{later, storage};
use crate::chat::{Entry, added};
use crate::config::Persist;
use crate::conversation::{MessageRecord, of_left, to_left};
use crate::json::Json;

// As long as records cannot be written: `left` has the parts, each with the end of its line.
impl Chat {
    /// Has what the page before this one left. True if that is something.
    pub(super) fn read_unsaved(&self) -> bool {
        let text =
            storage::read_in(&self.kept_name("unsaved"), self.place()).map(|text| [&text, "\n"].concat());
        let is_some = text.is_some();
        if let Some(inner) = self.inner() {
            inner.keep.left.replace(text.unwrap_or_default());
        }
        is_some
    }

    /// The page goes: what the archive may not get any more is put where it is at once.
    pub(super) fn leave_page(&self) {
        match later::try_open(Self::later_leave_page as fn(&Self)) {
            Some(door) => door(self),
            None => self.leave_said(false),
        }
    }

    /// What was said is left as it is. If it `is_over`, another conversation takes its place.
    pub(super) fn leave_said(&self, is_over: bool) {
        let Some(inner) = self.inner() else { return };
        let keep = &inner.keep;
        let Some(id) = self.shown_id().filter(|_| keep.is_worth.get() && !keep.is_open.get()) else { return };
        let of = |entry: &Entry| {
            let left = |message: &_| to_left(message, id, entry.node, entry.changed.get());
            entry.message.with_untracked(left)
        };
        let said: Json = self.entries.try_get_untracked().unwrap_or_default().iter().map(of).collect();
        let all = [keep.left.borrow().as_str(), &said.written()].concat();
        self.put_unsaved(&all);
        if is_over {
            keep.left.replace([&all, "\n"].concat());
        }
    }

    pub(super) fn put_unsaved(&self, parts: &str) {
        storage::put(&self.kept_name("unsaved"), parts, self.place());
    }

    /// The messages that were shown last, if that is how they were left. They are taken out.
    pub(super) fn take_shown(&self) -> Option<Json> {
        let inner = self.inner()?;
        let mut left = inner.keep.left.borrow_mut();
        let at = left.trim_end().rfind('\n').map_or(0, |at| at + 1);
        let shown = Json::parse(&left[at..]).ok();
        shown.filter(|shown| matches!(shown, Json::Array(_))).inspect(|_| left.truncate(at))
    }
}

// From then on.
impl Chat {
    fn later_leave_page(&self) {
        // The answer that it waits for has been stopped, if the widget goes.
        added::take(*self);
        let Some(inner) = self.inner().filter(|_| self.persist() != Persist::None) else { return };
        let keep = &inner.keep;
        let changed = keep.has_changes().then(|| self.records(&inner, &keep.changed.borrow())).flatten();
        let changed = changed.map(|request| request.written());
        let (left, flying) = (keep.left.borrow(), self.own::<Flying>());
        let flying = flying.parts.borrow();
        let flying = flying.iter().map(|part| &*part.text);
        let all: Vec<&str> = left.lines().chain(flying).chain(changed.as_deref()).collect();
        let all = all.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        if !all.is_empty() {
            self.put_unsaved(&all);
        }
    }

    /// What waits, as the archive is asked to put it. It is taken out, to [`Self::take_off`] at once.
    pub(super) fn take_left(&self) -> Vec<Json> {
        let left = self.inner().map(|inner| inner.keep.left.take()).unwrap_or_default();
        left.lines().filter_map(|part| Json::parse(part).ok()).map(as_records).collect()
    }

    /// All of it is erased. What is on its way is still waited for.
    pub(super) fn forget_unsaved(&self) {
        if let Some(inner) = self.inner() {
            inner.keep.left.take();
        }
        storage::remove(&self.kept_name("unsaved"));
        let flying = self.own::<Flying>();
        flying.parts.borrow_mut().iter_mut().for_each(|part| part.text = "".into());
    }

    /// Writes what waits. None of it is what is shown.
    pub(super) fn save_left(&self, archive: &Rc<Archive>) {
        for mut request in self.take_left() {
            request.take("shown");
            self.save(archive, self.take_off(&request), Vec::new());
        }
    }
}

/// What is to be written of what a page left: records already, or messages.
pub(super) fn as_records(unsaved: Json) -> Json {
    let Some((conversation, messages)) = of_left(&unsaved) else { return unsaved };
    put(&conversation, messages.iter().map(MessageRecord::to_json).collect())
}

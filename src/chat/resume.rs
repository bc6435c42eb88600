//! Going on with an answer that ended too early, and going back to an earlier one where nothing came of another.
//!
//! **Invariant:** what was said before stays in view and in what is kept, whatever comes of the new request.

use super::run::Run;
use super::words::error_label;
use super::{Chat, Phase};
use crate::config::Label;
use crate::conversation::{Message, Turns};

impl Chat {
    /// Asks for the rest of the last answer, which ended too early.
    pub fn go_on(&self) {
        self.later(later_go_on, ());
    }
}

fn later_go_on(chat: Chat, (): ()) {
    let last = || chat.entries.try_get_untracked()?.pop();
    let Some(entry) = last().filter(|_| chat.phase_now() == Phase::Idle) else { return };
    let messages = chat.snapshot();
    let earlier = entry.message.get_untracked();
    entry.message.set(Message::resumed(&earlier));
    let words = chat.text_now(Label::ContinuePrompt);
    chat.run(Turns::to_go_on(messages, &words), Run::of(entry));
}

/// Has the earlier answer back in the place of one of which nothing came, if there is one.
pub(super) fn later_bring_back(chat: Chat, run: Run) {
    let (Some(inner), Some(earlier)) = (chat.inner(), &run.earlier) else { return };
    // Where this half came late, something else may be asked by now.
    if inner.run.borrow().is_some() || !chat.is_last_now(run.answer.id) {
        return;
    }
    let (empty, said) = (&run.answer, earlier.message.get_untracked());
    let beside = {
        let tree = inner.tree.borrow();
        let mut others = tree.alternatives(empty.node).into_iter().filter(|id| *id != empty.node);
        // The one before it may have been as empty, and in its turn beside another.
        let is_none = !tree.is_alive(earlier.node);
        if is_none { others.next_back().filter(|_| said.is_empty()) } else { Some(earlier.node) }
    };
    let Some(beside) = beside else {
        // Its tokens are counted where it is now.
        earlier.message.update_untracked(|message| message.usage = None);
        chat.note(earlier.node);
        return empty.message.update(|message| message.bring_back(said));
    };
    // It has no note that would say what happened now.
    let error = empty.message.with_untracked(|message| message.error().map(|error| error.kind));
    chat.change(&|tree, now| tree.delete(empty.node, now) && tree.show(beside, now));
    chat.note(empty.node);
    chat.note(beside);
    chat.forget();
    if let Some(kind) = error {
        chat.show_toast(chat.text_now(error_label(kind)));
    }
}

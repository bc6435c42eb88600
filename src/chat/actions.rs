//! What a visitor or the page can do: open, send, stop, retry, begin anew.
//!
//! **Invariant:** an action that makes no sense now does nothing and takes nothing away.

use super::{Chat, Entry, Phase, added};
use crate::browser::{clock, console};
use crate::conversation::{self, Id, Message, Node, Tree};
use crate::json::Json;
use crate::protocol::Role;

impl Chat {
    /// Opens the panel.
    pub fn open(&self) {
        if self.open.try_get_untracked() == Some(false) {
            self.open.set(true);
            self.emit("open", &Json::Null);
        }
    }

    /// Closes the panel; an answer goes on arriving.
    pub fn close(&self) {
        if self.open.try_get_untracked() == Some(true) {
            self.open.set(false);
            self.emit("close", &Json::Null);
        }
    }

    /// Opens or closes the panel.
    pub fn toggle(&self) {
        if self.open.try_get_untracked() == Some(true) { self.close() } else { self.open() }
    }

    /// Sends the draft; it stays where it is if it cannot be sent now.
    pub fn send_draft(&self) {
        let draft = self.draft.try_get_untracked().unwrap_or_default();
        // The page may have put another text there, as soon as it heard of this one.
        if self.send(&draft) && self.draft.try_get_untracked() == Some(draft) {
            self.draft.set(String::new());
        }
    }

    /// Sends a text as the visitor's message. False, and nothing happens, if it is empty, an answer is
    /// arriving, or no endpoint is set.
    pub fn send(&self, text: &str) -> bool {
        self.ask_in(text, None)
    }

    /// The same for a question in the place of an earlier one, which stays beside it with all that followed.
    pub fn edit(&self, entry: &Entry, text: &str) -> bool {
        self.ask_in(text, Some(entry.node))
    }

    fn ask_in(&self, text: &str, beside: Option<Id>) -> bool {
        let text = text.trim();
        if !text.is_empty() && self.phase_now() == Phase::Elsewhere {
            self.refuse();
        }
        if text.is_empty() || !self.can_ask() {
            return false;
        }
        if self.restoring.try_get_untracked() == Some(true) {
            return self.wait_with(text);
        }
        let question = self.add(Message::new(Role::User, text), beside);
        self.ask(Some(question.node), None);
        // Last, as a listener may call back.
        self.emit("send", &Json::object([("text", text.into())]));
        true
    }

    /// True if a question could be sent now.
    fn can_ask(&self) -> bool {
        self.phase.try_get_untracked() == Some(Phase::Idle) && self.has_endpoint()
    }

    /// Asks again for the last answer.
    pub fn retry(&self) {
        if let Some(last) = self.entries.try_get_untracked().and_then(|mut entries| entries.pop()) {
            self.regenerate(last);
        }
    }

    /// Asks for another answer beside this one. If this one failed or is empty, the other takes its place once it comes.
    pub fn regenerate(&self, entry: Entry) {
        if self.can_ask() {
            let is_answer = entry.message.with_untracked(|message| message.role != Role::User);
            self.ask(None, Some(entry).filter(|_| is_answer));
        }
    }

    /// Stops the answer that is arriving; what has come stays.
    pub fn stop(&self) {
        self.end_run();
    }

    /// Begins a new conversation. What was kept of the old one stays so.
    pub fn new_thread(&self) {
        self.end_run();
        self.forget();
        self.keep_anew();
        if let Some(inner) = self.inner() {
            inner.added.take();
        }
        self.replace(Tree::default());
        self.spoken.set(Vec::new());
        self.status.set(String::new());
    }

    /// The conversation as the API's `messages` array.
    pub fn messages(&self) -> Json {
        conversation::to_json(&self.snapshot())
    }

    /// Adds a message of the page's own, `{role, content}`, at the end of the conversation. Nobody is asked.
    pub fn add_message(&self, message: Json) {
        if let Some(inner) = self.inner() {
            inner.added.borrow_mut().push(message);
        }
        self.unasked_later(added::later_add, ());
    }

    /// Replaces the conversation by an array of `{role, content}`.
    pub fn set_messages(&self, messages: &Json) {
        self.new_thread();
        let (mut now, mut parent, mut nodes) = (clock::unix_milliseconds(), None, Vec::new());
        for message in conversation::from_json(messages) {
            let entry = self.entry(message);
            nodes.push((Node::new(entry.node, parent.replace(entry.node), now), entry));
            // Each a little later than the one before it.
            now += 1;
        }
        if nodes.is_empty() && !messages.items().is_empty() {
            self.unasked_later(later_warn_about_messages, ());
        }
        let mut tree = Tree::default();
        tree.merge(nodes);
        self.replace(tree);
        // They are kept once something is asked.
        self.note_all();
    }
}

fn later_warn_about_messages(_: Chat, (): ()) {
    console::warn("causerie: messages takes an array of {role, content}; none of these is one.");
}

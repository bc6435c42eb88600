//! What a visitor or the page can do: open, send, stop, retry, begin anew.
//!
//! **Invariant:** an action that makes no sense now does nothing and takes nothing away.

use super::run::Purpose;
use super::{Chat, Phase};
use crate::conversation::{self, Message};
use crate::json::Json;
use crate::protocol::Role;

impl Chat {
    /// Opens the panel.
    pub fn open(&self) {
        if !self.open.get_untracked() {
            self.open.set(true);
            self.emit("open", &Json::Null);
        }
    }

    /// Closes the panel; an answer goes on arriving.
    pub fn close(&self) {
        if self.open.get_untracked() {
            self.open.set(false);
            self.emit("close", &Json::Null);
        }
    }

    /// Opens or closes the panel.
    pub fn toggle(&self) {
        if self.open.get_untracked() { self.close() } else { self.open() }
    }

    /// Sends the draft; it stays where it is if it cannot be sent now.
    pub fn send_draft(&self) {
        let draft = self.draft.get_untracked();
        if self.send(&draft) {
            self.draft.set(String::new());
        }
    }

    /// Sends a text as the visitor's message. False, and nothing happens, if it is empty, an answer is
    /// arriving, or no endpoint is set.
    pub fn send(&self, text: &str) -> bool {
        let text = text.trim();
        let can = self.phase.get_untracked() == Phase::Idle
            && self.config.with_untracked(|config| config.endpoint.is_some());
        if text.is_empty() || !can {
            return false;
        }
        self.push(Message::new(Role::User, text));
        self.ask(Purpose::Answer);
        // Last, as a listener may call back.
        self.emit("send", &Json::object([("text", text.into())]));
        true
    }

    /// Asks again for the last answer; the new one takes its place once it comes.
    pub fn retry(&self) {
        if self.phase.get_untracked() == Phase::Idle {
            let gone = self.entries.try_update(Vec::pop).flatten();
            self.ask(Purpose::Again(gone.map(|entry| Box::new(entry.message.get_untracked()))));
        }
    }

    /// Asks for the rest of the last answer, which ended too early.
    pub fn go_on(&self) {
        if self.phase.get_untracked() == Phase::Idle {
            self.ask(Purpose::Rest);
        }
    }

    /// Stops the answer that is arriving; what has come stays.
    pub fn stop(&self) {
        self.end_run();
    }

    /// Begins a new conversation.
    pub fn new_thread(&self) {
        self.end_run();
        self.entries.set(Vec::new());
        self.spoken.set(Vec::new());
        self.status.set(String::new());
    }

    /// The conversation as the API's `messages` array.
    pub fn messages(&self) -> Json {
        conversation::to_json(&self.snapshot())
    }

    /// Replaces the conversation by an array of `{role, content}`.
    pub fn set_messages(&self, messages: &Json) {
        self.new_thread();
        let entries = conversation::from_json(messages).into_iter().map(|message| self.entry(message));
        self.entries.set(entries.collect());
    }
}

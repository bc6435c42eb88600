//! What visitors think of answers: told to the page at once, and sent to `feedback-url` when there is a line.
//!
//! **Invariant:** pieces are sent in order, and each one again only where no reply came: it waits for a line, in memory.

use super::{Chat, Entry};
use crate::browser::fetch::{self, Abort};
use crate::browser::{console, frame, hook, line};
use crate::config::Config;
use crate::conversation::Feedback;
use crate::json::Json;
use crate::protocol::Role;
use crate::text::digits;

impl Chat {
    /// Whether visitors are asked what they think, and where that is sent.
    fn feedback_option(&self) -> (bool, Option<String>) {
        let option = |config: &Config| (config.feedback, config.feedback_url.clone());
        self.configured_now(option)
    }

    /// True if visitors are asked what they think.
    pub fn wants_feedback(&self) -> bool {
        let (is_on, url) = self.feedback_option();
        is_on || url.is_some()
    }

    /// What the visitor thinks of an answer.
    pub fn rating(&self, entry: &Entry) -> Option<Feedback> {
        let inner = self.inner()?;
        let rated = inner.rated.borrow();
        rated.iter().rfind(|(node, _)| *node == entry.node).map(|(_, feedback)| feedback.clone())
    }

    /// Takes what the visitor thinks of an answer, and tells it.
    pub fn rate(&self, entry: &Entry, feedback: Feedback) {
        let Some(inner) = self.inner() else { return };
        let detail = Json::object_of_set([
            ("rating", if feedback.is_up { "up" } else { "down" }.into()),
            ("comment", feedback.comment.as_str().into()),
            ("message", entry.message.get_untracked().text().into()),
            ("question", self.question_of(entry).as_deref().into()),
            ("id", entry.node.text().into()),
        ]);
        // The last one counts.
        inner.rated.borrow_mut().push((entry.node, feedback));
        inner.unsent.borrow_mut().push(detail.written());
        self.touch(entry);
        self.send_feedback();
        self.emit("feedback", &detail);
        if let Some(host) = self.host_object() {
            hook::tell(&host, "onFeedback", &detail.written());
        }
    }

    /// The question before an answer.
    fn question_of(&self, entry: &Entry) -> Option<String> {
        let all = self.entries.try_get_untracked()?;
        let before = all.iter().rev().skip_while(|there| there.id != entry.id);
        let asked = |there: &Entry| {
            there
                .message
                .with_untracked(|message| (message.role == Role::User).then(|| message.text().to_owned()))
        };
        before.filter_map(asked).next()
    }

    /// Sends what waits, if something does.
    pub(super) fn send_feedback(&self) {
        if self.inner().is_some_and(|inner| !inner.unsent.borrow().is_empty()) {
            self.later(later_send_feedback, ());
        }
    }
}

/// A server that takes longer is taken for one that is not there, in milliseconds.
const PATIENCE: i32 = 30_000;

/// Sends what waits, one after the other, as long as there is a line.
fn later_send_feedback(chat: Chat, (): ()) {
    let Some(inner) = chat.inner() else { return };
    if inner.is_sending.replace(true) {
        return;
    }
    frame::spawn(async move {
        let headers = [("Content-Type".to_owned(), "application/json".to_owned())];
        while line::is_online() {
            let Some(next) = inner.unsent.borrow().first().cloned() else { break };
            // The page may have taken the address away meanwhile, and with it what waits.
            let Some(url) = chat.feedback_option().1 else {
                inner.unsent.borrow_mut().clear();
                break;
            };
            match fetch::post(&url, &headers, &next, Abort::after(PATIENCE)).await {
                Ok(reply) if reply.status < 400 => {}
                Ok(reply) => refused(&digits(reply.status.into())),
                // It waits for the next sign of a line.
                Err(_) => break,
            }
            inner.unsent.borrow_mut().remove(0);
        }
        inner.is_sending.set(false);
    });
}

/// A visitor cannot do anything about it.
fn refused(status: &str) {
    console::warn(&["causerie: feedback-url: HTTP ", status].concat());
}

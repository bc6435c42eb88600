//! What the visitor is looking at: told by the page's hook `getContext`, shown before a question goes, and sent with it.
//!
//! **Invariant:** what is sent is what was shown; what the visitor has left out is not sent. It stands with its question from
//! then on, so that later requests and other tabs have it, too.

use std::rc::Rc;

use super::Chat;
use super::run::Run;
use crate::browser::hook::{self, Given};
use crate::browser::signal::Followed;
use crate::conversation::{Message, Turns};
use crate::json::Json;
use crate::protocol::Role;
use crate::text::cut_at;

const HOOK: &str = "getContext";
/// The longest title, in bytes.
const LONGEST: usize = 60;

/// What is known of the page.
#[derive(Default)]
pub struct Page {
    /// What stands above the composer: text or JSON. Nothing, before it was looked at, or if there is nothing to say.
    pub told: Followed<Option<String>>,
    /// The visitor does not want it to be sent.
    pub is_left_out: Followed<bool>,
}

impl Chat {
    /// True if the page can tell what the visitor is looking at.
    pub fn has_page_context(&self) -> bool {
        self.has_hook(HOOK)
    }

    /// What is known of the page.
    pub fn page(&self) -> Rc<Page> {
        self.own()
    }

    /// Asks the page what the visitor is looking at now.
    pub async fn look_at_page(&self) {
        let told = self.page_context().await;
        let page = self.page();
        if page.told.with_untracked(|before| *before != told) {
            page.told.set(told);
        }
    }

    async fn page_context(&self) -> Option<String> {
        let host = self.host_object()?;
        match hook::ask(&host, HOOK, "null", None).await? {
            Given::No => None,
            Given::Text(text) => Some(text.trim().to_owned()),
            Given::Value(json) => Some(json).filter(|json| json != "null"),
        }
        .filter(|context| !context.is_empty())
    }
}

/// What a context is called: its title, its address, or how it begins.
pub fn title(context: &str) -> String {
    let document = Json::parse(context).unwrap_or_default();
    let named = ["title", "name", "url"].iter().find_map(|name| document.get(name)?.as_str());
    let line = named.unwrap_or(context).trim().lines().next().unwrap_or_default();
    let cut = cut_at(line, LONGEST);
    if cut.len() < line.len() { [cut, "…"].concat() } else { line.to_owned() }
}

/// The same turns, with what the page adds to the question.
pub(super) async fn with_page(chat: Chat, turns: Turns, run: &Run) -> Turns {
    let page = chat.page();
    if run.is_repeated() || !chat.has_page_context() || page.is_left_out.get_untracked() {
        return turns;
    }
    let context = match page.told.get_untracked() {
        Some(told) => Some(told),
        None => chat.page_context().await,
    };
    let entries = chat.entries.try_get_untracked().unwrap_or_default();
    let is_question = |message: &Message| message.role == Role::User;
    let question = entries.iter().rfind(|entry| entry.message.with_untracked(is_question));
    let (Some(context), Some(question)) = (context.filter(|_| chat.is_current(run)), question) else {
        return turns;
    };
    question.message.update(|message| message.context = Some(context));
    chat.touch(question);
    chat.draw_anew(question);
    let mut messages = chat.snapshot();
    messages.pop();
    Turns::of(messages).placed(chat.places())
}

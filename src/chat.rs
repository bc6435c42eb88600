//! Chat: the reactive state of one widget and what can be done with it.
//!
//! **Invariant:** the model is changed as bytes arrive, the views at most once per animation frame; a message
//! has a signal of its own, so that a delta touches one view. After the widget is gone nothing here panics:
//! late futures find their signals disposed and do nothing.

mod run;

use reactive_graph::owner::{LocalStorage, StoredValue, on_cleanup};
use reactive_graph::prelude::*;
use reactive_graph::signal::{ArcRwSignal, RwSignal};

use crate::browser::console;
use crate::browser::host::Host;
use crate::browser::token::TokenSource;
use crate::config::{Config, Labels};
use crate::conversation::{self, Message};
use crate::json::Json;
use crate::protocol::Role;

pub use run::error_label;

/// One message in the list: its identity, and the signal that its view listens to.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique within the widget; never used twice.
    pub id: u64,
    pub message: ArcRwSignal<Message>,
}

/// What the widget is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Ready for a question.
    #[default]
    Idle,
    /// A question is sent, nothing has come yet.
    Waiting,
    /// The answer is arriving.
    Answering,
}

/// The state of one widget. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Chat {
    pub config: RwSignal<Config>,
    pub entries: RwSignal<Vec<Entry>>,
    pub phase: RwSignal<Phase>,
    /// What stands in the composer.
    pub draft: RwSignal<String>,
    /// The panel of a floating widget is open.
    pub open: RwSignal<bool>,
    /// The reader is at the end of the list.
    pub at_end: RwSignal<bool>,
    /// What the status region says.
    pub status: RwSignal<String>,
    /// Finished blocks of the answer, to be read aloud in order.
    pub spoken: RwSignal<Vec<(u64, String)>>,
    next_id: StoredValue<u64>,
    run: StoredValue<Option<run::Run>, LocalStorage>,
    host: StoredValue<Option<Host>, LocalStorage>,
    token: StoredValue<Option<TokenSource>, LocalStorage>,
}

impl Chat {
    /// A new chat without messages, owned by the current reactive owner. `host` receives the events.
    pub fn new(config: Config, host: Option<Host>, token: Option<TokenSource>) -> Self {
        let chat = Self {
            config: RwSignal::new(config),
            entries: RwSignal::default(),
            phase: RwSignal::default(),
            draft: RwSignal::default(),
            open: RwSignal::default(),
            at_end: RwSignal::new(true),
            status: RwSignal::default(),
            spoken: RwSignal::default(),
            next_id: StoredValue::new(0),
            run: StoredValue::new_local(None),
            host: StoredValue::new_local(host),
            token: StoredValue::new_local(token),
        };
        chat.warn_about_key();
        on_cleanup(move || chat.end_run());
        chat
    }

    /// Reads options and says on the console what is wrong with them.
    pub fn read_config(options: &Json) -> Config {
        let (config, problems) = Config::from_json(options);
        problems.iter().for_each(|problem| console::warn(&problem.to_string()));
        config
    }

    /// Changes options of a running widget; the conversation stays.
    pub fn update(&self, options: &Json) {
        let problems = self.config.try_update(|config| config.apply(options)).unwrap_or_default();
        problems.iter().for_each(|problem| console::warn(&problem.to_string()));
        self.warn_about_key();
    }

    /// Replaces the options of a running widget; the conversation stays.
    pub fn set_config(&self, config: Config) {
        self.config.set(config);
    }

    /// A label, as a closure for a view.
    pub fn label(self, pick: fn(&Labels) -> &str) -> impl Fn() -> String + Copy + 'static {
        move || self.text(pick)
    }

    /// A label's text, followed.
    pub fn text(&self, pick: fn(&Labels) -> &str) -> String {
        self.config.with(|config| pick(&config.labels).to_owned())
    }

    /// A label's text now.
    pub fn text_now(&self, pick: fn(&Labels) -> &str) -> String {
        self.config.try_with_untracked(|config| pick(&config.labels).to_owned()).unwrap_or_default()
    }

    /// The panel's title, as a closure for a view.
    pub fn heading(self) -> impl Fn() -> String + Copy + 'static {
        move || self.config.with(|config| config.heading.clone())
    }

    /// What stands before the first message: the greeting, or what is missing.
    pub fn opening(&self) -> String {
        self.config.with(|config| match config.endpoint {
            Some(_) => config.greeting.clone(),
            None => config.labels.no_endpoint.to_string(),
        })
    }

    /// The suggestions, while they are of use.
    pub fn suggestions(&self) -> Vec<String> {
        if self.is_empty() && self.has_endpoint() {
            self.config.with(|config| config.suggestions.clone())
        } else {
            Vec::new()
        }
    }

    /// True if nothing has been said.
    pub fn is_empty(&self) -> bool {
        self.entries.with(Vec::is_empty)
    }

    /// The messages with their keys.
    pub fn keyed_entries(&self) -> Vec<(u64, Entry)> {
        self.entries.with(|entries| entries.iter().map(|entry| (entry.id, entry.clone())).collect())
    }

    /// True if there is an address to send to.
    pub fn has_endpoint(&self) -> bool {
        self.config.with(|config| config.endpoint.is_some())
    }

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
        self.emit("send", &Json::object([("text", text.into())]));
        self.ask();
        true
    }

    /// Asks again for an answer that failed or was stopped; it takes the old one's place.
    pub fn retry(&self, id: u64) {
        if self.phase.get_untracked() == Phase::Idle {
            self.entries.update(|entries| entries.retain(|entry| entry.id != id));
            self.ask();
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

    /// Says something in the status region.
    pub fn say(&self, text: String) {
        self.status.try_set(text);
    }

    /// Has finished blocks of an answer read aloud. The last few stay, so that none is cut off.
    pub fn speak(&self, blocks: Vec<String>) {
        const KEPT: usize = 8;
        if blocks.is_empty() {
            return;
        }
        self.spoken.try_update(|spoken| {
            for text in blocks {
                let id = spoken.last().map_or(0, |(id, _)| id + 1);
                spoken.push((id, text));
            }
            let extra = spoken.len().saturating_sub(KEPT);
            spoken.drain(..extra);
        });
    }

    /// What is said after copying.
    pub fn copy_outcome(&self, done: bool) -> String {
        self.text_now(if done { |l| &l.copied } else { |l| &l.not_copied })
    }

    /// Sends an event to the page.
    pub fn emit(&self, name: &str, detail: &Json) {
        // The host is taken out first: a listener may call back into this chat.
        if let Some(host) = self.host.try_get_value().flatten() {
            host.emit(name, &detail.to_string());
        }
    }

    fn snapshot(&self) -> Vec<Message> {
        let entries = self.entries.try_get_untracked().unwrap_or_default();
        entries.iter().map(|entry| entry.message.get_untracked()).collect()
    }

    fn entry(&self, message: Message) -> Entry {
        let id = self.next_id.try_get_value().unwrap_or_default();
        self.next_id.try_set_value(id + 1);
        Entry { id, message: ArcRwSignal::new(message) }
    }

    fn push(&self, message: Message) -> Entry {
        let entry = self.entry(message);
        self.entries.update(|entries| entries.push(entry.clone()));
        entry
    }

    fn warn_about_key(&self) {
        if self.config.try_with_untracked(|config| config.api_key.is_some()).unwrap_or_default() {
            console::warn(
                "causerie: api-key stands in the page, where every visitor can read it. Use an endpoint on your \
                 own site that adds the key, or the getToken callback.",
            );
        }
    }
}

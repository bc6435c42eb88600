//! Chat: the reactive state of one widget and what can be done with it.
//!
//! **Invariant:** the model is changed as bytes arrive, the views at most once per animation frame; a message
//! has a signal of its own, so that a delta touches one view. After the widget is gone nothing here panics:
//! late futures find their signals disposed and do nothing.

mod actions;
mod added;
mod aside;
mod attempts;
mod branches;
mod breath;
mod connection;
mod exchange;
mod feedback;
pub mod hooks;
mod keep;
mod later;
mod memory;
pub mod page;
pub mod rehearsal;
mod run;
mod toast;
pub mod tools;
mod watch;
mod window;
mod words;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::browser::host::Host;
use crate::browser::signal::{Followed, Signal};
use crate::browser::token::TokenSource;
use crate::browser::{dom, line};
use crate::config::{Config, Problem};
use crate::conversation::{Feedback, Id, Message, Tree};
use crate::json::Json;
use crate::protocol::{Repairs, Usage};

pub use window::Sent;
pub use words::error_label;

/// One message in the list: its identity, and the signal that its view listens to.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique within the widget; never used twice, and greater than those of all messages above it.
    pub id: u64,
    /// Its name in the tree.
    pub node: Id,
    /// How many messages stand at its place, with this one, as far as it is shown.
    pub total: usize,
    pub message: Rc<Followed<Message>>,
    /// When what it says was last changed, in Unix milliseconds.
    changed: Rc<Cell<u64>>,
    /// How often it was drawn anew because another tab changed what nothing listens to.
    redrawn: u64,
}

impl Entry {
    fn new(id: u64, node: Id, message: Message, changed: u64) -> Self {
        Self {
            id,
            node,
            total: 1,
            message: Rc::new(Followed::new(message)),
            changed: Rc::new(Cell::new(changed)),
            redrawn: 0,
        }
    }

    /// What it is drawn under: with another one it is drawn anew.
    fn key(&self) -> u64 {
        self.id | (self.total as u64) << 44 | self.redrawn << 54
    }
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
    /// An answer is arriving in another tab that shows the same conversation.
    Elsewhere,
}

/// The state of one widget. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Chat {
    pub config: Signal<Config>,
    /// The path through the conversation that is shown.
    pub entries: Signal<Vec<Entry>>,
    pub phase: Signal<Phase>,
    /// What is to be said of an answer that does not come.
    pub progress: Signal<String>,
    /// The browser thinks that it is online.
    pub online: Signal<bool>,
    /// The visitor's choice of a model; empty, before they have made one.
    pub model: Signal<String>,
    /// What stands in the composer.
    pub draft: Signal<String>,
    /// The panel of a floating widget is open.
    pub open: Signal<bool>,
    /// Set when the host was moved in its page.
    pub moved: Signal<()>,
    /// The reader is at the end of the list.
    pub at_end: Signal<bool>,
    /// How many texts are not drawn to their end.
    pub unfinished: Signal<usize>,
    /// What stands above the composer until it can go; empty, if nothing.
    pub toast: Signal<String>,
    /// What the status region says.
    pub status: Signal<String>,
    /// Finished blocks of the answer, to be read aloud in order.
    pub spoken: Signal<Vec<(u64, String)>>,
    /// What of the conversation was sent, if that was not all.
    pub sent: Signal<Sent>,
    /// Set when what stands for older turns has changed.
    pub digested: Signal<()>,
    /// The conversation that is shown, from its first question on, if it is kept.
    pub conversation: Signal<Option<Id>>,
    /// The list of conversations is open.
    pub history: Signal<bool>,
    /// Set when something that is kept has changed, here or in another tab.
    pub kept: Signal<()>,
    /// What was kept is being read.
    pub restoring: Signal<bool>,
    /// The conversation has messages before those that are in memory.
    pub has_earlier: Signal<bool>,
    /// Why nothing is kept, in words; empty, if there is nothing to say.
    pub trouble: Signal<String>,
    /// The models that the endpoint lists, a line each.
    listed: Signal<String>,
    /// Set when the visitor's key changes.
    keys: Signal<()>,
    inner: Signal<Rc<Inner>>,
}

/// What nothing follows.
#[derive(Default)]
struct Inner {
    host: Option<Host>,
    token: Option<TokenSource>,
    next_id: Cell<u64>,
    window: window::Known,
    keep: keep::Keep,
    /// All messages. What is shown of them is in `entries`.
    tree: RefCell<Tree<Entry>>,
    /// The last message that was chosen among its alternatives.
    chosen: Cell<u64>,
    /// What was deleted and can still be restored; the last one comes first.
    deleted: RefCell<Vec<Id>>,
    /// When the toast was set, in milliseconds since the page began.
    toast_since: Cell<f64>,
    /// What the visitor thinks of answers.
    rated: RefCell<Vec<(Id, Feedback)>>,
    /// Feedback that is still to be sent, in order.
    unsent: RefCell<Vec<String>>,
    is_sending: Cell<bool>,
    run: RefCell<Option<run::Run>>,
    /// The visitor's key, where the browser keeps nothing.
    key: RefCell<Option<String>>,
    /// What endpoints have refused, by their names.
    repairs: RefCell<Vec<(String, Repairs)>>,
    /// What the half that is loaded later keeps, by its types: what is loaded first has no part in it.
    own: RefCell<Vec<Rc<dyn Any>>>,
    /// Whole answers, by their requests.
    answers: RefCell<Vec<(String, Message)>>,
}

impl Chat {
    /// A new chat without messages, owned by the current reactive owner. `host` receives the events. Whoever lets the
    /// owner go stops the chat before.
    pub fn new(config: Config, host: Option<Host>, token: Option<TokenSource>) -> Self {
        let chat = Self {
            config: Signal::new(config),
            entries: Signal::default(),
            phase: Signal::default(),
            progress: Signal::default(),
            online: Signal::new(line::is_online()),
            model: Signal::default(),
            draft: Signal::default(),
            open: Signal::default(),
            moved: Signal::default(),
            at_end: Signal::new(true),
            unfinished: Signal::default(),
            toast: Signal::default(),
            status: Signal::default(),
            spoken: Signal::default(),
            sent: Signal::default(),
            digested: Signal::default(),
            conversation: Signal::default(),
            history: Signal::default(),
            kept: Signal::default(),
            restoring: Signal::default(),
            has_earlier: Signal::default(),
            trouble: Signal::default(),
            listed: Signal::default(),
            keys: Signal::default(),
            inner: Signal::new(Rc::new(Inner { host, token, ..Inner::default() })),
        };
        later::complete();
        chat.warn_about_key();
        line::follow(move |online| {
            chat.online.try_set(online);
            chat.send_feedback();
        });
        chat.list_models();
        keep::start(chat);
        chat
    }

    /// Reads options and says on the console what is wrong with them.
    pub fn read_config(options: &Json) -> Config {
        let mut config = Config::default();
        apply(&mut config, options);
        config
    }

    /// Changes options of a running widget; the conversation stays. Gives the names of those that are not used, a line each.
    pub fn update(&self, options: &Json) -> String {
        let (had_key, before, kept) = (self.has_key(), self.model_source(), self.kept_in());
        let refused = self.config.try_update(|config| apply(config, options));
        self.changed(had_key, &before, &kept);
        refused.unwrap_or_default()
    }

    /// What is to be done anew after a change of options.
    fn changed(&self, had_key: bool, before: &str, kept: &str) {
        if self.kept_in() != kept {
            self.keep_otherwise();
        }
        if self.model_source() != before {
            self.list_models();
        }
        if !had_key {
            self.warn_about_key();
        }
    }

    /// Replaces the options of a running widget; the conversation stays.
    pub fn set_config(&self, config: Config) {
        let (had_key, before, kept) = (self.has_key(), self.model_source(), self.kept_in());
        self.config.set(config);
        self.changed(had_key, &before, &kept);
    }

    /// What the widget is doing, without following it.
    pub fn phase_now(&self) -> Phase {
        self.phase.try_get_untracked().unwrap_or_default()
    }

    /// Sends an event to the page.
    pub fn emit(&self, name: &str, detail: &Json) {
        self.emit_all(&[name], detail);
    }

    /// Sends several events with the same detail, which is written once.
    fn emit_all(&self, names: &[&str], detail: &Json) {
        // The host is taken out first: a listener may call back into this chat.
        if let Some(host) = self.inner().and_then(|inner| inner.host.clone()) {
            let detail = detail.written();
            names.iter().for_each(|name| host.emit(name, &detail));
        }
    }

    /// Nothing, once the widget is gone.
    fn inner(&self) -> Option<Rc<Inner>> {
        self.inner.try_get_untracked()
    }

    fn snapshot(&self) -> Vec<Message> {
        let entries = self.entries.try_get_untracked().unwrap_or_default();
        entries.iter().map(|entry| entry.message.get_untracked()).collect()
    }

    /// All tokens that the servers have counted for this conversation.
    pub fn total_usage(&self) -> Usage {
        let used = |entry: &Entry| {
            entry.message.with_untracked(|message| message.usage.filter(|_| !message.from_cache))
        };
        // The counts come with the end of an answer. What is not shown was counted, too.
        self.phase.track();
        self.entries.track();
        let Some(inner) = self.inner() else { return Usage::default() };
        let aside = inner.window.used();
        inner.tree.borrow().all().filter_map(|(_, entry)| used(entry)).chain([aside]).sum()
    }

    fn has_key(&self) -> bool {
        self.config.try_with_untracked(|config| config.api_key.is_some()).unwrap_or_default()
    }

    fn warn_about_key(&self) {
        if self.has_key() {
            self.unasked_later(later::later_warn_about_key, ());
        }
    }
}

/// Sets options and says on the console what is wrong with them. Only the browser knows what a colour is. Gives the names
/// of those that are not used, a line each.
fn apply(config: &mut Config, options: &Json) -> String {
    let mut problems = config.apply(options);
    if let Some(accent) = config.accent.take_if(|accent| !dom::is_color(accent)) {
        problems.push(Config::refused("accent", &accent.into()));
    }
    let refused = problems.iter().map(Problem::option).collect::<Vec<&str>>().join("\n");
    later::warn(problems);
    refused
}

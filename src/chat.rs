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
mod entry;
mod exchange;
mod feedback;
pub mod hooks;
mod keep;
mod later;
mod memory;
mod options;
pub mod page;
pub mod rehearsal;
mod resume;
mod run;
mod shortfall;
mod shown;
mod toast;
pub mod tools;
mod watch;
mod window;
mod words;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::browser::host::Host;
use crate::browser::line;
use crate::browser::signal::Signal;
use crate::browser::token::TokenSource;
use crate::config::Config;
use crate::conversation::{Feedback, Id, Message, Tree};
use crate::json::Json;
use crate::protocol::{Repairs, Usage};

pub use entry::Entry;
pub use shortfall::Shortfall;
pub use window::Sent;
pub use words::error_label;

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
    /// What the page has said and is not in the conversation yet, as JSON.
    added: RefCell<Vec<Json>>,
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
}

//! The tools of a widget, as they are known now.
//!
//! It stands in the chat as something of which the chat knows nothing, so that what is loaded first has no part in it.
//! **Invariant:** tools are looked up anew for each request, so that a page may change them at any time.

use std::cell::RefCell;
use std::rc::Rc;

use super::Tool;
use super::round::Round;
use crate::browser::console;
use crate::browser::function::PageTool;
use crate::browser::signal::Followed;
use crate::chat::Chat;
use crate::config::Config;
use crate::json::Json;
use crate::tools::{Rounds, Tools, schema};

/// What is known of tools.
#[derive(Default)]
pub struct Known {
    /// Those of a Rust page.
    given: RefCell<Vec<Rc<Tool>>>,
    /// All that there are.
    all: RefCell<Vec<Rc<Tool>>>,
    /// Set when there are tools of other names.
    pub changed: Followed<()>,
    /// Their declarations, and which the visitor has allowed for good.
    pub tools: RefCell<Tools>,
    /// The loop behind the present question.
    pub rounds: RefCell<Option<Rounds>>,
    round: RefCell<Option<Rc<Round>>>,
    /// What was said of tools that are not taken.
    told: RefCell<Vec<String>>,
}

impl Known {
    /// That of a chat.
    pub fn of(chat: &Chat) -> Rc<Self> {
        chat.own()
    }

    /// Takes the tools of a Rust page.
    pub fn give(&self, tools: Vec<Tool>) {
        self.given.replace(tools.into_iter().map(Rc::new).collect());
    }

    /// Looks up what tools there are.
    pub fn take(&self, chat: &Chat) {
        let of_page = chat.host_object().map(|host| PageTool::all(&host, "tools")).unwrap_or_default();
        let mut all: Vec<Rc<Tool>> = self.given.borrow().clone();
        let mut problems = Vec::new();
        for tool in of_page.into_iter().filter(|tool| !tool.is_of_api()) {
            if !tool.is_whole() {
                self.tell(["causerie: tools: ", &tool.written(), " has no function execute"].concat());
                continue;
            }
            match Tool::of_page(tool) {
                Ok(tool) => all.push(Rc::new(tool)),
                Err(problem) => problems.push(problem),
            }
        }
        problems
            .extend(self.tools.borrow_mut().set(all.iter().map(|tool| tool.declaration.clone()).collect()));
        problems.iter().for_each(|problem| self.tell(problem.text()));
        for tool in &all {
            let unchecked = schema::unchecked(&tool.declaration.parameters);
            if !unchecked.is_empty() {
                let name = &tool.declaration.name;
                self.tell(
                    ["causerie: arguments of ", name, " are not checked for ", &unchecked.join(", ")]
                        .concat(),
                );
            }
        }
        let names =
            |tools: &[Rc<Tool>]| tools.iter().map(|tool| tool.declaration.name.clone()).collect::<Vec<_>>();
        let before = self.all.replace(all);
        if names(&before) != names(&self.all.borrow()) {
            self.changed.notify();
        }
    }

    /// Says it on the console, once.
    fn tell(&self, words: String) {
        let is_new = !self.told.borrow().contains(&words);
        if is_new {
            console::warn(&words);
            self.told.borrow_mut().push(words);
        }
    }

    /// The options with the declarations. What the page has given with a function is no option.
    pub fn declared(&self, config: &Config, round: u64) -> Config {
        if round == 0 {
            self.rounds.replace(Some(Rounds::new(config)));
        }
        let mut config = config.clone();
        let given = config.params.get("tools").map_or(&[][..], Json::items);
        let of_api: Vec<Json> =
            given.iter().flat_map(listed).filter(|tool| tool.get("type").is_some()).collect();
        let of_api = if of_api.is_empty() { Json::Null } else { Json::Array(of_api) };
        // What is set here has the form that the option has.
        let _ = config.set("tools", &of_api);
        self.tools.borrow().declared(&config, round)
    }

    /// True if there is nothing to call.
    pub fn is_empty(&self) -> bool {
        self.all.borrow().is_empty()
    }

    /// The last one of a name, as with declarations.
    pub fn tool(&self, name: &str) -> Option<Rc<Tool>> {
        self.all.borrow().iter().rev().find(|tool| tool.declaration.name == name).cloned()
    }

    /// The calls that are under way.
    pub fn round(&self) -> Option<Rc<Round>> {
        self.round.borrow().clone()
    }

    pub fn begin_round(&self, round: &Rc<Round>) {
        self.round.replace(Some(Rc::clone(round)));
    }

    pub fn end_round(&self) {
        self.round.take();
    }
}

/// What stands in a list of tools. A page that adds one to an attribute has the attribute's text before it.
fn listed(tool: &Json) -> Vec<Json> {
    match tool.as_str().map(Json::parse) {
        Some(Ok(Json::Array(tools))) => tools,
        _ => vec![tool.clone()],
    }
}

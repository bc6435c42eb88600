//! A tool as a page gives it: its declaration, and its functions.
//!
//! **Invariant:** what a function gives is a value or a failure with words; whoever calls it knows nothing of where it is from.

use std::pin::Pin;
use std::rc::Rc;

use crate::browser::dom::Node;
use crate::browser::fetch::Abort;
use crate::browser::function::{PageTool, Question, Refusal};
use crate::config::Problem;
use crate::json::Json;
use crate::tools::{Declaration, Fault};

/// What a call gives, or how it failed and what is known of that.
pub type Outcome = Result<Json, (Fault, String)>;
type Running = Pin<Box<dyn Future<Output = Outcome>>>;
type Drawing = Rc<dyn Fn(&str) -> Option<Node>>;
type Executing = Rc<dyn Fn(Json, Option<Abort>) -> Running>;

/// A function of the page that the model may call.
///
/// ```no_run
/// use causerie::Tool;
/// use causerie::json::Json;
///
/// let schema = r#"{"type": "object", "properties": {"beds": {"type": "integer"}}, "required": ["beds"]}"#;
/// let schema = Json::parse(schema).unwrap_or_default();
/// let room = Tool::new("room", "Looks for a free room.", schema, |wanted| async move {
///     match wanted.get("beds").and_then(Json::as_u64) {
///         Some(1 | 2) => Ok("Room 12 is free.".into()),
///         _ => Err("There is no such room.".to_owned()),
///     }
/// })?;
/// let tools = vec![room.confirm().timeout(10)];
/// # drop(tools);
/// # Ok::<(), causerie::config::Problem>(())
/// ```
#[derive(Clone)]
pub struct Tool {
    pub(crate) declaration: Declaration,
    execute: Executing,
    /// What the visitor is asked, by the arguments in JSON; nothing, if not.
    ask: Rc<dyn Fn(&str) -> Question>,
    /// The node that shows a call, by what is known of it in JSON.
    draw: Drawing,
}

impl Tool {
    /// A tool that runs unasked, for at most a minute. `parameters` is the JSON Schema of its arguments, an object; `execute`
    /// gets arguments that fit it, and gives a value that the model reads, or words of what went wrong. An error, if the
    /// name is not one of 1 to 64 letters, digits, `_` and `-`, or the schema is no object.
    pub fn new<F: Future<Output = Result<Json, String>> + 'static>(
        name: &str,
        description: &str,
        parameters: Json,
        execute: impl Fn(Json) -> F + 'static,
    ) -> Result<Self, Problem> {
        let execute = Rc::new(move |arguments, _| -> Running {
            let running = execute(arguments);
            Box::pin(async move { running.await.map_err(|words| (Fault::Threw, words)) })
        });
        Ok(Self {
            declaration: Declaration::new(name, description, parameters)?,
            execute,
            ask: Rc::new(|_| Question::Own),
            draw: Rc::new(|_| None),
        })
    }

    /// The visitor is asked before each call, in the widget's words.
    pub fn confirm(mut self) -> Self {
        self.declaration.confirm = true;
        self
    }

    /// The visitor is asked in these words, by the arguments; where there are none, not at all.
    pub fn confirm_with(mut self, words: impl Fn(&Json) -> Option<String> + 'static) -> Self {
        self.ask = Rc::new(move |arguments| {
            let arguments = Json::parse(arguments).unwrap_or_default();
            words(&arguments).map_or(Question::None, Question::Words)
        });
        self.confirm()
    }

    /// How long it may run, in seconds, from 1.
    pub fn timeout(mut self, seconds: u64) -> Self {
        self.declaration.timeout = seconds.max(1);
        self
    }

    /// A call that is done is shown by this node, made of `{id, name, arguments, state, result, ms}`. (`render_view` takes a
    /// view of Leptos.)
    pub fn render(mut self, draw: impl Fn(&Json) -> Option<Node> + 'static) -> Self {
        self.draw = Rc::new(move |call| draw(&Json::parse(call).unwrap_or_default()));
        self.declaration.render = true;
        self
    }

    /// That of a page's own code.
    pub(super) fn of_page(tool: PageTool) -> Result<Self, Problem> {
        let declaration = Declaration::read(&Json::parse(&tool.written()).unwrap_or_default())?;
        let (asking, drawing) = (tool.clone(), tool.clone());
        let execute = Rc::new(move |arguments: Json, abort| -> Running {
            let called = tool.clone().execute(arguments.written(), abort);
            Box::pin(async move {
                let text = called.await.map_err(|refusal| match refusal {
                    Refusal::Threw(words) => (Fault::Threw, words),
                    Refusal::NoJson => (Fault::BadResult, String::new()),
                })?;
                Json::parse(&text).map_err(|_| (Fault::BadResult, String::new()))
            })
        });
        let ask = Rc::new(move |arguments: &str| asking.question(arguments));
        let draw = Rc::new(move |call: &str| drawing.draw(call));
        Ok(Self { declaration, execute, ask, draw })
    }

    pub(super) fn run(&self, arguments: Json, abort: Option<Abort>) -> Running {
        (self.execute)(arguments, abort)
    }

    pub(super) fn asks(&self, arguments: &str) -> bool {
        (self.ask)(arguments) != Question::None
    }

    /// The page's own words for the question.
    pub(super) fn words(&self, arguments: &str) -> Option<String> {
        match (self.ask)(arguments) {
            Question::Words(words) => Some(words),
            _ => None,
        }
    }

    /// What shows a call; nothing, where that is for the widget.
    pub fn shown(&self, call: &Json) -> Option<Node> {
        self.declaration.render.then(|| (self.draw)(&call.written()))?
    }
}

/// What the model may call.
#[derive(Clone, Default)]
pub struct ToolSet {
    /// What is sent as it is, for tools that the server runs: the API's `tools`.
    api: Json,
    given: Vec<Tool>,
}

impl ToolSet {
    /// The value of the option `tools`: the API's as they are, the page's by their names.
    pub fn declared(&self) -> Json {
        let named = |tool: &Tool| Json::object([("name", tool.declaration.name.as_str().into())]);
        let all: Vec<Json> = self.api.items().iter().cloned().chain(self.given.iter().map(named)).collect();
        if all.is_empty() { Json::Null } else { Json::Array(all) }
    }

    /// Those of the page.
    pub fn given(&self) -> Vec<Tool> {
        self.given.clone()
    }
}

impl From<Json> for ToolSet {
    fn from(api: Json) -> Self {
        Self { api, given: Vec::new() }
    }
}

impl From<Vec<Tool>> for ToolSet {
    fn from(given: Vec<Tool>) -> Self {
        Self { api: Json::Null, given }
    }
}

impl From<Tool> for ToolSet {
    fn from(tool: Tool) -> Self {
        vec![tool].into()
    }
}

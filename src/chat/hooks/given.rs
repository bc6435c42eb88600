//! The hooks of a Rust page: the same as those of a page in JavaScript, with `Json` for their values.
//!
//! **Invariant:** each does what the hook of its name does in JavaScript; one that is not given is not there.

use std::pin::Pin;

use crate::browser::dom::{Element, Node};
use crate::browser::hook::{HostHook, Pieces};
use crate::json::Json;

/// Functions of the page around requests and answers, for the prop `hooks`.
///
/// ```no_run
/// use causerie::Hooks;
/// use causerie::json::Json;
///
/// let hooks = Hooks::new().before_send(|mut request: Json| async move {
///     request.set("url", "/other/v1/chat/completions".into());
///     Ok(request)
/// });
/// ```
#[derive(Clone, Debug, Default)]
pub struct Hooks(Vec<HostHook>);

/// Takes the pieces of an answer that a [`Hooks::handler`] gives.
#[derive(Clone, Debug)]
pub struct Answering(Pieces);

impl Answering {
    /// Says something: a text, a delta such as `{"reasoning_content": …}`, or a chunk of the API. False, once the visitor has
    /// stopped the answer.
    pub fn give(&self, piece: impl Into<Json>) -> bool {
        self.0.push(piece.into().written())
    }
}

impl Hooks {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at each request, `{url, headers, body}`, and gives the one that is sent; words refuse it, and the visitor reads them.
    pub fn before_send<F: Future<Output = Result<Json, String>> + 'static>(
        self,
        hook: impl Fn(Json) -> F + 'static,
    ) -> Self {
        self.asks("beforeSend", hook, |given| given.unwrap_or_else(Json::from))
    }

    /// Looks at each answer that has come, as `causerie:message` tells it, and gives what is shown instead; nothing leaves it as it is.
    pub fn after_receive<F: Future<Output = Option<String>> + 'static>(
        self,
        hook: impl Fn(Json) -> F + 'static,
    ) -> Self {
        self.asks("afterReceive", hook, |given| given.map_or(Json::Null, Json::from))
    }

    /// Decides where a link of an answer leads; nothing: nowhere.
    pub fn link_policy<F: Future<Output = Option<String>> + 'static>(
        self,
        hook: impl Fn(String) -> F + 'static,
    ) -> Self {
        let hook = move |url: Json| hook(url.as_str().unwrap_or_default().to_owned());
        self.asks("linkPolicy", hook, |given| given.map_or(Json::Bool(false), Json::from))
    }

    /// Says what the visitor is looking at: a text or an object with a `title`; nothing, if there is nothing to say.
    pub fn get_context<F: Future<Output = Option<Json>> + 'static>(
        self,
        hook: impl Fn() -> F + 'static,
    ) -> Self {
        self.asks("getContext", move |_| hook(), |given| given.unwrap_or(Json::Bool(false)))
    }

    /// Answers a request in the place of an endpoint. An error breaks the answer off.
    pub fn handler<F: Future<Output = Result<(), String>> + 'static>(
        mut self,
        hook: impl Fn(Json, Answering) -> F + 'static,
    ) -> Self {
        self.0.push(HostHook::hands("handler", move |request, pieces| {
            let answer = hook(Json::parse(&request).unwrap_or_default(), Answering(pieces));
            Box::pin(async move { answer.await.map(|()| String::new()) })
        }));
        self
    }

    /// Hears of each failure that the visitor is told of, as `causerie:error` tells it.
    pub fn on_error(mut self, hook: impl Fn(Json) + 'static) -> Self {
        let hear = move |error: String| hook(Json::parse(&error).unwrap_or_default());
        self.0.push(HostHook::hears("onError", hear));
        self
    }

    /// Draws an answer that is a JSON document, also while it arrives; nothing leaves it to the widget.
    pub fn render_json(mut self, hook: impl Fn(Json, bool) -> Option<Node> + 'static) -> Self {
        let draw = move |value: String, is_whole| hook(Json::parse(&value).unwrap_or_default(), is_whole);
        self.0.push(HostHook::draws("renderJson", draw));
        self
    }

    fn asks<T: 'static, F: Future<Output = T> + 'static>(
        mut self,
        name: &'static str,
        hook: impl Fn(Json) -> F + 'static,
        read: fn(T) -> Json,
    ) -> Self {
        type Answer = Pin<Box<dyn Future<Output = Result<String, String>>>>;
        self.0.push(HostHook::asks(name, move |value| -> Answer {
            let answer = hook(Json::parse(&value).unwrap_or_default());
            Box::pin(async move { Ok(read(answer.await).written()) })
        }));
        self
    }

    /// Puts them where the widget looks for them.
    pub(crate) fn set_on(&self, host: &Element) {
        self.0.iter().for_each(|hook| hook.set_on(host));
    }
}

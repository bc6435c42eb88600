//! The page's own code around a request and its reply: `beforeSend`, `handler`, `afterReceive`, `linkPolicy`, `onError`.
//!
//! All but the look whether there are any is loaded with the first one that is called. **Invariant:** a hook that fails is
//! said on the console and skipped; what it refuses is not sent, and nothing that was typed or has come is lost by it.

#[cfg(feature = "leptos")]
mod given;

use std::pin::Pin;

use super::Chat;
use super::exchange::unsendable;
use super::run::Run;
use crate::browser::fetch::{self, Abort, FetchError, Reply};
use crate::browser::handed;
use crate::browser::hook::{self, Given};
use crate::browser::host::HostObject;
use crate::conversation::{Message, State, to_detail};
use crate::json::Json;
use crate::protocol::{ApiError, ChatCompletionRequest, ErrorKind, handed_event};

#[cfg(feature = "leptos")]
pub use given::{Answering, Hooks};

const BEFORE_SEND: &str = "beforeSend";
const AFTER_RECEIVE: &str = "afterReceive";
const HANDLER: &str = "handler";
const LINK_POLICY: &str = "linkPolicy";

/// A reply, or why there is none; an error outside of that is the page's.
type Posted = Result<Result<Reply, FetchError>, ApiError>;
/// [`later_post`].
pub(super) type Posting =
    fn(Chat, ChatCompletionRequest, Option<Abort>) -> Pin<Box<dyn Future<Output = Posted>>>;

impl Chat {
    /// The element that the page puts its hooks on.
    pub fn host_object(&self) -> Option<HostObject> {
        Some(self.inner()?.host.as_ref()?.object())
    }

    /// True if the page has such a hook now.
    pub fn has_hook(&self, name: &str) -> bool {
        self.inner().is_some_and(|inner| inner.host.as_ref().is_some_and(|host| host.has(name)))
    }

    /// True if the page's own code has to do with sending. Of a widget that has gone nobody knows: nothing is sent then.
    pub(super) fn hooks_sending(&self) -> bool {
        self.inner().is_none() || self.has_hook(BEFORE_SEND) || self.has_handler()
    }

    /// True if there is more to an answer than to ask for it and to show it.
    pub(super) fn is_hooked(&self) -> bool {
        self.answers_in_json() || self.has_page_context() || self.has_hook(AFTER_RECEIVE)
    }

    /// True if the page's own code answers, and no endpoint is needed.
    pub fn has_handler(&self) -> bool {
        self.has_hook(HANDLER)
    }

    /// True if the page decides which links of an answer lead anywhere.
    pub fn decides_links(&self) -> bool {
        self.has_hook(LINK_POLICY)
    }

    /// The address that a link of an answer is to lead to; nowhere, if the page says so.
    pub async fn link_for(&self, url: String) -> Option<String> {
        let host = self.host_object()?;
        match hook::ask(&host, LINK_POLICY, &Json::from(url.as_str()).written(), None).await {
            Some(Given::No) => None,
            Some(Given::Text(other)) => Some(other),
            _ => Some(url),
        }
    }
}

/// Sends a request as the page's own code wants it.
pub(super) fn later_post(
    chat: Chat,
    request: ChatCompletionRequest,
    abort: Option<Abort>,
) -> Pin<Box<dyn Future<Output = Posted>>> {
    Box::pin(async move {
        let Some(host) = chat.host_object() else { return Ok(Err(FetchError::Aborted)) };
        // It may have been stopped while this half was loaded, or while the page looked at the request.
        let is_over = || abort.as_ref().is_some_and(Abort::is_aborted);
        if is_over() {
            return Ok(Err(FetchError::Aborted));
        }
        let request = before_send(chat, request, abort.as_ref()).await?;
        if is_over() {
            return Ok(Err(FetchError::Aborted));
        }
        if !chat.has_handler() {
            let posted =
                fetch::post(&request.url, &request.headers, &request.body.written(), abort.clone()).await;
            if let Err(FetchError::Network(words)) = &posted
                && let Some(error) = unsendable(&request, words)
            {
                return Err(error);
            }
            return Ok(posted);
        }
        let written = request.to_json().written();
        match handed::reply(&host, HANDLER, &written, abort.clone(), handed_event).await {
            Ok(reply) => Ok(Ok(reply)),
            Err(_) if abort.is_some_and(|abort| abort.is_aborted()) => Ok(Err(FetchError::Aborted)),
            Err(words) => Err(ApiError::new(ErrorKind::Server, words)),
        }
    })
}

/// A request as the page wants it, or what it is refused with.
pub(super) async fn before_send(
    chat: Chat,
    request: ChatCompletionRequest,
    abort: Option<&Abort>,
) -> Result<ChatCompletionRequest, ApiError> {
    let refused = |words| Err(ApiError::new(ErrorKind::Refused, words));
    let Some(host) = chat.host_object().filter(|_| chat.has_hook(BEFORE_SEND)) else { return Ok(request) };
    match hook::ask(&host, BEFORE_SEND, &request.to_json().written(), abort).await {
        None => Ok(request),
        Some(Given::No) => refused(String::new()),
        Some(Given::Text(words)) => refused(words),
        Some(Given::Value(changed)) => Ok(request.changed(Json::parse(&changed).unwrap_or_default())),
    }
}

/// Shows an answer that has come as the page's own code wants it.
pub(super) async fn received(chat: Chat, run: &Run) {
    let Some(host) = chat.host_object() else { return };
    let has_come = |message: &Message| message.state == State::Complete && !message.text().is_empty();
    if !run.answer.message.with_untracked(has_come) {
        return;
    }
    let detail = run.answer.message.with_untracked(to_detail);
    let given = hook::ask(&host, AFTER_RECEIVE, &detail.written(), None).await;
    if !chat.is_current(run) {
        return;
    }
    let text = match given {
        Some(Given::Text(text)) => text,
        Some(Given::Value(changed)) => {
            let changed = Json::parse(&changed).unwrap_or_default();
            let Some(text) = changed.get("content").and_then(Json::as_str) else { return };
            text.to_owned()
        }
        Some(Given::No) | None => return,
    };
    if run.answer.message.with_untracked(|message| message.text() != text) {
        run.answer.message.update_untracked(|message| message.say_instead(text));
        chat.touch(&run.answer);
        chat.draw_anew(&run.answer);
    }
}

/// Tells the page's own code of a failure.
pub(super) fn later_tell_error(chat: Chat, error: Json) {
    if let Some(host) = chat.host_object() {
        hook::tell(&host, "onError", &error.written());
    }
}

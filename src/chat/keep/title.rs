//! `titles="model"`: asks the model for a conversation's title.
//!
//! **Invariant:** it is asked once for each conversation, behind its first answer, and nobody waits for it. Where nothing
//! comes of it, the beginning of the first question stays. A title that the visitor gave is never taken away.

use super::{Chat, Inner};
use crate::browser::fetch::{self, Abort};
use crate::browser::{console, frame};
use crate::chat::aside;
use crate::chat::exchange::head;
use crate::chat::hooks::later_post;
use crate::config::{Config, Titles};
use crate::conversation::{Id, Message, State, title};
use crate::json::Json;
use crate::protocol::{
    ApiError, BodyEnd, ChatCompletionRequest, Endpoint, ErrorKind, ReplyDecoder, Turn, Usage,
};

/// Tokens; some models think before they answer.
const LONGEST: u64 = 1024;
/// Milliseconds.
const PATIENCE: i32 = 30_000;
/// Requests, after refusals that teach something.
const TRIES: usize = 3;

impl Chat {
    /// Asks for a title, if there is none but the beginning of the question. Called when something was written.
    pub(super) fn entitle(&self) {
        let Some((inner, config)) = self.inner().zip(self.config.try_get_untracked()) else { return };
        if config.titles != Titles::Model || !self.has_history() || inner.run.borrow().is_some() {
            return;
        }
        let Some(id) = wants_title(&inner).filter(|id| inner.keep.entitled.get() != Some(*id)) else {
            return;
        };
        let endpoint = Endpoint::all(&config, self.chosen_model().as_deref()).swap_remove(0);
        let role = self.repairs(&endpoint).system_role(config.system_role);
        let Some(turns) = title::request(&self.snapshot(), role) else { return };
        inner.keep.entitled.set(Some(id));
        let chat = *self;
        frame::spawn(async move {
            match chat.ask_for_title(&aside_options(&config), &endpoint, &turns).await {
                Ok((said, usage)) => chat.take_title(id, &said, usage).await,
                // A visitor cannot do anything about it.
                Err(error) => console::warn(&["causerie: no title: ", &error.message].concat()),
            }
        });
    }

    async fn ask_for_title(
        &self,
        config: &Config,
        endpoint: &Endpoint,
        turns: &[Turn],
    ) -> Result<(String, Option<Usage>), ApiError> {
        let mut tries = TRIES;
        loop {
            let repairs = self.repairs(endpoint);
            let bearer =
                self.token_for(endpoint).await.map_err(|words| ApiError::new(ErrorKind::Auth, words))?;
            let request = ChatCompletionRequest::new(config, endpoint, turns, &repairs, bearer.as_deref());
            let message = self.one_answer(&request).await?;
            tries -= 1;
            match message.state {
                State::Failed(error) if tries == 0 || !self.learn(endpoint, &error, &request) => {
                    return Err(error);
                }
                State::Failed(_) => {}
                _ => return Ok((message.text().to_owned(), message.usage)),
            }
        }
    }

    /// The whole answer, as a message that has ended. The page's own code has its say in it, as in all others.
    async fn one_answer(&self, request: &ChatCompletionRequest) -> Result<Message, ApiError> {
        let abort = Abort::after(PATIENCE);
        let posted = match self.hooks_sending() {
            false => fetch::post(&request.url, &request.headers, &request.body.written(), abort).await,
            true => later_post(*self, request.clone(), abort).await?,
        };
        let mut reply = posted.map_err(|_| ApiError::new(ErrorKind::Network, "not reached"))?;
        let head = head(&reply);
        let body = reply.whole().await;
        let (mut decoder, mut message) = (ReplyDecoder::new(head), Message::awaited());
        let end = if body.is_some() { BodyEnd::Clean } else { BodyEnd::Broken };
        let mut fold = |event| message.apply(event);
        decoder.feed(&body.unwrap_or_default(), &mut fold);
        decoder.finish(end, &mut fold);
        Ok(message)
    }

    /// Has the title in the list, here and in other tabs.
    async fn take_title(&self, id: Id, said: &str, usage: Option<Usage>) {
        let is_shown = self.conversation.try_get_untracked().flatten() == Some(id);
        if let (true, Some(usage), Some(inner)) = (is_shown, usage, self.inner()) {
            inner.window.use_also(usage);
        }
        let Some(text) = title::read(said) else { return };
        let request = Json::object([("conversation", id.text().into()), ("title", text.into())]);
        let answer = self.ask_archive("entitle", &request).await;
        if let Some(record) = answer.map(|mut answer| answer.take("conversation")) {
            self.take_news(Json::object([("conversations", Json::Array(vec![record]))]));
        }
        self.kept.notify();
    }
}

/// The conversation that is shown, if its title is still the beginning of its first question.
fn wants_title(inner: &Inner) -> Option<Id> {
    let record = inner.keep.record.borrow();
    let record = record.as_ref()?;
    let is_made = record.title.by_hand || record.title.at > record.created;
    (!is_made && inner.keep.earlier.next().is_none()).then_some(record.id)
}

fn aside_options(config: &Config) -> Config {
    Config { stream: false, ..aside::options(config, LONGEST) }
}

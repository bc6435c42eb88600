//! `context="summarize"`: has the model summarise the older turns.
//!
//! **Invariant:** a summary is no message: nothing of it is shown while it comes, stop ends it with the answer that it is
//! made for, and it is bounded in its length, in its time, and in how many are made for one question.

use super::older::warn;
use crate::chat::run::Run;
use crate::chat::{Chat, aside};
use crate::config::{Config, Label};
use crate::conversation::context::{Digest, Step, Summary, SummaryRequest, Window, summarize};
use crate::conversation::{State, Turns};
use crate::protocol::{ChatCompletionRequest, Endpoint};

/// For one question. A long conversation that comes in from elsewhere gets the rest with the next questions.
const MOST: usize = 8;
/// Requests for one summary, after refusals that teach something.
const TRIES: usize = 4;
/// Tokens.
const LONGEST: u64 = 2048;
/// Makes the summaries that the last question needs. False if one failed.
pub async fn make(
    chat: Chat,
    config: &Config,
    endpoint: &Endpoint,
    turns: &Turns,
    window: &Window,
    run: &Run,
) -> bool {
    let path = turns.path();
    for _ in 0..MOST {
        let next = chat.with_digest(|digest| summarize(&path, window, digest.summary_on(&path)));
        let Some(Step::First(wanted)) = next else { return true };
        let words = chat.text_now(Label::Summarizing);
        chat.progress.try_set(words.clone());
        chat.say(words);
        let summary = one(chat, config, endpoint, &wanted, run).await;
        if chat.is_current(run) {
            chat.progress.try_set(String::new());
        }
        let Some(summary) = summary.filter(|_| chat.is_current(run)) else { return false };
        chat.with_digest(|digest| digest.summaries.push(summary.clone()));
        chat.digested.notify();
        chat.keep_digest(&Digest::of(vec![summary]));
    }
    true
}

async fn one(
    chat: Chat,
    config: &Config,
    endpoint: &Endpoint,
    wanted: &SummaryRequest,
    run: &Run,
) -> Option<Summary> {
    let estimate = chat.inner()?.window.estimate.get();
    let config = aside::options(config, estimate.tokens(wanted.most).clamp(16, LONGEST));
    for _ in 0..TRIES {
        let repairs = chat.repairs(endpoint);
        let bearer = chat.token_for(endpoint).await.ok().filter(|_| chat.is_current(run))?;
        let turns = wanted.turns(repairs.system_role(config.system_role));
        let request = ChatCompletionRequest::new(&config, endpoint, &turns, &repairs, bearer.as_deref());
        let aside = run.aside(chat);
        let result = chat.exchange(&config, &request, &aside).await;
        if !chat.is_current(run) {
            return None;
        }
        match result {
            Ok(()) => return read(chat, &aside, wanted),
            Err(error) if chat.learn(endpoint, &error, &request) => {}
            Err(error) => {
                warn(&["no summary: ", &error.message]);
                return None;
            }
        }
    }
    None
}

/// What came, if it is whole and says something.
fn read(chat: Chat, aside: &Run, wanted: &SummaryRequest) -> Option<Summary> {
    let message = aside.answer.message.get_untracked();
    if let (Some(inner), Some(usage)) = (chat.inner(), message.usage) {
        inner.window.use_also(usage);
    }
    let text = message.text().trim();
    if message.state != State::Complete || text.is_empty() {
        warn(&["no summary: the answer was empty"]);
        return None;
    }
    Some(Summary { text: text.to_owned(), up_to: wanted.up_to, model: message.model.clone() })
}

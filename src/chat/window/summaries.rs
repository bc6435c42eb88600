//! `context="summarize"`: has the model summarise the older turns.
//!
//! **Invariant:** a summary is no message: nothing of it is shown while it comes, stop ends it with the answer that it is
//! made for, and it is bounded in its length, in its time, and in how many are made for one question.

use super::older::warn;
use crate::chat::Chat;
use crate::chat::run::Run;
use crate::config::{Config, Label};
use crate::conversation::context::{Digest, Step, Summary, SummaryRequest, Window, summarize};
use crate::conversation::{State, Turns};
use crate::json::Json;
use crate::protocol::{ChatCompletionRequest, Endpoint};

/// For one question. A long conversation that comes in from elsewhere gets the rest with the next questions.
const MOST: usize = 8;
/// Requests for one summary, after refusals that teach something.
const TRIES: usize = 4;
/// Tokens.
const LONGEST: u64 = 2048;
/// Seconds of silence.
const PATIENCE: u64 = 30;
/// What is meant for answers.
const FOR_ANSWERS: [&str; 16] = [
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "functions",
    "function_call",
    "response_format",
    "n",
    "stop",
    "max_tokens",
    "max_completion_tokens",
    "logprobs",
    "top_logprobs",
    "logit_bias",
    "modalities",
    "audio",
    "prediction",
];

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
    let config = for_summary(config, estimate.tokens(wanted.most).clamp(16, LONGEST));
    for _ in 0..TRIES {
        let repairs = chat.repairs(endpoint);
        let bearer = chat.token_for(endpoint).await.ok()?;
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
        let used = &inner.window.used;
        used.set([used.get(), usage].into_iter().sum());
    }
    let text = message.text().trim();
    if message.state != State::Complete || text.is_empty() {
        warn(&["no summary: the answer was empty"]);
        return None;
    }
    Some(Summary { text: text.to_owned(), up_to: wanted.up_to, model: message.model.clone() })
}

/// The options without what is meant for answers.
fn for_summary(config: &Config, longest: u64) -> Config {
    let mut config = config.clone();
    let limit = if config.params.get("max_completion_tokens").is_some() {
        "max_completion_tokens"
    } else {
        "max_tokens"
    };
    for name in FOR_ANSWERS {
        // Without a value there is nothing to refuse.
        let _ = config.set(name, &Json::Null);
        if let Some(body) = &mut config.body {
            body.set(name, Json::Null);
        }
    }
    let _ = config.set(limit, &longest.into());
    config.first_byte_timeout = config.first_byte_timeout.min(PATIENCE);
    config.idle_timeout = config.idle_timeout.min(PATIENCE);
    config.cache = Default::default();
    config
}

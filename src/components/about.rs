//! What is known of an answer: its tokens and cost, and its model.
//!
//! **Invariant:** shown only where there is something to say; numbers are the server's.

use crate::browser::signal::Followed;
use crate::browser::view::{El, el};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::conversation::Message;
use crate::text::digits;

/// Appends tokens, cost and model, folded, to the row below an answer; nothing, where nothing is known.
pub fn about(chat: Chat, entry: &Entry, row: El) -> El {
    let has_more = |message: &Message| message.usage.is_some() || message.is_fallback || message.from_cache;
    if entry.message.with_untracked(has_more) {
        chat.when_later(later_add, (entry.clone(), row.clone()));
    }
    row
}

fn later_add(chat: Chat, (entry, row): (Entry, El)) {
    drop(row.child(fold(chat, &entry.message)));
}

fn fold(chat: Chat, message: &Followed<Message>) -> El {
    let (usage, model) = message.with_untracked(|message| (message.usage, message.model.clone()));
    let (is_fallback, from_cache) =
        message.with_untracked(|message| (message.is_fallback, message.from_cache));
    let by = model.map(|model| (is_fallback, model));
    let title = {
        let by = by.clone();
        move || match (&by, usage) {
            _ if from_cache => chat.text(Label::FromMemory),
            (Some((true, model)), _) => chat.text_with(Label::ByFallback, &[("model", model)]),
            (_, Some(usage)) => chat.text_with(Label::Tokens, &[("count", &digits(usage.total_tokens))]),
            _ => chat.text(Label::About),
        }
    };
    let mut fold = el("details", "about").part("about").child(el("summary", "").text_of(title));
    if let Some((_, model)) = by {
        fold = fold.child(el("p", "").text_of(move || chat.text_with(Label::ByModel, &[("model", &model)])));
    }
    if let Some(usage) = usage {
        let cost = move || chat.cost(&usage).map(|cost| [" · ", &cost].concat()).unwrap_or_default();
        let counts = move || {
            let (prompt, completion) = (digits(usage.prompt_tokens), digits(usage.completion_tokens));
            let values = [("prompt", prompt.as_str()), ("completion", completion.as_str())];
            chat.text_with(Label::TokenCounts, &values) + &cost()
        };
        fold = fold.child(el("p", "").text_of(counts)).child(el("p", "").text_of(move || whole(chat)));
    }
    fold
}

/// The tokens of the whole conversation, and their cost.
fn whole(chat: Chat) -> String {
    let usage = chat.total_usage();
    let count = digits(usage.total_tokens);
    match chat.cost(&usage) {
        Some(cost) => chat.text_with(Label::AllTokensCost, &[("count", &count), ("cost", &cost)]),
        None => chat.text_with(Label::AllTokens, &[("count", &count)]),
    }
}

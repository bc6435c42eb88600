//! A call of a tool: folded, with its name, its arguments and what came of it; before it, if need be, the question whether
//! it may run; behind it what the page's own code draws of it.
//!
//! **Invariant:** what will run is shown before the visitor allows it. Where a focused button goes, the focus stays with the
//! call.

use std::cell::Cell;

use super::actions::ID;
use super::icon::button;
use crate::browser::dom;
use crate::browser::view::{El, el};
use crate::chat::tools::{Leave, state_of};
use crate::chat::{Chat, Entry};
use crate::config::Label;
use crate::conversation::{CallState, LONGEST_RESULT, Message, ToolCall};
use crate::text::digits;
use crate::tools::indented;

/// What stands there for a result.
pub fn call(chat: Chat, entry: &Entry) -> El {
    let article = el("article", "message called").part("message tool").attr(ID, &digits(entry.id));
    chat.unasked_later(later_draw, (entry.clone(), article.clone()));
    article
}

fn later_draw(chat: Chat, (entry, article): (Entry, El)) {
    let called = chat.call_of(&entry).unwrap_or_default();
    let name = chat.text_with(Label::Call, &[("name", &called.name)]);
    let article = article.attr("aria-label", &name);
    let (message, asked, shown) = (entry.message.clone(), entry.message.clone(), entry.message.clone());
    let state = move || message.with(state_of);
    let result = entry.message.clone();
    let result = move || result.with(|message| (!message.is_open()).then(|| message.text().to_owned()));
    let details = el("details", "call")
        .part("tool-call")
        .attr_of("data-state", move || state().name().to_owned())
        .child(summary(chat, &entry, &called))
        .child(section(chat, Label::CallArguments, &called.arguments))
        .slot(result, move |text| text.as_ref().map(|text| result_section(chat, text)));
    let is_asked = move || asked.with(|message| state_of(message) == CallState::Asked);
    let (of, has_card) = (called.clone(), Cell::new(false));
    // A card stays, also where its tool goes.
    let is_drawn = move || {
        let is_done = shown.with(|message| state_of(message) == CallState::Done);
        has_card.set(has_card.get() || is_done && chat.draws(&of));
        has_card.get()
    };
    let (question, card) = (entry.clone(), entry.clone());
    let article = article.child(details).when(is_asked, move || ask(chat, &question, &called));
    drop(article.slot(is_drawn, move |is_drawn| is_drawn.then(|| drawn(chat, &card))?));
}

/// The line that stays: name, state, and how long it took.
fn summary(chat: Chat, entry: &Entry, called: &ToolCall) -> El {
    let message = entry.message.clone();
    let words = move || {
        message.with(|message| {
            let words = chat.text(label_of(state_of(message)));
            match time(message) {
                Some(time) => [&words, " · ", &time].concat(),
                None => words,
            }
        })
    };
    let name = el("span", "which").part("tool-name").text(&called.name);
    el("summary", "").child(name).child(el("span", "state").part("tool-state").text_of(words))
}

fn time(message: &Message) -> Option<String> {
    let milliseconds = u64::from(message.call_ms.filter(|_| !message.is_open())?);
    Some(match milliseconds {
        0..1000 => [&digits(milliseconds), "\u{a0}ms"].concat(),
        _ => Chat::time(milliseconds / 1000),
    })
}

const fn label_of(state: CallState) -> Label {
    match state {
        CallState::Asked => Label::CallAsked,
        CallState::Running => Label::CallRunning,
        CallState::Done => Label::CallDone,
        CallState::Unknown => Label::CallUnknown,
        CallState::NotJson | CallState::Misfit => Label::CallMisfit,
        CallState::Denied => Label::CallDenied,
        CallState::Threw | CallState::BadResult => Label::CallFailed,
        CallState::TimedOut => Label::CallTimedOut,
        CallState::Repeated => Label::CallRepeated,
        CallState::TooMany => Label::CallTooMany,
        CallState::Stopped => Label::CallStopped,
        CallState::Interrupted => Label::CallInterrupted,
    }
}

fn section(chat: Chat, label: Label, text: &str) -> El {
    let name = chat.text_now(label);
    let heading = el("p", "of").text(&name);
    el("div", "").child(heading).child(json_box(&name).text(&indented(text)))
}

/// A box that scrolls, for JSON over lines.
pub(super) fn json_box(name: &str) -> El {
    el("pre", "").attr("dir", "auto").attr("tabindex", "0").attr("role", "group").attr("aria-label", name)
}

/// What came of a call. What the model does not get of it is there as well.
fn result_section(chat: Chat, text: &str) -> El {
    let section = section(chat, Label::CallResult, text);
    match text.len() > LONGEST_RESULT {
        true => section.child(el("p", "of").text(&chat.text_now(Label::CallResultCut))),
        false => section,
    }
}

/// Asks whether a call may run.
fn ask(chat: Chat, entry: &Entry, called: &ToolCall) -> El {
    let own = || chat.text_with(Label::CallAsk, &[("name", &called.name)]);
    let words = chat.words_for(called).unwrap_or_else(own);
    let group =
        el("div", "notice ask").part("tool-question").attr("role", "group").attr("aria-label", &words);
    let answer = |part: &'static str, label, leave| {
        let entry = entry.clone();
        button("retry", part).text(&chat.text_now(label)).on("click", move |event| {
            let article = event.target().and_then(|target| dom::closest(&target, "message"));
            if let Some(summary) = article.and_then(|article| dom::find(&article, "summary")) {
                dom::focus(&summary);
            }
            chat.answer_call(&entry, leave);
        })
    };
    let arguments = indented(&called.arguments);
    group
        .child(el("p", "").text(&words))
        .child(json_box(&chat.text_now(Label::CallArguments)).text(&arguments))
        .child(answer("allow-once", Label::AllowOnce, Leave::Once))
        .child(answer("allow-always", Label::AllowAlways, Leave::Always))
        .child(answer("deny", Label::Deny, Leave::Denied))
}

/// What the page draws of a call that is done.
fn drawn(chat: Chat, entry: &Entry) -> Option<El> {
    let node = chat.card_of(entry)?;
    let card = el("div", "card").part("tool-card");
    dom::append(card.node(), &node);
    Some(card)
}

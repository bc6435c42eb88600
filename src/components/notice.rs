//! What is said under an answer that did not end as it should, and what the visitor can do next.
//!
//! **Invariant:** words first; the server's own message only behind "Details", and never as HTML.

use super::icon::{NEW, RETRY, button, icon};
use super::key_form::key_form;
use crate::browser::signal::Signal;
use crate::browser::view::{El, el};
use crate::browser::{clock, frame};
use crate::chat::{Chat, Entry, Shortfall};
use crate::config::Label;
use crate::conversation::State;
use crate::protocol::{ApiError, ErrorKind};
use crate::text::digits;

/// Appends the note of a message, if it has one, to its element.
pub fn notice(chat: Chat, entry: &Entry, article: El) -> El {
    let (id, message) = (entry.id, entry.message.clone());
    let key = {
        let message = message.clone();
        move || {
            let ending = message.with(|message| {
                (!message.is_open()).then(|| (message.state.clone(), message.finish(), message.current()))
            })?;
            let is_over = matches!(&ending.0, State::Failed(error) if error.kind == ErrorKind::Offline);
            Some((ending, chat.is_last(id), is_over && chat.online.get()))
        }
    };
    article.slot(key, move |key| {
        let (_, is_last, is_back) = key.as_ref()?;
        // What was called is done below, if there is somebody to do it.
        let note =
            message.with_untracked(Shortfall::of).filter(|note| *is_last || note.label != Label::ToolCalls);
        note.map(|note| draw(chat, &note, *is_last, *is_back))
    })
}

fn draw(chat: Chat, note: &Shortfall, is_last: bool, is_back: bool) -> El {
    let label = if is_back { Label::BackOnline } else { note.label };
    if is_back && is_last {
        chat.say(chat.text_now(label));
    }
    // Retry stands in the place of Regenerate.
    let again = if is_last && note.retries { " again" } else { "" };
    let notice = el("div", &[if note.error.is_some() { "notice error" } else { "notice" }, again].concat())
        .part("notice")
        .child(el("p", "").text_of(chat.label(label)))
        .children(note.error.as_ref().and_then(|error| details(chat, error)));
    if is_last { remedies(chat, note, notice) } else { notice }
}

/// What the visitor can do about it.
fn remedies(chat: Chat, note: &Shortfall, notice: El) -> El {
    let is_about_key =
        matches!(note.kind(), Some(ErrorKind::Auth | ErrorKind::Permission | ErrorKind::Quota));
    if is_about_key && chat.asks_key() {
        return notice.child(key_form(chat, move || chat.retry()));
    }
    let go_on = note.goes_on.then(|| {
        let button = button("retry", "continue").text_of(chat.label(Label::GoOn));
        button.on("click", move |_| chat.go_on())
    });
    let anew = (note.kind() == Some(ErrorKind::ContextLength)).then(|| {
        let button = button("retry", "new-thread").child(icon(NEW)).text_of(chat.label(Label::NewThread));
        button.on("click", move |_| chat.new_thread())
    });
    let wait = note.error.as_ref().and_then(|error| error.retry_after_ms).unwrap_or(0);
    let retry = note.retries.then(|| retry(chat, wait));
    notice.children(go_on).children(anew).children(retry)
}

/// Asks again; if the server wants a wait, it is counted down first.
fn retry(chat: Chat, wait: u64) -> El {
    let until = clock::now() + wait as f64;
    let left = move || ((until - clock::now()) / 1000.0).ceil().max(0.0) as u64;
    // The time that is left, in words; nothing at its end.
    let time = move || if left() > 0 { Chat::time(left()) } else { String::new() };
    let shown = Signal::new(time());
    if wait > 0 {
        frame::every(1000, Box::new(move || shown.try_set(time()).is_none() && left() > 0));
    }
    let label = move || match shown.get() {
        time if time.is_empty() => chat.text(Label::Retry),
        time => chat.text_with(Label::RetryIn, &[("time", &time)]),
    };
    button("retry", "retry")
        .attr_of("aria-disabled", move || (!shown.get().is_empty()).to_string())
        .child(icon(RETRY))
        .text_of(label)
        .on("click", move |_| {
            if shown.get_untracked().is_empty() {
                chat.retry();
            }
        })
}

/// Status and the server's words, if there are any.
fn technical(error: &ApiError) -> Option<String> {
    match (error.status, error.message.as_str()) {
        (None, "") => None,
        (None, words) => Some(words.to_owned()),
        (Some(200..=299), "") => None,
        (Some(status), "") => Some(["HTTP ", &digits(status.into())].concat()),
        (Some(status), words) => Some(["HTTP ", &digits(status.into()), ": ", words].concat()),
    }
}

/// The technical side, folded; and for a wrong address what its owner may have forgotten.
fn details(chat: Chat, error: &ApiError) -> Option<El> {
    let words = technical(error)?;
    // They are the site's, and meant for the visitor.
    if error.kind == ErrorKind::Refused {
        return Some(el("p", "").text(&words));
    }
    let summary = el("summary", "").text_of(chat.label(Label::Details));
    let is_lost = error.kind == ErrorKind::EndpointNotFound;
    let hint = is_lost.then(|| el("p", "").text_of(chat.label(Label::EndpointHint)));
    Some(el("details", "").child(summary).child(el("p", "technical").text(&words)).children(hint))
}

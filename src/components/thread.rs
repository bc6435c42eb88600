//! The message list: greeting, suggestions, messages, and what a screen reader hears of them.
//!
//! **Invariant:** the log itself is not live, because a live region that grows by tokens is unusable; a status
//! region says when an answer begins and ends, another one reads finished blocks. The list follows the answer
//! only while the reader is at its end.

use std::rc::Rc;

use super::content::markdown;
use super::icon::{DOWN, button, icon_button};
use super::key_form::{forget_key, key_form};
use super::turns::{SEEN, seen, turns};
use super::{actions, blocks, link, marks};
use crate::browser::dom;
use crate::browser::scroll::Follow;
use crate::browser::view::{El, el, hosted, keep, listen, react};
use crate::chat::{Chat, Phase};
use crate::config::Label;

/// The scrolling list and the regions beside it.
pub fn thread(chat: Chat) -> [El; 3] {
    let messages = messages(chat);
    // More is to come, or to be drawn.
    let is_busy = move || chat.phase.get() != Phase::Idle || chat.unfinished.get() > 0;
    let log = el("div", "log")
        .part("log")
        .attr("role", "log")
        .attr("aria-live", "off")
        .attr("tabindex", "0")
        .attr(dom::FOCUS_HOME, "coarse")
        .attr_of("aria-label", chat.label(Label::Log))
        .attr_of("aria-busy", move || is_busy().to_string())
        .child(messages.clone());
    let follow =
        Rc::new(Follow::new(log.node().clone(), messages.node(), move |follows| chat.at_end.set(follows)));
    keep(Rc::clone(&follow));
    let (scrolled, held, sent, moved, jumped) =
        (Rc::clone(&follow), Rc::clone(&follow), Rc::clone(&follow), Rc::clone(&follow), follow);
    let list = messages.node().clone();
    // Whoever sends wants to see what comes.
    react(Box::new(move || {
        if chat.phase.get() == Phase::Waiting {
            sent.to_end(chat.keeps_start().then_some("assistant"));
            actions::leave(&list);
        }
    }));
    react(Box::new(move || {
        chat.moved.track();
        moved.restore();
    }));
    let jump = move || {
        let follow = Rc::clone(&jumped);
        icon_button("jump", "jump", DOWN, chat.label(Label::Jump)).on("click", move |_| follow.to_end(None))
    };
    let messages = messages.on("click", move |event| {
        if blocks::changes_height(&event) {
            held.hold();
        } else if is_earlier(&event) {
            held.hold();
            held.comes_to_start();
        }
        actions::clicked(chat, &event);
    });
    for event in SEEN {
        let handler = move |event| {
            seen(chat, &event);
            link::pointed(&event);
        };
        listen(messages.node(), event, Box::new(handler));
    }
    marks::follow(chat, messages.node().clone());
    let log = log.on("scroll", move |_| {
        scrolled.scrolled();
        if chat.has_earlier.get_untracked() && scrolled.comes_to_start() {
            chat.show_earlier();
        }
    });
    let thread = el("div", "thread").child(log).when(move || !chat.at_end.get(), jump);
    let status = el("p", "hidden").attr("role", "status").text_of(move || chat.status.get());
    let spoken = el("div", "hidden")
        .attr("aria-live", "polite")
        .list(move || chat.spoken.get(), |text: &String| el("p", "").text(text));
    [thread, status, spoken]
}

/// What was said, or what stands there before anything was.
fn messages(chat: Chat) -> El {
    // What makes no sense now is not offered (style/widget/message.css).
    let class = move || {
        let only = |is: bool, name: &'static str| if is { name } else { "" };
        let is_busy = chat.phase.get() != Phase::Idle;
        let (empty, busy) = (only(chat.is_empty(), " empty"), only(is_busy, " busy"));
        ["messages", empty, busy, only(!chat.has_endpoint(), " mute")].concat()
    };
    // Messages know their words from when they were drawn.
    let words = move || (!chat.is_empty()).then(|| chat.config.with(|config| config.labels.clone()));
    el("div", "")
        .attr_of("class", class)
        .slot(move || chat.opening(), move |text| (!text.is_empty()).then(|| opening(chat, text)))
        .when(move || chat.has_earlier.get(), move || earlier(chat))
        .slot(move || chat.suggestions(), move |texts| (!texts.is_empty()).then(|| suggestions(chat, texts)))
        .slot(words, move |words| words.as_ref().map(|_| turns(chat)))
        .when(move || chat.is_empty() && chat.wants_key(), move || key_form(chat, || ()))
        .when(move || chat.is_empty() && chat.has_given_key(), move || forget_key(chat))
}

/// What stands before the first message: the greeting, or what is missing.
fn opening(chat: Chat, text: &str) -> El {
    // A page that has a greeting of its own still sees what is missing.
    let class = if chat.has_endpoint() { "greeting" } else { "greeting notice" };
    el("div", class).part("greeting").child(hosted(class).child(markdown(chat, text)))
}

fn is_earlier(event: &dom::Event) -> bool {
    event.target().is_some_and(|target| dom::closest(&target, "earlier").is_some())
}

/// Pages come by themselves as the reader goes up; this is for those who do not scroll.
fn earlier(chat: Chat) -> El {
    button("retry earlier", "earlier")
        .text_of(chat.label(Label::Earlier))
        .on("click", move |_| chat.show_earlier())
}

fn suggestions(chat: Chat, texts: &[String]) -> El {
    let buttons = texts.iter().cloned().map(|text| {
        let button = button("suggestion", "suggestion").text(&text);
        button.on("click", move |_| {
            chat.send(&text);
        })
    });
    el("div", "suggestions")
        .part("suggestions")
        .attr("role", "group")
        .attr_of("aria-label", chat.label(Label::Suggestions))
        .children(buttons)
}

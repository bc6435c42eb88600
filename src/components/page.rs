//! What the visitor is looking at: above the composer, before it is sent, and with the question that it was sent with.
//!
//! **Invariant:** what is sent can be read in full before, and left out by one press.

use super::call::json_box;
use super::icon::button;
use crate::browser::view::{El, el};
use crate::browser::{dom, frame};
use crate::chat::{Chat, Entry, page};
use crate::config::Label;
use crate::reactive::Owner;
use crate::tools::indented;

const ROW: &str = "looking";

/// To be called when the visitor is about to write in this form, if the page can tell what they are looking at.
pub(super) fn later_look(chat: Chat, (form, owner): (dom::Element, Option<Owner>)) {
    let is_drawn = form.previous_element_sibling().is_some_and(|row| row.class_name() == ROW);
    if !is_drawn && let Some(owner) = owner {
        dom::insert_before(owner.with(|| row(chat)).node(), &form);
    }
    frame::spawn(async move { chat.look_at_page().await });
}

/// What stands above the composer; hidden, where there is nothing to say.
fn row(chat: Chat) -> El {
    let told = move || chat.page().told.with(Clone::clone);
    let is_left_out = move || chat.page().is_left_out.with(|is_left_out| *is_left_out);
    let line = move || {
        let label = if is_left_out() { Label::PageLeftOut } else { Label::PageSent };
        chat.text_with(label, &[("title", &page::title(&told().unwrap_or_default()))])
    };
    let action = move || chat.text(if is_left_out() { Label::PageTake } else { Label::PageLeaveOut });
    let switch = button("retry", "page-switch").text_of(action).on("click", move |_| {
        let is_left_out = &chat.page().is_left_out;
        is_left_out.set(!is_left_out.get_untracked());
        chat.say(line());
    });
    let details = el("details", "").child(el("summary", "").text_of(line)).child(
        json_box("").attr_of("aria-label", line).text_of(move || indented(&told().unwrap_or_default())),
    );
    el("div", ROW)
        .part("page-context")
        .attr_if("hidden", move || told().is_none())
        .child(details)
        .child(switch)
}

/// Shows with a question what was sent with it, behind its text.
pub(super) fn later_sent_with(chat: Chat, (entry, article): (Entry, dom::Element)) {
    let Some(context) = entry.message.with_untracked(|message| message.context.clone()) else { return };
    let words = chat.text_with(Label::PageSentWith, &[("title", &page::title(&context))]);
    let summary = el("summary", "").text(&words);
    let details = el("details", "").child(summary).child(json_box(&words).text(&indented(&context)));
    let Some(content) = article.first_element_child() else { return };
    dom::insert_behind(&content, el("div", ROW).part("page-context").child(details).node());
}

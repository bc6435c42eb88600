//! Code blocks: a bar with the language and a copy button above the code.
//!
//! **Invariant:** the button holds no listener; the one of the message finds it by its class, so that a
//! thousand code blocks cost one listener a message.

use super::blocks::{nested, scroll_box, with};
use crate::browser::{clipboard, dom, frame};
use crate::chat::Chat;
use crate::config::Label;

const COPY_CLASS: &str = "copy";
/// How long the button says what happened, in milliseconds.
pub(super) const SAID_FOR: i32 = 1600;

/// The labels that stand inside drawn markdown.
#[derive(Clone, Debug)]
pub struct Words {
    pub code: String,
    pub copy: String,
    pub copy_code: String,
    pub task_done: String,
    pub task_open: String,
    /// The level of an answer's largest headings, 2 or 3.
    pub top_heading: usize,
}

impl Words {
    /// As the widget's labels say now.
    pub fn of(chat: Chat) -> Self {
        Self {
            code: chat.text_now(Label::Code),
            copy: chat.text_now(Label::Copy),
            copy_code: chat.text_now(Label::CopyCode),
            task_done: chat.text_now(Label::TaskDone),
            task_open: chat.text_now(Label::TaskOpen),
            top_heading: if chat.is_page() { 2 } else { 3 },
        }
    }
}

/// The outermost node of a code block and the one that takes its text.
pub(super) fn block(language: &str, words: &Words) -> (dom::Node, dom::Node) {
    let name = if language.is_empty() { &words.code } else { language };
    let label = dom::element_with_class("span", "language");
    dom::append(&label, &dom::text(name));
    let copy = with(dom::element_with_class("button", COPY_CLASS), "type", "button");
    let copy = with(with(copy, "aria-label", &words.copy_code), "part", "copy-code");
    dom::append(&copy, &dom::text(&words.copy));
    let bar = dom::element_with_class("div", "bar");
    dom::append(&bar, &label);
    dom::append(&bar, &copy);
    let block = with(dom::element_with_class("div", "code"), "part", "code");
    dom::append(&block, &bar);
    let pre = with(with(scroll_box("pre", ""), "role", "group"), "aria-label", name);
    let (pre, code) = nested(&pre, dom::element("code"));
    dom::append(&block, &pre);
    (block.into(), code)
}

/// Copies the code whose button was clicked, if it was one.
pub(super) fn clicked(chat: Chat, event: &dom::Event) {
    let button = event.target().and_then(|target| dom::closest(&target, COPY_CLASS));
    let Some(button) = button else { return };
    let Some(code) = button.parent_element().and_then(|bar| bar.next_element_sibling()) else { return };
    frame::spawn(async move {
        let done = clipboard::copy(&code.text_content().unwrap_or_default(), &button).await;
        let said = chat.copy_outcome(done);
        button.set_text_content(Some(&said));
        chat.say(said);
        let copy = chat.text_now(Label::Copy);
        frame::after(SAID_FOR, move || button.set_text_content(Some(&copy)));
    });
}

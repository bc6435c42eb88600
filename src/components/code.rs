//! Code blocks: above the code a bar with the language, a switch for long lines and a copy button.
//!
//! **Invariant:** the buttons hold no listener; that of the message finds them by their class (see `blocks`), so
//! that a thousand code blocks cost one listener a message.

use super::blocks::{act, scroll_box, with};
use super::words::Shell;
pub use super::words::Words;
use crate::browser::{clipboard, dom, frame};
use crate::chat::Chat;
use crate::config::Label;

pub(super) const COPY: &str = "copy";
pub(super) const WRAP: &str = "wrap";
const WRAPPED: &str = "wrapped";
const PRESSED: &str = "aria-pressed";

/// How long the button says what happened, in milliseconds.
pub(super) const SAID_FOR: i32 = 1600;

/// The outermost node of a code block and the one that takes its text.
pub(super) fn block(language: &str, words: &Words) -> (dom::Node, dom::Node) {
    let block = words.shell(Shell::Code, || shell(words));
    if !language.is_empty() {
        rename(&block, language);
    }
    let code = block.last_element_child().and_then(|pre| pre.first_element_child());
    let code = code.unwrap_or_else(|| block.clone());
    (block.into(), code.into())
}

/// A code block without a language and without code.
fn shell(words: &Words) -> dom::Element {
    let name = words.get(Label::Code);
    let label = dom::element_with_class("span", "language");
    dom::append(&label, &dom::text(name));
    let wrap = with(with(act(WRAP, words.get(Label::WrapLines)), PRESSED, "false"), "part", "wrap-code");
    let copy = with(
        with(act(COPY, words.get(Label::Copy)), "aria-label", words.get(Label::CopyCode)),
        "part",
        "copy-code",
    );
    let bar = dom::element_with_class("div", "bar");
    [label, wrap, copy].iter().for_each(|child| dom::append(&bar, child));
    let block = with(dom::element_with_class("div", "code"), "part", "code");
    dom::append(&block, &bar);
    let pre = scroll_box("pre", "", name);
    dom::append(&pre, &dom::element("code"));
    dom::append(&block, &pre);
    block
}

/// Puts another language above a code block, as its first line goes on.
pub(super) fn rename(block: &dom::Element, language: &str) {
    let bar = block.first_element_child();
    let pre = bar.as_ref().and_then(dom::Element::next_element_sibling);
    let (Some(label), Some(pre)) = (bar.and_then(|bar| bar.first_element_child()), pre) else { return };
    label.set_text_content(Some(language));
    dom::set_attribute(&pre, "aria-label", language);
}

/// Breaks the long lines of the block whose switch was pressed, or no longer.
pub(super) fn wrap(switch: &dom::Element) {
    let Some(block) = dom::closest(switch, "code") else { return };
    let is_wrapped = block.class_list().toggle(WRAPPED).unwrap_or_default();
    dom::set_attribute(switch, PRESSED, if is_wrapped { "true" } else { "false" });
}

/// Copies the code whose button was pressed.
pub(super) fn copy(chat: Chat, button: dom::Element) {
    let pre = button.parent_element().and_then(|bar| bar.next_element_sibling());
    if let Some(pre) = pre {
        copy_text(chat, button, pre.text_content().unwrap_or_default());
    }
}

/// Copies a text, and says on the button and in the status whether it worked.
pub(super) fn copy_text(chat: Chat, button: dom::Element, text: String) {
    let before = button.text_content();
    frame::spawn(async move {
        let done = clipboard::copy(&text, &button).await;
        let said = chat.copy_outcome(done);
        // Pressed twice, it says what it is called all the same.
        let is_said = before.as_ref() == Some(&said);
        button.set_text_content(Some(&said));
        chat.say(said);
        if !is_said {
            frame::after(SAID_FOR, move || button.set_text_content(before.as_deref()));
        }
    });
}

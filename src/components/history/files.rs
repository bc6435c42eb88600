//! Conversations as files, out and in, and all of them erased.
//!
//! **Invariant:** a file that cannot be read changes nothing, and why is said. Nothing leaves the browser: a file is made
//! and read in the page.

use super::menus::tidy;
use super::{focus_first, rows, say};
use crate::browser::view::{El, el};
use crate::browser::{dom, file, frame};
use crate::chat::Chat;
use crate::config::Label;
use crate::conversation::Id;
use crate::json::Json;
use crate::text::digits;

/// What the chooser of a file does.
pub(super) const TAKE: &str = "take";
/// What can be done with all conversations.
pub(super) const MENU: &[(&str, Label)] = &[
    ("save-markdown", Label::SaveAllMarkdown),
    ("save-json", Label::SaveAllJson),
    (TAKE, Label::Import),
    ("clear", Label::Clear),
];

/// The browser's own control, within its label.
pub(super) fn chooser(name: &str) -> El {
    let field = el("input", "hidden").attr("type", "file").attr("accept", ".json,application/json");
    el("label", "item").part("take").child(el("span", "").text(name)).child(field)
}

/// Saves one conversation or all as a file.
pub(super) fn save(chat: Chat, root: &dom::Element, id: Option<Id>, form: &'static str) {
    let (user, assistant) = (chat.text_now(Label::User), chat.text_now(Label::Assistant));
    let (thoughts, sources) = (chat.text_now(Label::ThoughtBefore), chat.text_now(Label::Sources));
    let names = Json::object([
        ("user", user.into()),
        ("assistant", assistant.into()),
        ("thoughts", thoughts.into()),
        ("sources", sources.into()),
    ]);
    let request = Json::object_of_set([
        ("conversation", id.map(Id::text).into()),
        ("form", form.into()),
        ("names", names),
    ]);
    let root = root.clone();
    frame::spawn(async move {
        let Some(answer) = chat.ask_archive("export", &request).await else { return };
        let text = answer.get("text").and_then(Json::as_str).unwrap_or_default();
        let (name, kind) = match (form, id) {
            ("json", None) => ("conversations.json", "application/json"),
            ("json", Some(_)) => ("conversation.json", "application/json"),
            (_, None) => ("conversations.md", "text/markdown"),
            _ => ("conversation.md", "text/markdown"),
        };
        let label = if file::save(name, kind, text) { Label::Saved } else { Label::NotSaved };
        say(chat, &root, &chat.text_with(label, &[("name", name)]), &[]);
    });
}

/// Takes in the file that was chosen.
pub(super) fn take(chat: Chat, root: &dom::Element, field: &dom::EventTarget) {
    let Some(reading) = file::chosen(field) else { return };
    focus_first(root);
    tidy(root);
    let root = root.clone();
    frame::spawn(async move {
        let Some(text) = reading.await else {
            return say(chat, &root, &chat.text_now(Label::ImportUnread), &[]);
        };
        let Some(answer) = chat.ask_archive("import", &Json::object([("text", text.into())])).await else {
            return say(chat, &root, &chat.text_now(Label::ImportFailed), &[]);
        };
        say(chat, &root, &told(chat, &answer), &[]);
        rows::later_show(chat, &root);
    });
}

/// What became of a file.
fn told(chat: Chat, answer: &Json) -> String {
    if let Some(count) = answer.get("conversations").map(|all| all.items().len()) {
        return chat.text_with(Label::Imported, &[("count", &digits(count as u64))]);
    }
    let place = answer.get("place").and_then(Json::as_u64).unwrap_or_default();
    match answer.get("error").and_then(Json::as_str) {
        Some("broken") => chat.text_with(Label::ImportBroken, &[("place", &digits(place))]),
        Some("newer") => chat.text_now(Label::ImportNewer),
        Some("nothing") => chat.text_now(Label::ImportNothing),
        Some("archive") => chat.text_now(Label::ImportArchive),
        Some("not_json" | "unknown") => chat.text_now(Label::ImportUnknown),
        _ => chat.text_now(Label::ImportFailed),
    }
}

/// Erases all that is kept under this name.
pub(super) fn erase(chat: Chat, root: &dom::Element) {
    focus_first(root);
    let root = root.clone();
    frame::spawn(async move {
        let done = chat.clear().await;
        let label = if done { Label::Erased } else { Label::NotErased };
        say(chat, &root, &chat.text_now(label), &[]);
        rows::later_show(chat, &root);
    });
}

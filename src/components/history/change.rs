//! What changes a conversation that is listed: another title, pinned, deleted, and brought back.
//!
//! **Invariant:** what is said to be done the archive has done; what it could not do is said, too.

use super::menus::close_form;
use super::rows::{self, OF, conversation_of};
use super::say;
use crate::browser::{dom, frame};
use crate::chat::{Chat, Phase};
use crate::config::Label;
use crate::conversation::Id;
use crate::json::Json;

pub(super) fn rename(chat: Chat, root: &dom::Element, form: &dom::Element) {
    let (Some((row, id)), Some(field)) = (conversation_of(form), dom::find(form, "input")) else { return };
    let title = dom::value(&field);
    close_form(&row);
    if title.trim().is_empty() {
        return rows::later_show(chat, root);
    }
    change(chat, root, "rename", id, &[("title", title.trim().into())]);
}

/// Has the archive change a conversation; the list is drawn anew then.
pub(super) fn change(
    chat: Chat,
    root: &dom::Element,
    what: &'static str,
    id: Id,
    with: &[(&'static str, Json)],
) {
    let mut request = request(id);
    with.iter().for_each(|(name, value)| request.set(name, value.clone()));
    let root = root.clone();
    frame::spawn(async move {
        if let Some(label) = refusal(chat, what, &request).await {
            say(chat, &root, &chat.text_now(label), &[]);
        }
        rows::later_show(chat, &root);
    });
}

fn request(id: Id) -> Json {
    Json::object([("conversation", id.text().into())])
}

/// What to say, if the archive could not change a conversation.
async fn refusal(chat: Chat, what: &str, request: &Json) -> Option<Label> {
    let answer = chat.ask_archive(what, request).await.unwrap_or(Json::Null);
    match (answer.get("conversation"), answer.get("error")) {
        (Some(_), _) => None,
        (None, Some(_)) => Some(Label::ConversationGone),
        (None, None) => Some(Label::NotChanged),
    }
}

/// Takes a conversation out of the list; it can come back.
pub(super) fn delete(chat: Chat, root: &dom::Element, id: Id) {
    let was_shown = chat.conversation.get_untracked() == Some(id);
    if was_shown && chat.phase_now() != Phase::Idle {
        chat.stop();
    }
    let root = root.clone();
    frame::spawn(async move {
        match refusal(chat, "remove", &request(id)).await {
            None => {
                if was_shown {
                    chat.new_thread();
                }
                offer_undo(chat, &root, Label::ConversationDeleted, id, was_shown);
            }
            Some(label) => say(chat, &root, &chat.text_now(label), &[]),
        }
        rows::later_show(chat, &root);
    });
}

/// Says something of a conversation that was deleted, with the button that brings it back, which gets the focus.
fn offer_undo(chat: Chat, root: &dom::Element, label: Label, id: Id, was_shown: bool) {
    say(chat, root, &chat.text_now(label), &[("bring-back", Label::Undo)]);
    if let Some(undo) = dom::find(root, "[data-do=bring-back]") {
        dom::set_attribute(&undo, OF, &id.text());
        dom::toggle_attribute(&undo, "data-shown", was_shown);
        dom::focus(&undo);
    }
}

pub(super) fn bring_back(chat: Chat, root: &dom::Element, button: &dom::Element) {
    let Some(id) = button.get_attribute(OF).and_then(|id| Id::read(&id)) else { return };
    let (root, is_shown) = (root.clone(), button.has_attribute("data-shown"));
    frame::spawn(async move {
        if let Some(label) = refusal(chat, "restore", &request(id)).await {
            return offer_undo(chat, &root, label, id, is_shown);
        }
        if is_shown {
            chat.open_conversation(id).await;
        }
        rows::show(chat, &root).await;
        // What was pressed goes now.
        let selector = [".rows [data-conversation=\"", &id.text(), "\"] .name"].concat();
        if let Some(name) = dom::find(&root, &selector).or_else(|| dom::find(&root, ".find")) {
            dom::focus(&name);
        }
        say(chat, &root, "", &[]);
        chat.say(chat.text_now(Label::ConversationBack));
    });
}

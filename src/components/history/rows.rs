//! The rows: conversations in groups by date, or what search finds.
//!
//! **Invariant:** what came late does not take the place of what was asked for later. A row that stays keeps the focus.

use super::FIND;
use super::hits::{hits, most};
use crate::browser::view::{El, el};
use crate::browser::{clock, dom, frame, later};
use crate::chat::Chat;
use crate::components::actions::DO;
use crate::components::icon::{MORE, button, icon};
use crate::config::Label;
use crate::conversation::{ConversationRecord, Days, Id};
use crate::json::Json;
use crate::text::{digits, sum};

/// The conversation of a row, and whether it is pinned.
pub(super) const OF: &str = "data-conversation";
pub(super) const PINNED: &str = "data-pinned";
/// What the rows were drawn from.
const DRAWN: &str = "data-drawn";

/// Draws the rows anew when the archive has said what they are.
pub(super) fn show_soon(chat: Chat, root: &dom::Element) {
    if let Some(door) = later::try_open(later_show as fn(Chat, &dom::Element)) {
        door(chat, root);
    }
}

pub(super) fn later_show(chat: Chat, root: &dom::Element) {
    let root = root.clone();
    frame::spawn(async move { show(chat, &root).await });
}

/// Draws the rows anew, unless they are as they were or somebody is at work in one of them.
pub(super) async fn show(chat: Chat, root: &dom::Element) {
    let query = query(root);
    let (what, request) = if query.is_empty() {
        ("list", Json::object([]))
    } else {
        // One more tells whether there are more.
        ("search", Json::object([("query", query.as_str().into()), ("limit", (most(root) + 1).into())]))
    };
    let Some(answer) = chat.ask_archive(what, &request).await else { return };
    let Some(place) = dom::find(root, ".rows").filter(|_| self::query(root) == query) else { return };
    if dom::find(&place, ".menu, form").is_some() {
        return;
    }
    let shown = chat.conversation.try_get_untracked().flatten();
    let day = digits(clock::midnight());
    let drawn = [&query, "\n", &day, &shown.map(Id::text).unwrap_or_default(), &answer.written()].concat();
    let drawn = digits(sum(&drawn));
    if place.get_attribute(DRAWN).as_ref() == Some(&drawn) {
        return;
    }
    let rows =
        if query.is_empty() { groups(chat, &answer, shown) } else { hits(chat, &place, &answer, most(root)) };
    replace(root, &place, rows);
    dom::set_attribute(&place, DRAWN, &drawn);
}

/// What is typed to be found.
pub(super) fn query(root: &dom::Element) -> String {
    dom::find(root, ".find").map(|find| dom::value(&find)).unwrap_or_default().trim().to_owned()
}

/// Puts other rows into the place of those that are there.
fn replace(root: &dom::Element, place: &dom::Element, rows: Vec<El>) {
    let focused = dom::focused_element().filter(|focused| place.contains(Some(focused)));
    let of = focused.as_ref().and_then(|focused| {
        let row = dom::closest_of(focused, "[data-conversation]")?;
        let does = focused.get_attribute(DO)?;
        Some(["[data-conversation=\"", &row.get_attribute(OF)?, "\"] [data-do=", &does, "]"].concat())
    });
    let scrolled = place.scroll_top();
    dom::empty(place);
    rows.iter().for_each(|row| dom::append(place, row.node()));
    place.set_scroll_top(scrolled);
    if focused.is_some() {
        let again = of.and_then(|of| dom::find(place, &of));
        if let Some(target) = again.or_else(|| dom::find(root, &[".", FIND].concat())) {
            dom::focus(&target);
        }
    }
}

/// The conversations, pinned ones first, then the newest.
fn groups(chat: Chat, answer: &Json, shown: Option<Id>) -> Vec<El> {
    let midnight = clock::midnight();
    let (mut rows, mut last): (Vec<El>, Option<Label>) = (Vec::new(), None);
    let records = answer.get("conversations").map(Json::items).unwrap_or_default().iter();
    for record in records.filter_map(|record| ConversationRecord::read(record.clone()).ok()) {
        let is_pinned = record.pinned.is;
        let group = if is_pinned { Label::PinnedOnes } else { of_days(Days::of(record.updated, midnight)) };
        if last != Some(group) {
            rows.push(el("h3", "").text(&chat.text_now(group)));
            rows.push(el("ul", ""));
            last = Some(group);
        }
        let row = row(chat, &record.id.text(), &record.title.text, shown == Some(record.id));
        let row = if is_pinned { row.attr(PINNED, "") } else { row };
        if let Some(list) = rows.pop() {
            rows.push(list.child(row));
        }
    }
    if rows.is_empty() {
        rows.push(el("p", "none").text(&chat.text_now(Label::NoConversations)));
    }
    rows
}

const fn of_days(days: Days) -> Label {
    match days {
        Days::Today => Label::Today,
        Days::Yesterday => Label::Yesterday,
        Days::Week => Label::LastWeek,
        Days::Month => Label::LastMonth,
        Days::Older => Label::Older,
    }
}

fn row(chat: Chat, id: &str, title: &str, is_shown: bool) -> El {
    let untitled = chat.text_now(Label::Untitled);
    let title = if title.is_empty() { &untitled } else { title };
    let name =
        button("name", "conversation").attr(DO, "show").attr("dir", "auto").attr("title", title).text(title);
    let name = if is_shown { name.attr("aria-current", "true") } else { name };
    let more = [&chat.text_now(Label::More), ": ", title].concat();
    let more =
        button("action", "more").attr(DO, "menu").attr("aria-label", &more).attr("aria-expanded", "false");
    let title = chat.text_now(Label::More);
    el("li", "").attr(OF, id).child(name).child(more.attr("title", &title).child(icon(MORE)))
}

/// The conversation of the row that something stands in.
pub(super) fn conversation_of(inside: &dom::Element) -> Option<(dom::Element, Id)> {
    let row = dom::closest_of(inside, "[data-conversation]")?;
    let id = Id::read(&row.get_attribute(OF)?)?;
    Some((row, id))
}

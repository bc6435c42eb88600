//! What search finds, with the words that were looked for marked.
//!
//! **Invariant:** how many there are is told truly: where there are more than are shown, they can be had.

use super::rows::{self, OF};
use crate::browser::view::{El, el};
use crate::browser::{dom, frame};
use crate::chat::Chat;
use crate::components::actions::DO;
use crate::components::icon::button;
use crate::config::Label;
use crate::json::Json;
use crate::text::{digits, number};

/// So many hits are shown, and so many more each time that more are asked for.
const MOST: u64 = 50;
/// How many are shown of what is searched for now.
const MOST_NOW: &str = "data-most";

/// What was found, with what was looked for marked.
pub(super) fn hits(chat: Chat, place: &dom::Element, answer: &Json, most: u64) -> Vec<El> {
    let hits = answer.get("hits").map(Json::items).unwrap_or_default();
    let (label, count) = match hits.len() as u64 {
        count if count > most => (Label::FoundMore, most),
        count => (Label::Found, count),
    };
    let hits = &hits[..count as usize];
    let count = chat.text_with(label, &[("count", &digits(count))]);
    let none = chat.text_now(Label::NothingFound);
    let words = if hits.is_empty() { none } else { count };
    // Not again with each word of an answer that arrives beside it.
    let said = dom::find(place, ".none").and_then(|said| said.text_content());
    if said.as_ref() != Some(&words) {
        chat.say(words.clone());
    }
    let list = el("ul", "hits").children(hits.iter().map(|hit| self::hit(chat, hit)));
    let more = (label == Label::FoundMore)
        .then(|| button("item", "more-hits").attr(DO, "more-hits").text(&chat.text_now(Label::ShowMore)));
    [Some(el("p", "none").text(&words)), Some(list), more].into_iter().flatten().collect()
}

/// How many hits are shown.
pub(super) fn most(root: &dom::Element) -> u64 {
    root.get_attribute(MOST_NOW).and_then(|most| number(&most)).unwrap_or(MOST)
}

/// Something else is searched for.
pub(super) fn begin_anew(root: &dom::Element) {
    dom::toggle_attribute(root, MOST_NOW, false);
}

/// Shows more hits; the focus goes to the first of them.
pub(super) fn show_more(chat: Chat, root: &dom::Element) {
    let before = most(root);
    dom::set_attribute(root, MOST_NOW, &digits(before + MOST));
    let root = root.clone();
    frame::spawn(async move {
        rows::show(chat, &root).await;
        let next = [".hits li:nth-child(", &digits(before + 1), ") .name"].concat();
        if let Some(next) = dom::find(&root, &next) {
            dom::focus(&next);
        }
    });
}

fn hit(chat: Chat, hit: &Json) -> El {
    let (excerpt, title) = (text(hit, "excerpt"), text(hit, "title"));
    let untitled = chat.text_now(Label::Untitled);
    let title = if title.is_empty() { &untitled } else { title };
    let mut words = el("span", "excerpt").attr("dir", "auto");
    let mut end = 0;
    for mark in hit.get("marks").map(Json::items).unwrap_or_default() {
        let [from, to] = mark.items() else { continue };
        let (Some(from), Some(to)) = (from.as_u64(), to.as_u64()) else { continue };
        let (from, to) = (place_of(excerpt, from), place_of(excerpt, to));
        if let (Some(before), Some(found)) = (excerpt.get(end..from), excerpt.get(from..to)) {
            words = words.text(before).child(el("mark", "").text(found));
            end = to;
        }
    }
    let words = words.text(excerpt.get(end..).unwrap_or_default());
    let name = button("name", "conversation").attr(DO, "show");
    let name = name.child(el("span", "title").attr("dir", "auto").text(title)).child(words);
    let row = el("li", "").attr(OF, text(hit, "conversation")).child(name);
    match hit.get("message").and_then(Json::as_str) {
        Some(message) => row.attr("data-hit", message),
        None => row,
    }
}

/// Where so many UTF-16 units end, in bytes.
fn place_of(text: &str, units: u64) -> usize {
    let mut at = 0;
    let is_there = |(_, c): &(usize, char)| {
        at += c.len_utf16() as u64;
        at > units
    };
    text.char_indices().find(is_there).map_or(text.len(), |(place, _)| place)
}

fn text<'a>(of: &'a Json, name: &'static str) -> &'a str {
    of.get(name).and_then(Json::as_str).unwrap_or_default()
}

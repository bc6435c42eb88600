//! The list of models of an endpoint.
//!
//! **Invariant:** total; whatever is no list of models gives an empty one, because a failing list must never keep
//! anybody from chatting.

use super::url::base_url;
use crate::json::Json;

/// Where an endpoint may list its models, in the order in which to ask: the API's own address, and Aleph Alpha's.
pub fn models_urls(endpoint: &str) -> [String; 2] {
    let (base, query) = base_url(endpoint);
    ["models", "models_available"].map(|name| [base, "/", name, query].concat())
}

/// The ids in a list: `{data: […]}`, `{models: […]}` or a bare array, of texts or of objects with `id`, `name` or
/// `model`. Each id once, in the order of the list.
pub fn model_ids(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body);
    let document = Json::parse(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let lists = [document.get("data"), document.get("models"), Some(&document)];
    let mut ids: Vec<String> = Vec::new();
    let items = lists.into_iter().flatten().map(Json::items).find(|items| !items.is_empty());
    for id in items.into_iter().flatten().filter_map(id) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn id(item: &Json) -> Option<String> {
    // Aleph Alpha says which of its models cannot chat.
    if item.get("chat") == Some(&Json::Bool(false)) {
        return None;
    }
    let some = |text: &&str| !text.is_empty();
    let named = ["id", "name", "model"].iter().find_map(|name| item.get(name)?.as_str().filter(some));
    item.as_str().filter(some).or(named).map(str::to_owned)
}

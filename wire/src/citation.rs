//! The sources that an answer names, however a server says them.
//!
//! **Invariant:** a source has an address; what has none is left out.

use crate::json::Json;

/// A source that the answer names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub url: String,
    pub title: Option<String>,
}

impl Citation {
    /// Puts it behind these, unless its address is among them.
    pub fn join(self, all: &mut Vec<Self>) {
        if all.iter().all(|there| there.url != self.url) {
            all.push(self);
        }
    }

    /// `{url, title}`; a title that there is not is left out.
    pub fn to_json(&self) -> Json {
        let title = self.title.as_deref().into();
        Json::object_of_set([("url", self.url.as_str().into()), ("title", title)])
    }
}

/// Perplexity's `citations` (addresses) and `search_results` (with titles).
pub fn citations(document: &Json) -> Vec<Citation> {
    let read = |name| -> Vec<Citation> {
        document.get(name).map_or(&[][..], Json::items).iter().filter_map(citation).collect()
    };
    let (mut cited, found) = (read("citations"), read("search_results"));
    for citation in &mut cited {
        let same = found.iter().find(|result| result.url == citation.url);
        citation.title = citation.title.take().or_else(|| same?.title.clone());
    }
    if cited.is_empty() { found } else { cited }
}

/// OpenAI's `annotations[].url_citation`, each address once: they stand for places in the text.
pub fn annotations(message: &Json) -> Vec<Citation> {
    let found = message.get("annotations").map_or(&[][..], Json::items);
    let mut all: Vec<Citation> = Vec::new();
    let found = found.iter().filter_map(|annotation| citation(annotation.get("url_citation")?));
    found.for_each(|citation| citation.join(&mut all));
    all
}

fn citation(item: &Json) -> Option<Citation> {
    let text = |name| item.get(name).and_then(Json::as_str).map(str::to_owned);
    let url = item.as_str().map(str::to_owned).or_else(|| text("url"))?;
    Some(Citation { url, title: text("title") })
}

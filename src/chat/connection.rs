//! Whom the widget talks to, and as whom: keys, tokens, and the choice of a model.
//!
//! **Invariant:** a key that a visitor typed stays in their browser and goes to the site's own endpoint only; a list
//! of models that fails keeps nobody from chatting.

use super::Chat;
use crate::browser::storage::{self, Keep};
use crate::browser::token::TokenSource;
use crate::browser::{fetch, frame};
use crate::config::{Config, Models};
use crate::protocol::{Endpoint, model_ids, models_urls, plain_headers};

impl Chat {
    /// The page's token, the visitor's key, or the key from the options.
    pub(super) async fn token_for(&self, endpoint: &Endpoint) -> Result<Option<String>, String> {
        let source = self.inner().and_then(|inner| inner.token.clone()).filter(|_| endpoint.is_own);
        let token = match source {
            Some(source) => source.token().await?,
            None => None,
        };
        let typed = || self.typed_key().filter(|_| endpoint.is_own);
        // An empty one is none, as of a page that has nobody logged in.
        let token = token.filter(|token| !token.is_empty());
        Ok(token.or_else(typed).or_else(|| endpoint.api_key.clone()))
    }

    pub(super) fn has_token_source(&self) -> bool {
        self.inner().is_some_and(|inner| inner.token.as_ref().is_some_and(TokenSource::is_there))
    }

    /// True if the visitor is asked for a key and has not given one.
    pub fn wants_key(&self) -> bool {
        self.keys.track();
        self.asks_key() && self.typed_key().is_none()
    }

    /// True if the visitor has given a key.
    pub fn has_given_key(&self) -> bool {
        self.keys.track();
        self.asks_key() && self.typed_key().is_some()
    }

    /// True if the visitor may give a key.
    pub fn asks_key(&self) -> bool {
        self.configured(|config| config.ask_key)
    }

    /// Keeps the visitor's key, for the session or on the device; an empty one is forgotten.
    pub fn set_key(&self, key: &str, on_device: bool) {
        let (name, key) = (self.key_name(), key.trim());
        let keep = if on_device { Keep::Device } else { Keep::Session };
        let is_kept = key.is_empty() || storage::write(&name, key, keep);
        if key.is_empty() {
            storage::remove(&name);
        }
        if let Some(inner) = self.inner() {
            // Where nothing is kept, as long as the page is open.
            inner.key.replace((!is_kept).then(|| key.to_owned()));
        }
        self.keys.notify();
        self.list_models();
    }

    fn typed_key(&self) -> Option<String> {
        if !self.configured_now(|config| config.ask_key) {
            return None;
        }
        let here = self.inner().and_then(|inner| inner.key.borrow().clone());
        here.or_else(|| storage::read(&self.key_name()))
    }

    fn key_name(&self) -> String {
        let endpoint = self.configured_now(|config| config.endpoint.clone());
        ["causerie-key ", &endpoint.unwrap_or_default()].concat()
    }

    /// The model that the visitor has chosen, as long as it is one that they can choose.
    pub(super) fn chosen_model(&self) -> Option<String> {
        let chosen = self.model.try_get_untracked()?;
        self.offered().contains(&chosen).then_some(chosen)
    }

    /// The models to choose from: those of the options, or those of the endpoint once they are known; and the one that
    /// is set, listed or not. Empty, if there is no choice.
    pub fn models(&self) -> Vec<String> {
        self.config.track();
        self.listed.track();
        self.offered()
    }

    fn offered(&self) -> Vec<String> {
        let listed = || self.listed.try_get_untracked().unwrap_or_default();
        let of = |config: &Config| {
            let mut names = match &config.models {
                Models::None => return Vec::new(),
                Models::List(names) => names.clone(),
                Models::Auto => listed().lines().map(str::to_owned).collect(),
            };
            if let Some(set) = config.model.as_ref().filter(|set| !names.is_empty() && !names.contains(set)) {
                names.insert(0, set.clone());
            }
            names
        };
        self.configured_now(of)
    }

    /// The model that is asked now.
    pub fn current_model(&self) -> Option<String> {
        self.chosen_model().or_else(|| self.configured_now(|config| config.model.clone()))
    }

    /// What the list of models depends on, in one text.
    pub(super) fn model_source(&self) -> String {
        let of = |config: &Config| {
            let (mut source, key) = (config.models.name().to_owned(), self.typed_key());
            let headers = config.headers.iter().flat_map(|(name, value)| [name, value]);
            for part in config.endpoint.iter().chain(&config.api_key).chain(&key).chain(headers) {
                source.push('\n');
                source.push_str(part);
            }
            source
        };
        self.configured_now(of)
    }

    /// Asks the endpoint for its models, where the site wants that.
    pub fn list_models(&self) {
        if self.config.try_with_untracked(|config| config.models == Models::Auto) == Some(true) {
            self.later(later_list_models, ());
        }
    }

    async fn listed_by(&self, config: &Config) -> Vec<String> {
        // A page that answers by itself has nobody to ask.
        if config.endpoint.is_none() {
            return Vec::new();
        }
        let Some(endpoint) = Endpoint::all(config, None).into_iter().next() else { return Vec::new() };
        let token = self.token_for(&endpoint).await.unwrap_or_default();
        let headers = plain_headers(&endpoint.headers, token.as_deref());
        for url in models_urls(&endpoint.url) {
            let ids = fetch::get(&url, &headers).await.map(|body| model_ids(&body)).unwrap_or_default();
            if !ids.is_empty() {
                return ids;
            }
        }
        Vec::new()
    }
}

fn later_list_models(chat: Chat, (): ()) {
    frame::spawn(async move {
        let config = chat.config.try_get_untracked().unwrap_or_default();
        let source = chat.model_source();
        let ids = chat.listed_by(&config).await;
        // A later list may have come earlier.
        if chat.model_source() == source {
            chat.listed.try_set(ids.join("\n"));
        }
    });
}

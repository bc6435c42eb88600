//! Whom to ask: the site's endpoint first, then its fallbacks.
//!
//! **Invariant:** a key, a token or a header never goes to another origin than the one that it was set for.

use crate::config::Config;
use crate::text;

/// An endpoint and the model to ask there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// As the site wrote it.
    pub url: String,
    pub model: Option<String>,
    /// Headers of the site's.
    pub headers: Vec<(String, String)>,
    /// The key from the options.
    pub api_key: Option<String>,
    /// The page's token and the visitor's key are for this endpoint, too.
    pub is_own: bool,
}

impl Endpoint {
    /// All endpoints, in the order in which they are asked. `model` is the visitor's choice, if they have made one.
    pub fn all(config: &Config, model: Option<&str>) -> Vec<Self> {
        let first = Self {
            url: config.endpoint.clone().unwrap_or_default(),
            model: model.map(str::to_owned).or_else(|| config.model.clone()),
            headers: config.headers.clone(),
            api_key: config.api_key.clone(),
            is_own: true,
        };
        let others = config.fallback.iter().map(|fallback| {
            let url = fallback.endpoint.clone().unwrap_or_else(|| first.url.clone());
            let is_own = origin(&url) == origin(&first.url);
            let mut headers = if is_own { first.headers.clone() } else { Vec::new() };
            headers
                .retain(|(name, _)| fallback.headers.iter().all(|(own, _)| !own.eq_ignore_ascii_case(name)));
            headers.extend(fallback.headers.iter().cloned());
            let inherited = first.api_key.clone().filter(|_| is_own);
            Self {
                headers,
                is_own: is_own && fallback.api_key.is_none(),
                api_key: fallback.api_key.clone().or(inherited),
                model: fallback.model.clone().or_else(|| first.model.clone()),
                url,
            }
        });
        let others: Vec<Self> = others.collect();
        std::iter::once(first).chain(others).collect()
    }

    /// Where embeddings come from; nowhere, if no model for them or no endpoint is set. It is asked with the `api_key` here.
    pub fn of_embeddings(config: &Config) -> Option<Self> {
        let own = config.endpoint.clone().unwrap_or_default();
        let url = config.embeddings_endpoint.clone().or_else(|| config.endpoint.clone())?;
        let model = Some(config.embeddings_model.clone()?);
        let is_own = origin(&url) == origin(&own);
        let headers = if is_own { config.headers.clone() } else { Vec::new() };
        Some(Self { url, model, headers, api_key: config.api_key.clone().filter(|_| is_own), is_own })
    }

    /// What is remembered of it is remembered under this name.
    pub fn name(&self) -> String {
        [self.url.as_str(), " ", self.model.as_deref().unwrap_or_default()].concat()
    }
}

/// Scheme and host; nothing for an address on the page's own origin.
fn origin(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = match url.strip_prefix("//") {
        Some(rest) => ("", rest),
        None => text::split(url, "://")?,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    Some([scheme, "://", host].concat().to_ascii_lowercase())
}

//! From the endpoint a site owner writes to the address that is asked.
//!
//! **Invariant:** nothing is guessed: `/v1` is never added, because some servers live at `/api/v2` or at
//! the root; a 404 suggests it instead.

const PATH: &str = "/chat/completions";
const EMBEDDINGS: &str = "/embeddings";

/// `https://host/v1`, `https://host/v1/` and `https://host/v1/chat/completions` all name the same
/// address. A query (Azure's `?api-version=…`) stays behind the path.
pub fn completions_url(endpoint: &str) -> String {
    let (base, query) = base_url(endpoint);
    [base, PATH, query].concat()
}

/// The address that gives embeddings, of an endpoint that may be written as for [`completions_url`] or in full.
pub fn embeddings_url(endpoint: &str) -> String {
    let (base, query) = base_url(endpoint);
    let base = base.strip_suffix(EMBEDDINGS).unwrap_or(base);
    [base, EMBEDDINGS, query].concat()
}

/// The address that the paths of the API hang from, and the query behind them.
pub(super) fn base_url(endpoint: &str) -> (&str, &str) {
    let endpoint = endpoint.trim();
    let (path, query) = endpoint.split_at(endpoint.find(['?', '#']).unwrap_or(endpoint.len()));
    let path = path.trim_end_matches('/');
    (path.strip_suffix(PATH).unwrap_or(path), query)
}

#[cfg(test)]
mod tests {
    use super::{completions_url, embeddings_url};

    #[test]
    fn appends_the_path_unless_it_is_there() {
        for (endpoint, url) in [
            ("https://h/v1", "https://h/v1/chat/completions"),
            (" https://h/v1/ ", "https://h/v1/chat/completions"),
            ("https://h/v1/chat/completions", "https://h/v1/chat/completions"),
            ("https://h/v1/chat/completions/", "https://h/v1/chat/completions"),
            ("https://h/d/gpt?api-version=2", "https://h/d/gpt/chat/completions?api-version=2"),
            ("https://h/chat/completions?api-version=2", "https://h/chat/completions?api-version=2"),
            ("/v1", "/v1/chat/completions"),
            ("v1", "v1/chat/completions"),
            ("https://api.aleph-alpha.com", "https://api.aleph-alpha.com/chat/completions"),
        ] {
            assert_eq!(completions_url(endpoint), url, "for {endpoint}");
        }
    }

    #[test]
    fn embeddings_have_their_own_path() {
        for (endpoint, url) in [
            ("https://h/v1", "https://h/v1/embeddings"),
            ("https://h/v1/embeddings/?a=b", "https://h/v1/embeddings?a=b"),
            ("/v1/chat/completions", "/v1/embeddings"),
        ] {
            assert_eq!(embeddings_url(endpoint), url, "for {endpoint}");
        }
    }
}

//! Which addresses may become links.
//!
//! **Invariant:** an allow-list: `https`, `http`, `mailto`, `tel`, and addresses without a scheme. A browser
//! ignores tabs, line breaks and leading control characters in an address, so they are taken out before
//! looking (`java\nscript:` is one word to it).

const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// The address as it may stand in a link, or nothing.
pub fn safe_link(url: &str) -> Option<String> {
    let url: String =
        url.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    is_safe_link(&url).then_some(url)
}

/// True if the scheme is allowed, or there is none.
fn is_safe_link(url: &str) -> bool {
    match url.split_once(':') {
        None => !url.is_empty(),
        // A colon behind a slash, a query or a fragment does not end a scheme.
        Some((scheme, _)) if scheme.contains(['/', '?', '#']) => true,
        Some((scheme, _)) => SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
    }
}

#[cfg(test)]
mod tests {
    use super::safe_link;

    #[test]
    fn allows_web_mail_and_telephone_links_only() {
        for url in
            ["https://a.b/c?d=e:f", "HTTP://a", "mailto:a@b", "tel:+1", "/x:y", "#a:b", "?q=a:b", "a/b"]
        {
            assert_eq!(safe_link(url).as_deref(), Some(url));
        }
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            " \u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "",
        ] {
            assert_eq!(safe_link(url), None, "for {url:?}");
        }
    }
}

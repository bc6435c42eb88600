//! What follows the words of a link or an image that is written, and links that are their own words.
//!
//! **Invariant:** the address and the title are read back as they are.

use crate::markdown::Node;
use crate::markdown::inline::entity;

/// The words of a link that is just an address, if they can stand between pointed brackets.
pub fn autolink<'a>(words: &'a [Node], url: &str, title: &str) -> Option<&'a str> {
    let [Node::Text(words)] = words else { return None };
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_own = match url.strip_prefix("mailto:") {
        Some(address) => address == words && is_mail(address),
        None => is_web && url == words && !url.contains(|c| c <= ' ' || c == '<' || c == '>'),
    };
    (is_own && title.is_empty()).then_some(words)
}

/// True for plain addresses. The parser knows more of them, but asked here it would be longer where it is needed first.
fn is_mail(address: &str) -> bool {
    let Some((user, host)) = address.split_once('@') else { return false };
    let is_user = |byte: u8| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte);
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !user.is_empty() && user.bytes().all(is_user) && host.split('.').all(is_label)
}

/// From the bracket that ends the words to the end.
pub fn target(url: &str, title: &str) -> String {
    let is_plain = !url.is_empty() && !url.contains(|c| c <= ' ' || c == '\x7f');
    let (before, after) = if is_plain { ("", "") } else { ("<", ">") };
    let url = escaped(url, &['(', ')', '<', '>']);
    let title = match title {
        "" => String::new(),
        title => [" \"", &escaped(title, &['"']).replace('\n', "&#10;"), "\""].concat(),
    };
    ["](", before, &url, after, &title, ")"].concat()
}

/// With a backslash before these characters, and before what would be a reference or a backslash of this kind.
fn escaped(text: &str, marks: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c == '\\' || marks.contains(&c) || (c == '&' && entity(text, at).is_some()) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

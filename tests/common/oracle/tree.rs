//! The nodes of another parser, put together as ours are.
//!
//! **Invariant:** only what is intended to differ is made the same here.

use causerie::markdown::{Kind, Node, safe_link};

/// The blank lines at the end of a block of HTML are nothing to see.
pub(super) fn trim_end(kind: &Kind, children: &mut [Node]) {
    if let (Kind::Paragraph, Some(Node::Text(text))) = (kind, children.last_mut()) {
        text.truncate(text.trim_end_matches(['\n', ' ', '\t']).len());
    }
}

/// Stands for a block of HTML, which is a paragraph in ours, until it is known whether it is in a tight list.
pub(super) const HTML: &str = "block of HTML";

/// What ours makes of the blocks of HTML in a list, or outside of one, and of a box of a task without a task.
pub(super) fn settle(kind: &Option<Kind>, children: &mut Vec<Node>) {
    let is_html = |node: &Node| matches!(node, Node::Element(Kind::CodeBlock(name), _) if name == HTML);
    let is_paragraph = |node: &Node| matches!(node, Node::Element(Kind::Paragraph, _));
    match kind {
        Some(Kind::List { .. }) => {
            let is_loose = children.iter().any(|item| below(item).iter().any(is_paragraph));
            for item in children {
                let Node::Element(_, blocks) = item else { continue };
                for block in std::mem::take(blocks) {
                    match block {
                        block if !is_html(&block) => add(blocks, None, vec![block]),
                        Node::Element(_, text) => add(blocks, is_loose.then_some(Kind::Paragraph), text),
                        Node::Text(_) => {}
                    }
                }
            }
        }
        Some(Kind::Item) => {}
        _ => {
            for child in children {
                if is_html(child)
                    && let Node::Element(kind, _) = child
                {
                    *kind = Kind::Paragraph;
                }
            }
        }
    }
}

pub(super) fn below(node: &Node) -> &[Node] {
    match node {
        Node::Text(_) => &[],
        Node::Element(_, children) => children,
    }
}

pub(super) fn is_bare(url: &str, children: &[Node]) -> bool {
    let [Node::Text(text)] = children else { return false };
    ["", "http://", "mailto:"].iter().any(|start| url.strip_prefix(start) == Some(text))
}

pub(super) fn add_text(out: &mut Vec<Node>, text: &str) {
    match out.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => out.push(Node::Text(text.to_owned())),
    }
}

/// Puts a finished element where it belongs; what is no element for us leaves its children.
pub(super) fn add(out: &mut Vec<Node>, kind: Option<Kind>, mut children: Vec<Node>) {
    match kind {
        Some(Kind::Link { url, title }) if title.is_empty() && is_bare(&url, &children) => {
            add(out, None, children);
        }
        Some(kind) => {
            trim_end(&kind, &mut children);
            out.push(Node::Element(kind, children));
        }
        None => children.into_iter().for_each(|child| match child {
            Node::Text(text) => add_text(out, &text),
            other => out.push(other),
        }),
    }
}

pub(super) fn link(url: &str, title: &str, is_image: bool) -> Option<Kind> {
    let (url, title) = (safe_link(url)?, title.to_owned());
    Some(if is_image { Kind::Image { url, title } } else { Kind::Link { url, title } })
}

pub(super) fn language(info: &str) -> String {
    info.split([' ', ',', '{', '\t']).next().unwrap_or_default().to_owned()
}

/// An inline tag as we draw it.
pub(super) fn add_tag(out: &mut Vec<Node>, tag: &str) {
    match tag {
        "<br>" | "<br/>" | "<br />" => out.push(Node::Element(Kind::Break, Vec::new())),
        tag => add_text(out, tag),
    }
}

/// A text behind a `<br>` loses its blanks.
pub(super) fn add_words(out: &mut Vec<Node>, text: &str) {
    let is_after_break = matches!(out.last(), Some(Node::Element(Kind::Break, _)));
    add_text(out, if is_after_break { text.trim_start_matches(' ') } else { text });
}

pub(super) fn finish(kind: &Option<Kind>, children: &mut Vec<Node>) {
    if matches!(kind, Some(Kind::CodeBlock(name)) if name == HTML) {
        trim_end(&Kind::Paragraph, children);
    }
    settle(kind, children);
}

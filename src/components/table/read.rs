//! What stands in a cell, read from the page.
//!
//! **Invariant:** what was drawn in the place of something gives that again: a formula its TeX, an image its address
//! and alternative text, the mark of a footnote its label. What buttons say of themselves is not read.

use crate::browser::dom;
use crate::components::cite::CITE;
use crate::components::{image, note};
use crate::markdown::{Kind, Node};

/// Where extras/math.js keeps the TeX of a formula that it has drawn.
const TEX: &str = "data-tex";

/// What stands in an element, as the nodes that it was drawn from.
pub(super) fn nodes(parent: &dom::Element) -> Vec<Node> {
    let mut out = Vec::new();
    let mut next = parent.first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        match dom::as_element(&node) {
            Some(element) => read(element).into_iter().for_each(|read| add(&mut out, read)),
            None => add(&mut out, Node::Text(node.node_value().unwrap_or_default())),
        }
    }
    out
}

/// Texts that follow each other are one.
fn add(out: &mut Vec<Node>, node: Node) {
    match (out.last_mut(), node) {
        (Some(Node::Text(text)), Node::Text(more)) => text.push_str(&more),
        (_, node) => out.push(node),
    }
}

fn read(element: &dom::Element) -> Vec<Node> {
    let kind = match element.tag_name().as_str() {
        "STRONG" => Kind::Strong,
        "EM" => Kind::Emphasis,
        "DEL" => Kind::Strike,
        "CODE" => Kind::Code,
        "BR" => Kind::Break,
        "SUP" => match note::label(element) {
            Some(label) => Kind::FootnoteReference(label),
            None => return nodes(element),
        },
        // What the answer says there is the mark alone.
        "A" if element.class_list().contains(CITE) => return nodes(element),
        "A" => match element.get_attribute("href") {
            Some(url) => Kind::Link { url, title: element.get_attribute("title").unwrap_or_default() },
            // One that leads nowhere is its words.
            None => return nodes(element),
        },
        _ => return read_span(element),
    };
    vec![Node::Element(kind, nodes(element))]
}

fn read_span(element: &dom::Element) -> Vec<Node> {
    if element.class_list().contains("formula") {
        let tex = element.get_attribute(TEX).or_else(|| element.text_content());
        return vec![leaf(
            Kind::Math { is_display: element.class_list().contains("display") },
            tex.unwrap_or_default(),
        )];
    }
    match image::source(element) {
        Some((url, alternative)) => vec![leaf(Kind::Image { url, title: String::new() }, alternative)],
        None => nodes(element),
    }
}

fn leaf(kind: Kind, text: String) -> Node {
    Node::Element(kind, vec![Node::Text(text)])
}

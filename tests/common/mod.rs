//! What several tests share: cuttings, and nodes as HTML for people to read.

#![allow(dead_code, reason = "each test uses some of it")]

pub mod legal;
pub mod random;
pub mod said;

use causerie::conversation::{Message, Outcome};
use causerie::json::Json;
use causerie::markdown::{Align, Kind, Node, Streamed};
use causerie::protocol::{BodyEnd, ReplyHead};

/// Places to cut a text of this length: nowhere, everywhere, at each place alone, and in twos and sevens.
pub fn cuttings(length: usize) -> Vec<Vec<usize>> {
    let mut cuttings = vec![vec![], (1..length).collect(), (1..length).step_by(2).collect()];
    cuttings.push((1..length).step_by(7).collect());
    cuttings.extend((1..length).map(|at| vec![at]));
    cuttings
}

/// The pieces of a byte string that was cut at these places.
pub fn pieces<'a>(bytes: &'a [u8], cuts: &[usize]) -> impl Iterator<Item = &'a [u8]> {
    let ends: Vec<usize> = cuts.iter().copied().chain([bytes.len()]).collect();
    let mut start = 0;
    ends.into_iter().map(move |end| &bytes[std::mem::replace(&mut start, end)..end])
}

/// The answer that a server gave with this `message`.
pub fn answered(message: &Json) -> Message {
    let body = Json::object([("choices", Json::Array(vec![Json::object([("message", message.clone())])]))]);
    Outcome::of(ReplyHead::of_status(200), [body.written().as_bytes()], BodyEnd::Clean).message
}

/// All blocks of a text that is read at once.
pub fn blocks(text: &str) -> Vec<Node> {
    Streamed::of([text]).nodes()
}

/// Nodes as HTML, a line for each block.
pub fn html(nodes: &[Node]) -> String {
    nodes.iter().map(|node| node_html(node) + "\n").collect()
}

fn node_html(node: &Node) -> String {
    let (kind, children) = match node {
        Node::Text(text) => return escaped(text),
        Node::Element(kind, children) => (kind, children),
    };
    let inner: String = children.iter().map(node_html).collect();
    let (tag, attributes) = match kind {
        Kind::Paragraph => ("p", String::new()),
        Kind::Heading(level) => return format!("<h{level}>{inner}</h{level}>"),
        Kind::Quote => ("blockquote", String::new()),
        Kind::CodeBlock(language) => ("pre", format!(" lang=\"{language}\"")),
        Kind::List { start: None, .. } => ("ul", String::new()),
        Kind::List { start: Some(1), .. } => ("ol", String::new()),
        Kind::List { start: Some(start), .. } => ("ol", format!(" start=\"{start}\"")),
        Kind::Item => ("li", String::new()),
        Kind::Task(true) => return "[x]".to_owned(),
        Kind::Task(false) => return "[ ]".to_owned(),
        Kind::Rule => return "<hr>".to_owned(),
        Kind::Break => return "<br>".to_owned(),
        Kind::Table => ("table", String::new()),
        Kind::TableHead => ("thead", String::new()),
        Kind::TableRow => ("tr", String::new()),
        Kind::HeaderCell(align) => ("th", aligned(*align)),
        Kind::Cell(align) => ("td", aligned(*align)),
        Kind::Emphasis => ("em", String::new()),
        Kind::Strong => ("strong", String::new()),
        Kind::Strike => ("del", String::new()),
        Kind::Code => ("code", String::new()),
        Kind::Link { url, .. } => ("a", format!(" href=\"{}\"", escaped(url))),
        Kind::Image { url, .. } => ("img", format!(" src=\"{}\"", escaped(url))),
        Kind::Math { is_display } => ("math", if *is_display { " display".into() } else { String::new() }),
        Kind::FootnoteReference(label) => ("sup", format!(" label=\"{}\"", escaped(label))),
        Kind::Footnote(label) => ("aside", format!(" label=\"{}\"", escaped(label))),
    };
    format!("<{tag}{attributes}>{inner}</{tag}>")
}

fn aligned(align: Align) -> String {
    match align {
        Align::Start => String::new(),
        Align::Left => " left".to_owned(),
        Align::Center => " center".to_owned(),
        Align::Right => " right".to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

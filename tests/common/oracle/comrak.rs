//! comrak's tree as our nodes.
//!
//! **Invariant:** every node that stands for something to be seen leaves its own.

use causerie::markdown::{Align, Kind, Node};
use comrak::nodes::{AstNode, ListType, NodeValue, TableAlignment};

use super::tree::{add, add_tag, add_text, add_words, language, link, trim_end};

/// The text as comrak reads it.
pub fn comrak(text: &str) -> Vec<Node> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    let arena = comrak::Arena::new();
    let mut out = Vec::new();
    of_comrak(comrak::parse_document(&arena, text, &options), &mut out, false);
    out
}

fn of_comrak<'a>(node: &'a AstNode<'a>, out: &mut Vec<Node>, is_tight: bool) {
    let data = node.data.borrow();
    let below = |is_tight: bool| {
        let mut children = Vec::new();
        node.children().for_each(|child| of_comrak(child, &mut children, is_tight));
        children
    };
    let code = |literal: &str| vec![Node::Text(literal.to_owned())];
    let (kind, children) = match &data.value {
        NodeValue::BlockQuote => (Some(Kind::Quote), below(false)),
        NodeValue::List(list) => {
            let start = (list.list_type == ListType::Ordered).then_some(list.start as u64);
            (Some(Kind::List { start, is_tight: false }), below(list.tight))
        }
        NodeValue::Item(_) => (Some(Kind::Item), below(is_tight)),
        NodeValue::TaskItem(task) => {
            let mut children = below(is_tight);
            let task = Node::Element(Kind::Task(task.symbol.is_some()), Vec::new());
            match children.first_mut() {
                Some(Node::Element(Kind::Paragraph, words)) => words.insert(0, task),
                _ => children.insert(0, task),
            }
            (Some(Kind::Item), children)
        }
        NodeValue::CodeBlock(block) => {
            let kind = Kind::CodeBlock(if block.fenced { language(&block.info) } else { String::new() });
            (Some(kind), if block.literal.is_empty() { Vec::new() } else { code(&block.literal) })
        }
        NodeValue::HtmlBlock(block) => {
            let mut text = code(&block.literal);
            trim_end(&Kind::Paragraph, &mut text);
            ((!is_tight).then_some(Kind::Paragraph), text)
        }
        NodeValue::Paragraph => ((!is_tight).then_some(Kind::Paragraph), below(false)),
        NodeValue::Heading(heading) => (Some(Kind::Heading(heading.level)), below(false)),
        NodeValue::ThematicBreak => (Some(Kind::Rule), Vec::new()),
        NodeValue::FootnoteDefinition(note) => (Some(Kind::Footnote(note.name.clone())), below(false)),
        NodeValue::FootnoteReference(note) => (Some(Kind::FootnoteReference(note.name.clone())), Vec::new()),
        NodeValue::Table(table) => {
            let mut rows = below(false);
            rows.iter_mut().for_each(|row| align(row, &table.alignments));
            (Some(Kind::Table), rows)
        }
        NodeValue::TableRow(is_head) => {
            (Some(if *is_head { Kind::TableHead } else { Kind::TableRow }), below(false))
        }
        NodeValue::TableCell => (Some(Kind::Cell(Align::Start)), below(false)),
        NodeValue::Text(text) => return add_words(out, text),
        NodeValue::SoftBreak => return add_text(out, "\n"),
        NodeValue::LineBreak => (Some(Kind::Break), Vec::new()),
        NodeValue::Code(span) => (Some(Kind::Code), code(&span.literal)),
        NodeValue::HtmlInline(tag) => return add_tag(out, tag),
        NodeValue::Emph => (Some(Kind::Emphasis), below(false)),
        NodeValue::Strong => (Some(Kind::Strong), below(false)),
        NodeValue::Strikethrough => (Some(Kind::Strike), below(false)),
        NodeValue::Link(to) => (link(&to.url, &to.title, false), below(false)),
        NodeValue::Image(to) => (link(&to.url, &to.title, true), below(false)),
        _ => (None, below(false)),
    };
    add(out, kind, children);
}

fn align(row: &mut Node, aligns: &[TableAlignment]) {
    let Node::Element(kind, cells) = row else { return };
    for (cell, align) in cells.iter_mut().zip(aligns) {
        let align = match align {
            TableAlignment::None => Align::Start,
            TableAlignment::Left => Align::Left,
            TableAlignment::Center => Align::Center,
            TableAlignment::Right => Align::Right,
        };
        if let Node::Element(cell, _) = cell {
            *cell = if *kind == Kind::TableHead { Kind::HeaderCell(align) } else { Kind::Cell(align) };
        }
    }
}

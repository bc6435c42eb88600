//! pulldown-cmark's events as our nodes.
//!
//! **Invariant:** every event that stands for something to be seen leaves its node.

use causerie::markdown::{Align, Kind, Node};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag};

use super::tree::{HTML, add, add_tag, add_text, add_words, finish, language, link, settle};

/// The text as pulldown-cmark reads it.
pub fn pulldown(text: &str) -> Vec<Node> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    let mut levels: Vec<(Option<Kind>, Vec<Node>)> = vec![(None, Vec::new())];
    let mut aligns: Vec<Align> = Vec::new();
    let mut column = 0;
    let mut is_head = false;
    for event in Parser::new_ext(text, options) {
        let level = levels.last_mut().map(|level| &mut level.1).unwrap();
        match event {
            Event::Start(tag) => {
                let kind = match tag {
                    Tag::Paragraph => Some(Kind::Paragraph),
                    Tag::HtmlBlock => Some(Kind::CodeBlock(HTML.to_owned())),
                    Tag::Heading { level, .. } => Some(Kind::Heading(level as u8)),
                    Tag::BlockQuote(_) => Some(Kind::Quote),
                    Tag::CodeBlock(CodeBlockKind::Indented) => Some(Kind::CodeBlock(String::new())),
                    Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Some(Kind::CodeBlock(language(&info))),
                    Tag::List(start) => Some(Kind::List { start, is_tight: false }),
                    Tag::Item => Some(Kind::Item),
                    Tag::FootnoteDefinition(label) => Some(Kind::Footnote(label.to_string())),
                    Tag::Table(columns) => {
                        aligns = columns.into_iter().map(of_pulldown).collect();
                        Some(Kind::Table)
                    }
                    Tag::TableHead | Tag::TableRow => {
                        column = 0;
                        is_head = tag == Tag::TableHead;
                        Some(if is_head { Kind::TableHead } else { Kind::TableRow })
                    }
                    Tag::TableCell => {
                        let align = aligns.get(column).copied().unwrap_or(Align::Start);
                        column += 1;
                        Some(if is_head { Kind::HeaderCell(align) } else { Kind::Cell(align) })
                    }
                    Tag::Emphasis => Some(Kind::Emphasis),
                    Tag::Strong => Some(Kind::Strong),
                    Tag::Strikethrough => Some(Kind::Strike),
                    Tag::Link { dest_url, title, link_type, .. } => {
                        let mail = link_type == pulldown_cmark::LinkType::Email;
                        link(
                            &(if mail { format!("mailto:{dest_url}") } else { dest_url.to_string() }),
                            &title,
                            false,
                        )
                    }
                    Tag::Image { dest_url, title, .. } => link(&dest_url, &title, true),
                    _ => None,
                };
                levels.push((kind, Vec::new()));
            }
            Event::End(_) => {
                let (kind, mut children) = levels.pop().unwrap();
                finish(&kind, &mut children);
                add(&mut levels.last_mut().unwrap().1, kind, children);
            }
            Event::Text(text) => add_words(level, &text),
            Event::Code(code) => level.push(Node::Element(Kind::Code, vec![Node::Text(code.to_string())])),
            Event::Html(html) => add_text(level, &html),
            // It has a tag or a comment of several lines with the blanks that begin them, which no line of a paragraph has.
            Event::InlineHtml(html) => {
                let lines: Vec<&str> = html.split('\n').collect();
                let rest = lines[1..].iter().map(|line| line.trim_start_matches([' ', '\t']));
                add_tag(level, &lines[..1].iter().copied().chain(rest).collect::<Vec<_>>().join("\n"));
            }
            Event::FootnoteReference(label) => {
                level.push(Node::Element(Kind::FootnoteReference(label.to_string()), Vec::new()));
            }
            Event::SoftBreak => add_text(level, "\n"),
            Event::HardBreak => level.push(Node::Element(Kind::Break, Vec::new())),
            Event::Rule => level.push(Node::Element(Kind::Rule, Vec::new())),
            Event::TaskListMarker(done) => level.push(Node::Element(Kind::Task(done), Vec::new())),
            _ => {}
        }
    }
    let mut nodes = levels.pop().unwrap().1;
    settle(&None, &mut nodes);
    nodes
}

fn of_pulldown(align: Alignment) -> Align {
    match align {
        Alignment::None => Align::Start,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

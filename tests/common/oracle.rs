//! Two other parsers, to hold ours against: pulldown-cmark, and comrak, which follows cmark-gfm. Where they disagree
//! with each other, ours may be with either.
//!
//! **Invariant:** what is intended to differ is made the same here, or named in [`excused`], and nothing else.

#![allow(clippy::unwrap_used, reason = "a test may")]

use causerie::markdown::html::to_html;
use causerie::markdown::{Align, Kind, Node, Streamed, safe_link};
use comrak::nodes::{AstNode, ListType, NodeValue, TableAlignment};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag};

/// How ours differs from both others, if it does.
pub fn difference(text: &str) -> Option<String> {
    // What every line end and zero byte is in CommonMark; and a last line without an end is one with it.
    let text = &(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}") + "\n");
    let nodes = plain(Streamed::of([text.as_str()]).nodes());
    let ours = to_html(&nodes);
    let pulldown = to_html(&pulldown(text));
    if ours == pulldown {
        return None;
    }
    // It moves footnotes to the end, or leaves them out.
    let comrak = to_html(&without_notes(comrak(text)));
    if to_html(&without_notes(nodes)) == comrak || excused(text) {
        return None;
    }
    // The others keep the blanks before a line within a code span where that line goes on with a paragraph lazily.
    let is_indented = |line: &str| line.starts_with([' ', '\t']);
    if text.contains('`') && text.lines().any(is_indented) && squeezed(&ours) == squeezed(&pulldown) {
        return None;
    }
    let other = if pulldown == comrak { String::new() } else { format!("comrak:\n{comrak}") };
    Some(format!("{text:?}\nours:\n{ours}pulldown-cmark:\n{pulldown}{other}"))
}

/// With one blank in the place of several, and none at the ends of code.
fn squeezed(html: &str) -> String {
    let words =
        |line: &str| line.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = html.lines().map(words).collect();
    lines.join("\n").replace("<code> ", "<code>").replace(" </code>", "</code>")
}

/// What is different by intention, where it may differ.
fn excused(text: &str) -> bool {
    let has = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    // `[^a][b]` is a mark of a footnote, whatever is defined; and labels of anything but letters are read in as many ways
    // as there are parsers.
    let is_mark = |rest: &str| {
        let label = rest.split_once(']').filter(|(_, behind)| !behind.starts_with('['));
        !label.is_some_and(|(label, _)| label.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    // Some take control characters for blanks. A line break behind a `<br>` is none; and formulas, and bare addresses.
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    text.contains(is_control)
        || text.split('&').skip(1).any(is_unknown_name)
        || text.split("[^").skip(1).any(is_mark)
        || has(&["<br>  ", "<br/>  ", "<br />  "])
        || has(&["$", "\\(", "\\[", "://", "www.", "@"])
        || text.lines().any(is_odd_line)
        || has_unlike_tildes(text)
        // Ours nests 120 containers at most.
        || text.lines().any(|line| line.matches('>').count() > 100)
        || text.chars().any(is_approximate)
}

/// True where ours has no table: which of these are punctuation, and which combine with a letter.
fn is_approximate(c: char) -> bool {
    let is_there = matches!(c, '\u{370}'..='\u{1fff}' | '\u{a800}'..='\u{abff}' | '\u{10a00}'..='\u{11fff}');
    is_there && !c.is_alphanumeric()
}

/// One tilde and two between each other: cmark-gfm takes both away and goes on, which ours does, too, and the others in
/// ways of their own.
fn has_unlike_tildes(text: &str) -> bool {
    // The first one of a run may be escaped.
    let mut runs = text.split(|c| c != '~').map(str::len).filter(|length| *length > 0);
    let first = runs.next();
    runs.any(|length| Some(length) != first)
}

/// True if a character reference follows that HTML 4 does not have.
fn is_unknown_name(rest: &str) -> bool {
    let names = include_str!("../../src/markdown/inline/entities.txt");
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let name = rest.split_once(';').map(|(name, _)| name).filter(|name| is_name(name));
    name.is_some_and(|name| names.split_ascii_whitespace().step_by(2).all(|known| known != name))
}

fn is_odd_line(line: &str) -> bool {
    let content = line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t>-+*.)".contains(c)).trim_end();
    // A box without a task is text.
    let is_empty_task = matches!(content, "[ ]" | "[x]" | "[X]");
    // The row below a table's head is one, even if it might be an item of a list.
    let is_delimiters = line.contains('|') && line.chars().all(|c| "|:- \t>".contains(c));
    is_empty_task || is_delimiters
}

/// Ours, with bare addresses as text: neither of the others has them.
fn plain(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Text(text) => add_text(&mut out, &text),
            Node::Element(kind, children) => {
                add(&mut out, Some(kind), plain(children));
            }
        }
    }
    out
}

fn without_notes(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Element(Kind::Footnote(_), _) => {}
            Node::Element(kind, children) => out.push(Node::Element(kind, without_notes(children))),
            text => out.push(text),
        }
    }
    out
}

/// The blank lines at the end of a block of HTML are nothing to see.
fn trim_end(kind: &Kind, children: &mut [Node]) {
    if let (Kind::Paragraph, Some(Node::Text(text))) = (kind, children.last_mut()) {
        text.truncate(text.trim_end_matches(['\n', ' ', '\t']).len());
    }
}

/// Stands for a block of HTML, which is a paragraph in ours, until it is known whether it is in a tight list.
const HTML: &str = "block of HTML";

/// What ours makes of the blocks of HTML in a list, or outside of one, and of a box of a task without a task.
fn settle(kind: &Option<Kind>, children: &mut Vec<Node>) {
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

fn below(node: &Node) -> &[Node] {
    match node {
        Node::Text(_) => &[],
        Node::Element(_, children) => children,
    }
}

fn is_bare(url: &str, children: &[Node]) -> bool {
    let [Node::Text(text)] = children else { return false };
    ["", "http://", "mailto:"].iter().any(|start| url.strip_prefix(start) == Some(text))
}

fn add_text(out: &mut Vec<Node>, text: &str) {
    match out.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => out.push(Node::Text(text.to_owned())),
    }
}

/// Puts a finished element where it belongs; what is no element for us leaves its children.
fn add(out: &mut Vec<Node>, kind: Option<Kind>, mut children: Vec<Node>) {
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

fn link(url: &str, title: &str, is_image: bool) -> Option<Kind> {
    let (url, title) = (safe_link(url)?, title.to_owned());
    Some(if is_image { Kind::Image { url, title } } else { Kind::Link { url, title } })
}

fn language(info: &str) -> String {
    info.split([' ', ',', '{', '\t']).next().unwrap_or_default().to_owned()
}

/// An inline tag as we draw it.
fn add_tag(out: &mut Vec<Node>, tag: &str) {
    match tag {
        "<br>" | "<br/>" | "<br />" => out.push(Node::Element(Kind::Break, Vec::new())),
        tag => add_text(out, tag),
    }
}

/// A text behind a `<br>` loses its blanks.
fn add_words(out: &mut Vec<Node>, text: &str) {
    let is_after_break = matches!(out.last(), Some(Node::Element(Kind::Break, _)));
    add_text(out, if is_after_break { text.trim_start_matches(' ') } else { text });
}

fn finish(kind: &Option<Kind>, children: &mut Vec<Node>) {
    if matches!(kind, Some(Kind::CodeBlock(name)) if name == HTML) {
        trim_end(&Kind::Paragraph, children);
    }
    settle(kind, children);
}

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

/// The text as comrak reads it.
pub fn comrak(text: &str) -> Vec<Node> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
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

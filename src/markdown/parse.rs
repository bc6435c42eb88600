//! From markdown text to blocks, by pulldown-cmark (CommonMark and GitHub's tables, task lists and
//! strikethrough).
//!
//! **Invariant:** total, and every element that is opened is closed; raw HTML, inline or block, becomes text.

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BrokenLink, BrokenLinkCallback, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser,
    Tag,
};
use unicase::UniCase;

use super::{Align, Kind, Node, safe_link};

/// A top-level block and the bytes of the text that it stands for.
pub(super) struct Block {
    pub node: Node,
    pub range: Range<usize>,
}

/// A label, which matches by Unicode case folding.
pub(super) type Label = UniCase<String>;

/// A link reference definition.
#[derive(Debug)]
pub(super) struct Definition {
    pub label: Label,
    url: String,
    /// Where it ends in the text.
    pub end: usize,
}

/// A text, parsed.
pub(super) struct Parsed {
    pub blocks: Vec<Block>,
    pub definitions: Vec<Definition>,
    /// References without a definition so far, and where they stand.
    pub unresolved: Vec<(Label, usize)>,
}

/// Parses a text; `known` resolves references whose definitions stood in text parsed before.
pub(super) fn parse(text: &str, known: &[Definition]) -> Parsed {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH;
    let unresolved = RefCell::default();
    let resolve = Known { known, unresolved: &unresolved };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(resolve));
    let defined = parser.reference_definitions().iter().map(|(label, to)| Definition {
        label: normalised(label),
        url: to.dest.to_string(),
        end: to.span.end,
    });
    let definitions = defined.collect();
    let mut builder = Builder::default();
    for (event, range) in parser.into_offset_iter() {
        builder.take(event, range);
    }
    Parsed { blocks: builder.blocks, definitions, unresolved: unresolved.into_inner() }
}

struct Known<'a> {
    known: &'a [Definition],
    unresolved: &'a RefCell<Vec<(Label, usize)>>,
}

impl<'input> BrokenLinkCallback<'input> for Known<'_> {
    fn handle_broken_link(&mut self, link: BrokenLink<'input>) -> Option<(CowStr<'input>, CowStr<'input>)> {
        let label = normalised(&link.reference);
        match self.known.iter().find(|known| known.label == label) {
            Some(known) => Some((CowStr::from(known.url.clone()), CowStr::from(""))),
            None => {
                self.unresolved.borrow_mut().push((label, link.span.start));
                None
            }
        }
    }
}

fn normalised(label: &str) -> Label {
    UniCase::new(label.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    /// Elements whose end has not come, outermost first; `None` stands for one whose children go to its parent.
    open: Vec<(Option<Kind>, Vec<Node>)>,
    aligns: Vec<Align>,
    column: usize,
    in_head: bool,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                let kind = self.kind(tag);
                self.open.push((kind, Vec::new()));
            }
            Event::End(_) => self.end(range),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text, range),
            Event::Code(code) => {
                self.add(Node::Element(Kind::Code, vec![Node::Text(code.into_string())]), range)
            }
            Event::SoftBreak => self.text("\n", range),
            Event::HardBreak => self.add(Node::Element(Kind::Break, Vec::new()), range),
            Event::Rule => self.add(Node::Element(Kind::Rule, Vec::new()), range),
            Event::TaskListMarker(done) => self.add(Node::Element(Kind::Task(done), Vec::new()), range),
            Event::FootnoteReference(label) => {
                self.add(Node::Element(Kind::FootnoteReference(label.into_string()), Vec::new()), range)
            }
            Event::InlineMath(tex) => self.math(&tex, false, range),
            Event::DisplayMath(tex) => self.math(&tex, true, range),
        }
    }

    fn kind(&mut self, tag: Tag<'_>) -> Option<Kind> {
        Some(match tag {
            Tag::Paragraph | Tag::HtmlBlock => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading(level_number(level)),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::CodeBlock(String::new()),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Kind::CodeBlock(info.split([' ', ',', '{']).next().unwrap_or_default().to_owned())
            }
            Tag::List(start) => Kind::List { start, is_tight: false },
            Tag::FootnoteDefinition(label) => Kind::Footnote(label.into_string()),
            Tag::Item => Kind::Item,
            Tag::Table(aligns) => {
                self.aligns = aligns.into_iter().map(align).collect();
                Kind::Table
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                Kind::TableHead
            }
            Tag::TableRow => {
                (self.in_head, self.column) = (false, 0);
                Kind::TableRow
            }
            Tag::TableCell => {
                let align = self.aligns.get(self.column).copied().unwrap_or(Align::Start);
                self.column += 1;
                if self.in_head { Kind::HeaderCell(align) } else { Kind::Cell(align) }
            }
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strike,
            Tag::Link { dest_url, title, .. } => {
                Kind::Link { url: safe_link(&dest_url)?, title: title.into_string() }
            }
            Tag::Image { dest_url, title, .. } => {
                Kind::Image { url: safe_link(&dest_url)?, title: title.into_string() }
            }
            _ => return None,
        })
    }

    fn end(&mut self, range: Range<usize>) {
        let Some((kind, children)) = self.open.pop() else { return };
        match kind {
            Some(kind) => self.add(Node::Element(kind, children), range),
            None => children.into_iter().for_each(|child| self.add(child, range.clone())),
        }
    }

    fn math(&mut self, tex: &str, is_display: bool, range: Range<usize>) {
        self.add(Node::Element(Kind::Math { is_display }, vec![Node::Text(tex.to_owned())]), range);
    }

    /// Joins neighbouring texts, so that a text node can grow in place.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let siblings = self.open.last_mut().map(|(_, children)| children);
        match siblings.and_then(|children| children.last_mut()) {
            Some(Node::Text(last)) => last.push_str(text),
            _ => self.add(Node::Text(text.to_owned()), range),
        }
    }

    fn add(&mut self, node: Node, range: Range<usize>) {
        match self.open.last_mut() {
            Some((_, children)) => children.push(node),
            None => self.blocks.push(Block { node, range }),
        }
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Start,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

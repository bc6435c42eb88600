//! The node tree: what a block is, not how it is drawn.
//!
//! **Invariant:** a tree has no HTML and no unchecked address in it; a link whose scheme is not allowed is
//! not a link.

/// How the cells of a table column are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Start,
    Left,
    Center,
    Right,
}

/// What an element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Paragraph,
    /// Level 1 to 6.
    Heading(u8),
    Quote,
    /// The language as written after the fence, perhaps empty.
    CodeBlock(String),
    /// With the first number, if it is ordered. A tight one has no blank line between what is in it.
    List {
        start: Option<u64>,
        is_tight: bool,
    },
    Item,
    /// The box of a task list item.
    Task(bool),
    Rule,
    Table,
    TableHead,
    TableRow,
    HeaderCell(Align),
    Cell(Align),
    Emphasis,
    Strong,
    Strike,
    Code,
    /// The address has an allowed scheme.
    Link {
        url: String,
        title: String,
    },
    /// The children are the alternative text; the address has an allowed scheme.
    Image {
        url: String,
        title: String,
    },
    /// TeX, as the one text below it; displayed on lines of its own, or within the line.
    Math {
        is_display: bool,
    },
    /// A mark that refers to the footnote of this label.
    FootnoteReference(String),
    /// The footnote of this label.
    Footnote(String),
    Break,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Text(String),
    Element(Kind, Vec<Node>),
}

impl Node {
    /// The text of the node and all below it, as a listener would hear it.
    pub fn plain_text(&self) -> String {
        let mut out = String::new();
        self.write_plain(&mut out);
        out
    }

    fn write_plain(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Element(kind, children) => {
                children.iter().for_each(|child| child.write_plain(out));
                let ends_line = matches!(
                    kind,
                    Kind::Break
                        | Kind::Paragraph
                        | Kind::Item
                        | Kind::TableRow
                        | Kind::TableHead
                        | Kind::Heading(_)
                );
                if ends_line || matches!(kind, Kind::Cell(_) | Kind::HeaderCell(_)) {
                    out.push(if ends_line { '\n' } else { ' ' });
                }
            }
        }
    }
}

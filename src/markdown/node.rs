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

impl Kind {
    /// True for what holds a paragraph's words, and may turn out to be the other.
    pub(super) fn is_line(&self) -> bool {
        matches!(self, Self::Paragraph | Self::Heading(_))
    }
}

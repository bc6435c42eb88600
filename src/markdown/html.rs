//! The node tree as HTML text, in the form of CommonMark's reference: for people, `cargo xtask render` and the
//! conformance tests.
//!
//! **Invariant:** it never runs in the widget, whose linker drops it: nothing that draws may name it, which
//! `tests/architecture.rs` holds. What CommonMark and GFM print is printed to the byte; the rest is:
//!
//! | node | HTML |
//! |---|---|
//! | a formula | `<span class="math inline">TeX</span>`, or `math display` |
//! | a footnote's mark | `<sup class="footnote-ref"><a href="#fn-LABEL">LABEL</a></sup>` |
//! | a footnote, where it stands in the text | `<section class="footnote" id="fn-LABEL">` … `</section>` |

use super::{Align, Kind, Node};

/// The nodes as HTML, each block on lines of its own.
pub fn to_html(nodes: &[Node]) -> String {
    let mut printer = Printer::default();
    printer.all(nodes, false);
    printer.out
}

#[derive(Default)]
struct Printer {
    out: String,
}

impl Printer {
    /// `is_tight` says that these nodes stand in an item of a tight list, whose paragraphs have no tags.
    fn all(&mut self, nodes: &[Node], is_tight: bool) {
        for node in nodes {
            match node {
                Node::Text(text) => escape(text, &mut self.out),
                Node::Element(kind, children) => self.element(kind, children, is_tight),
            }
        }
    }

    fn element(&mut self, kind: &Kind, children: &[Node], is_tight: bool) {
        match kind {
            Kind::Paragraph if is_tight => self.all(children, false),
            Kind::Paragraph => self.line("<p>", children, "</p>"),
            Kind::Heading(level) => self.line(&format!("<h{level}>"), children, &format!("</h{level}>")),
            Kind::Quote => self.block("<blockquote>", children, "</blockquote>", false),
            Kind::CodeBlock(language) => {
                let class = format!(" class=\"language-{}\"", escaped(language));
                let class = if language.is_empty() { "" } else { &class };
                self.line(&format!("<pre><code{class}>"), children, "</code></pre>");
            }
            Kind::List { start: None, is_tight } => self.block("<ul>", children, "</ul>", *is_tight),
            Kind::List { start: Some(start), is_tight } => {
                let open = if *start == 1 { "<ol>".to_owned() } else { format!("<ol start=\"{start}\">") };
                self.block(&open, children, "</ol>", *is_tight);
            }
            Kind::Item => {
                self.new_line();
                self.inline("<li>", children, "</li>\n", is_tight);
            }
            Kind::Rule => self.line("<hr />", children, ""),
            Kind::Table => self.table(children),
            Kind::TableHead => self.block("<thead>\n<tr>", children, "</tr>\n</thead>", false),
            Kind::TableRow => self.block("<tr>", children, "</tr>", false),
            Kind::HeaderCell(align) => self.line(&cell("th", *align), children, "</th>"),
            Kind::Cell(align) => self.line(&cell("td", *align), children, "</td>"),
            Kind::Footnote(label) => {
                let open = format!("<section class=\"footnote\" id=\"fn-{}\">", href(label));
                self.block(&open, children, "</section>", false);
            }
            _ => self.within(kind, children),
        }
    }

    /// What stands within a line.
    fn within(&mut self, kind: &Kind, children: &[Node]) {
        match kind {
            Kind::Task(done) => {
                let checked = if *done { "checked=\"\" " } else { "" };
                self.out.push_str(&format!("<input {checked}disabled=\"\" type=\"checkbox\"> "));
            }
            Kind::Emphasis => self.inline("<em>", children, "</em>", false),
            Kind::Strong => self.inline("<strong>", children, "</strong>", false),
            Kind::Strike => self.inline("<del>", children, "</del>", false),
            Kind::Code => self.inline("<code>", children, "</code>", false),
            Kind::Link { url, title: words } => {
                let open = format!("<a href=\"{}\"{}>", href(url), title(words));
                self.inline(&open, children, "</a>", false);
            }
            Kind::Image { url, title: words } => {
                let (url, alt) = (href(url), escaped(&alt(children)));
                self.out.push_str(&format!("<img src=\"{url}\" alt=\"{alt}\"{} />", title(words)));
            }
            Kind::Math { is_display: true } => {
                self.inline("<span class=\"math display\">", children, "</span>", false);
            }
            Kind::Math { .. } => self.inline("<span class=\"math inline\">", children, "</span>", false),
            Kind::FootnoteReference(label) => {
                let open = format!("<sup class=\"footnote-ref\"><a href=\"#fn-{}\">", href(label));
                self.inline(&open, &[Node::Text(label.clone())], "</a></sup>", false);
            }
            Kind::Break => self.out.push_str("<br />\n"),
            // The blocks are all known to `element`, the only way here.
            _ => self.all(children, false),
        }
    }

    /// Head, and a body if there are rows.
    fn table(&mut self, rows: &[Node]) {
        let (head, body) = rows.split_at(rows.len().min(1));
        self.line("<table>\n", head, "");
        if !body.is_empty() {
            self.block("<tbody>", body, "</tbody>", false);
        }
        self.out.push_str("</table>\n");
    }

    /// An element whose children are blocks, on lines of their own.
    fn block(&mut self, open: &str, children: &[Node], close: &str, is_tight: bool) {
        self.new_line();
        self.out.push_str(open);
        self.out.push('\n');
        self.all(children, is_tight);
        self.new_line();
        self.out.push_str(close);
        self.out.push('\n');
    }

    /// An element whose children stand within a line.
    fn line(&mut self, open: &str, children: &[Node], close: &str) {
        self.new_line();
        self.inline(open, children, close, false);
        self.new_line();
    }

    fn inline(&mut self, open: &str, children: &[Node], close: &str, is_tight: bool) {
        self.out.push_str(open);
        self.all(children, is_tight);
        self.out.push_str(close);
    }

    fn new_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

fn cell(tag: &str, align: Align) -> String {
    let align = match align {
        Align::Start => return format!("<{tag}>"),
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    };
    format!("<{tag} align=\"{align}\">")
}

fn title(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(words)) }
}

/// The alternative text of an image: its words without their marks.
fn alt(nodes: &[Node]) -> String {
    let word = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(Kind::Break, _) => "\n".to_owned(),
        Node::Element(_, children) => alt(children),
    };
    nodes.iter().map(word).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape(text, &mut out);
    out
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

/// An address as the reference prints it: what may not stand in one as `%XX`, which keeps what is so already.
fn href(url: &str) -> String {
    let mut out = String::new();
    for byte in url.bytes() {
        let stays = byte.is_ascii_alphanumeric() || b"-_.+!*'(),%#@?=;:/$~".contains(&byte);
        match byte {
            b'&' => out.push_str("&amp;"),
            byte if stays => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

//! Tables: a box that scrolls sideways, and below it the forms in which the table can be copied.
//!
//! **Invariant:** what is copied is what stands in the table at that moment: nothing of it is kept twice.

use super::blocks::{act, nested, scroll_box, with};
use super::code::{Words, copy_text};
use crate::browser::dom;
use crate::chat::Chat;

pub(super) const MARKDOWN: &str = "md";
pub(super) const CSV: &str = "csv";
pub(super) const TSV: &str = "tsv";

/// The outermost node of a table and the one that takes its rows.
pub(super) fn table(words: &Words) -> (dom::Node, dom::Node) {
    let sheet = with(dom::element_with_class("div", "sheet"), "part", "table");
    let scroller = scroll_box("div", "table");
    let (_, table) = nested(&scroller, dom::element("table"));
    let tools = with(dom::element_with_class("div", "tools"), "role", "group");
    let tools = with(with(tools, "aria-label", &words.copy_table), "part", "copy-table");
    let label = with(dom::element("span"), "aria-hidden", "true");
    dom::append(&label, &dom::text(&words.copy_table));
    dom::append(&tools, &label);
    for (form, name) in [(MARKDOWN, &words.as_markdown), (CSV, &words.as_csv), (TSV, &words.as_tsv)] {
        dom::append(&tools, &act(form, name));
    }
    dom::append(&sheet, &scroller);
    dom::append(&sheet, &tools);
    (sheet.into(), table)
}

/// Copies the table whose button was pressed, in that form.
pub(super) fn copy(chat: Chat, button: dom::Element, form: &str) {
    let scroller = button.parent_element().and_then(|tools| tools.previous_element_sibling());
    let Some(table) = scroller.and_then(|scroller| scroller.first_element_child()) else { return };
    let rows = dom::children(&table).flat_map(|group| {
        let is_row = group.tag_name() == "TR";
        let rows = dom::children(&group).filter(|row| row.tag_name() == "TR");
        is_row.then(|| group.clone()).into_iter().chain(rows).collect::<Vec<_>>()
    });
    let mut text = String::new();
    for (index, row) in rows.enumerate() {
        let cells: Vec<dom::Element> = dom::children(&row).collect();
        let plain = |cell: &dom::Element| cell.text_content().unwrap_or_default();
        match form {
            CSV => line(&mut text, cells.iter().map(|cell| quoted(&plain(cell))), ",", "\r\n"),
            TSV => {
                line(&mut text, cells.iter().map(|cell| plain(cell).replace(['\t', '\n'], " ")), "\t", "\n")
            }
            _ => {
                line(&mut text, cells.iter().map(source), " | ", "\n");
                if index == 0 {
                    line(&mut text, cells.iter().map(rule), " | ", "\n");
                }
            }
        }
    }
    copy_text(chat, button, text);
}

/// Adds a line; one of markdown has bars at its ends, too.
fn line(text: &mut String, cells: impl Iterator<Item = String>, between: &str, end: &str) {
    let edges = if between.len() > 1 { ("| ", " |") } else { ("", "") };
    text.push_str(edges.0);
    for (index, cell) in cells.enumerate() {
        text.push_str(if index > 0 { between } else { "" });
        text.push_str(&cell);
    }
    text.push_str(edges.1);
    text.push_str(end);
}

/// A field of RFC 4180: in quotes if it needs them, or if a reader could take its blanks for nothing.
fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) || field.trim() != field {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

/// The dashes under the head of a column.
fn rule(cell: &dom::Element) -> String {
    match cell.class_name().as_str() {
        "left" => ":---",
        "center" => ":---:",
        "right" => "---:",
        _ => "---",
    }
    .to_owned()
}

/// The markdown of what stands in a cell.
fn source(cell: &dom::Element) -> String {
    let mut out = String::new();
    let mut next = cell.first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        let Some(element) = dom::as_element(&node) else {
            out.push_str(&node.node_value().unwrap_or_default().replace('|', "\\|"));
            continue;
        };
        let inside = || source(element);
        match element.tag_name().as_str() {
            "STRONG" => out.push_str(&format!("**{}**", inside())),
            "EM" => out.push_str(&format!("*{}*", inside())),
            "DEL" => out.push_str(&format!("~~{}~~", inside())),
            "CODE" => out.push_str(&format!("`{}`", inside())),
            "A" => {
                let url = element.get_attribute("href").unwrap_or_default();
                out.push_str(&format!("[{}]({url})", inside()));
            }
            "BR" => out.push_str("<br>"),
            _ => out.push_str(&inside()),
        }
    }
    out
}

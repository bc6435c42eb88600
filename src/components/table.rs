//! Tables: a box that scrolls sideways, and below it the forms in which the table can be copied.
//!
//! **Invariant:** what is copied is what stands in the table at that moment. Only what was drawn over, as a formula, is
//! kept beside it (`read`).

mod read;

use super::blocks::{act, auto, scroll_box, with};
use super::code::{Words, copy_text};
use super::words::Shell;
use crate::browser::dom;
use crate::chat::Chat;
use crate::config::Label;
use crate::markdown::{cell_source, plain_text};

pub(super) const MARKDOWN: &str = "md";
pub(super) const CSV: &str = "csv";
pub(super) const TSV: &str = "tsv";

/// The outermost node of a table and the one that takes its rows.
pub(super) fn table(words: &Words) -> (dom::Node, dom::Node) {
    let sheet = words.shell(Shell::Table, || shell(words));
    let table = sheet.first_element_child().and_then(|scroller| scroller.first_element_child());
    let table = table.unwrap_or_else(|| sheet.clone());
    (sheet.into(), table.into())
}

/// A table without rows.
fn shell(words: &Words) -> dom::Element {
    let sheet = auto(with(dom::element_with_class("div", "sheet"), "part", "table"));
    let scroller = scroll_box("div", "table", words.get(Label::Table));
    dom::append(&scroller, &dom::element("table"));
    let tools = with(dom::element_with_class("div", "tools"), "role", "group");
    let tools = with(with(tools, "aria-label", words.get(Label::CopyTable)), "part", "copy-table");
    let label = with(dom::element("span"), "aria-hidden", "true");
    dom::append(&label, &dom::text(words.get(Label::CopyTable)));
    dom::append(&tools, &label);
    for (form, name) in [(MARKDOWN, Label::AsMarkdown), (CSV, Label::AsCsv), (TSV, Label::AsTsv)] {
        dom::append(&tools, &act(form, words.get(name)));
    }
    dom::append(&sheet, &scroller);
    dom::append(&sheet, &tools);
    sheet
}

/// Copies the table whose button was pressed, in that form.
pub(super) fn copy(chat: Chat, button: dom::Element, form: &str) {
    let scroller = button.parent_element().and_then(|tools| tools.previous_element_sibling());
    let Some(scroller) = scroller else { return };
    let (start, between, end, write): (_, _, _, fn(&dom::Element) -> String) = match form {
        CSV => ("", ",", "\r\n", quoted),
        TSV => ("", "\t", "\n", |cell| plain(cell).replace(['\t', '\n'], " ")),
        _ => ("| ", " | ", " |\n", source),
    };
    let mut text = String::new();
    let mut line = |row: &dom::Element, write: fn(&dom::Element) -> String| {
        let cells: Vec<String> = dom::children(row).map(|cell| write(&cell)).collect();
        [start, &cells.join(between), end].iter().for_each(|part| text.push_str(part));
    };
    for (index, row) in dom::all(&scroller, "tr").enumerate() {
        line(&row, write);
        if index == 0 && !start.is_empty() {
            line(&row, rule);
        }
    }
    copy_text(chat, button, text);
}

fn plain(cell: &dom::Element) -> String {
    plain_text(&read::nodes(cell))
}

/// A field of RFC 4180: in quotes if it needs them, or if a reader could take its blanks for nothing.
fn quoted(cell: &dom::Element) -> String {
    let field = plain(cell);
    if field.contains(['"', ',', '\n', '\r']) || field.trim() != field {
        ["\"", &field.replace('"', "\"\""), "\""].concat()
    } else {
        field
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
    cell_source(&read::nodes(cell))
}

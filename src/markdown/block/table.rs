//! The rows of tables.
//!
//! **Invariant:** a row has as many cells as the table has columns: missing ones are empty, others are dropped.

use crate::markdown::Align;

/// The cells of a row, with escaped pipes as pipes.
pub fn cells(line: &str) -> Vec<String> {
    let line = line.trim_matches([' ', '\t']);
    let line = line.strip_prefix('|').unwrap_or(line);
    let (mut cells, mut cell, mut is_escaped) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '|' if is_escaped => {
                cell.pop();
                cell.push('|');
            }
            '|' => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    if !cell.is_empty() || cells.is_empty() {
        cells.push(cell);
    }
    cells.into_iter().map(|cell| cell.trim_matches([' ', '\t']).to_owned()).collect()
}

/// The columns that a delimiter row gives.
pub fn columns(line: &str) -> Option<Vec<Align>> {
    if !line.contains('-') || line.contains(|c| !matches!(c, '|' | '-' | ':' | ' ' | '\t')) {
        return None;
    }
    cells(line).iter().map(|cell| column(cell)).collect()
}

fn column(cell: &str) -> Option<Align> {
    let (left, right) = (cell.starts_with(':'), cell.len() > 1 && cell.ends_with(':'));
    let dashes = cell.trim_matches(':');
    let is_one = !dashes.is_empty()
        && dashes.bytes().all(|byte| byte == b'-')
        && cell.len() - dashes.len() == usize::from(left) + usize::from(right);
    is_one.then_some(match (left, right) {
        (true, true) => Align::Center,
        (true, false) => Align::Left,
        (false, true) => Align::Right,
        (false, false) => Align::Start,
    })
}

/// True if this line is the head of a table whose second line is `delimiters`.
pub fn columns_of(head: &str, delimiters: &str) -> Option<Vec<Align>> {
    let has_pipe = head.contains('|') || delimiters.contains('|');
    columns(delimiters).filter(|columns| has_pipe && columns.len() == cells(head).len())
}

//! A line and how far it was read, in bytes and in columns: a tab may count for several, and be used up in parts.
//!
//! **Invariant:** the position never passes the end; columns are counted as CommonMark does, with tabs of four.

/// A line without its end.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    text: &'a str,
    at: usize,
    column: usize,
    /// Columns of a tab that were used, of which more are left.
    is_in_tab: bool,
    /// Where the next thing stands that is no blank, and in which column.
    pub next: usize,
    next_column: usize,
}

impl<'a> Line<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut line = Self { text, at: 0, column: 0, is_in_tab: false, next: 0, next_column: 0 };
        line.find_next();
        line
    }

    fn find_next(&mut self) {
        let (mut at, mut column) = (self.at, self.column);
        for byte in self.text.as_bytes()[at..].iter() {
            match byte {
                b' ' => column += 1,
                b'\t' => column += 4 - column % 4,
                _ => break,
            }
            at += 1;
        }
        (self.next, self.next_column) = (at, column);
    }

    pub fn is_blank(&self) -> bool {
        self.next == self.text.len()
    }

    /// Columns before the next thing.
    pub fn indent(&self) -> usize {
        self.next_column - self.column
    }

    /// From the next thing on.
    pub fn content(&self) -> &'a str {
        &self.text[self.next..]
    }

    /// What is left, blanks and all.
    pub fn rest(&self) -> String {
        if !self.is_in_tab {
            return self.text[self.at..].to_owned();
        }
        let left = 4 - self.column % 4;
        " ".repeat(left) + &self.text[self.at + 1..]
    }

    /// What is left, without up to so many columns of blanks.
    pub fn rest_without(&self, columns: usize) -> String {
        let mut line = self.clone();
        line.advance_columns(columns.min(line.indent()));
        line.rest()
    }

    /// Goes to the next thing.
    pub fn advance_to_content(&mut self) {
        (self.at, self.column, self.is_in_tab) = (self.next, self.next_column, false);
    }

    /// Passes bytes that are no blanks.
    pub fn advance(&mut self, bytes: usize) {
        self.at += bytes;
        self.column += bytes;
        self.is_in_tab = false;
        self.find_next();
    }

    /// Passes columns of blanks.
    pub fn advance_columns(&mut self, mut columns: usize) {
        while columns > 0 {
            match self.text.as_bytes().get(self.at) {
                Some(b'\t') => {
                    let left = 4 - self.column % 4;
                    self.is_in_tab = left > columns;
                    self.column += left.min(columns);
                    self.at += usize::from(left <= columns);
                    columns -= left.min(columns);
                }
                Some(b' ') => {
                    self.is_in_tab = false;
                    (self.at, self.column, columns) = (self.at + 1, self.column + 1, columns - 1);
                }
                _ => break,
            }
        }
        self.find_next();
    }
}

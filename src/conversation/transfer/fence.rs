//! Fences around code, in texts that are put into a Markdown document.
//!
//! **Invariant:** a fence holds whatever it is put around, and what a message left open is closed before the next one.

/// A text as a block of code.
pub(super) fn fenced(text: &str, language: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    [fence.as_str(), language, "\n", text, end, &fence].concat()
}

/// The fence that closes the block of code in which a text ends, if it ends in one. What stands in a quote needs none.
pub(super) fn open_fence(text: &str) -> Option<String> {
    let mut scan = Scan::default();
    text.lines().for_each(|line| scan.line(line));
    let Open { mark, size, item } = scan.open?;
    Some(" ".repeat(item) + &String::from(mark).repeat(size))
}

/// A block of code that has no end yet.
#[derive(Clone, Copy)]
struct Open {
    mark: char,
    size: usize,
    /// Where the list item begins that it stands in.
    item: usize,
}

/// As much of Markdown as it takes to know where a block of code begins: fences and list items.
#[derive(Default)]
struct Scan {
    open: Option<Open>,
    /// Where the text of the innermost list item begins; 0 outside of lists.
    item: usize,
    /// The item has nothing yet; a blank line ends it.
    is_bare: bool,
    /// The last line was blank.
    is_apart: bool,
}

impl Scan {
    fn line(&mut self, line: &str) {
        let mut rest = line.trim_start_matches(' ');
        let mut column = line.len() - rest.len();
        if rest.trim().is_empty() {
            self.item = if self.is_bare { 0 } else { self.item };
            (self.is_bare, self.is_apart) = (false, true);
            return;
        }
        // What begins left of an item's text ends it, and the code in it; but words go on with words.
        let is_word = marker(rest).is_none() && begun(rest).is_none();
        let goes_on = is_word && self.open.is_none() && !self.is_apart;
        self.is_apart = false;
        if column < self.item && !goes_on {
            self.item = 0;
            self.open = self.open.filter(|open| open.item == 0);
        }
        while let Some(size) = marker(rest).filter(|_| self.open.is_none() && column < self.item + 4) {
            column += size;
            rest = &rest[size..];
            self.item = column;
        }
        self.is_bare = rest.is_empty();
        if column >= self.item + 4 {
            return;
        }
        self.open = match self.open {
            Some(open) if !open.is_closed_by(rest) => Some(open),
            Some(_) => None,
            None => begun(rest).map(|(mark, size)| Open { mark, size, item: self.item }),
        };
    }
}

impl Open {
    fn is_closed_by(self, text: &str) -> bool {
        let behind = text.trim_start_matches(self.mark);
        text.len() - behind.len() >= self.size && behind.trim().is_empty()
    }
}

/// The fence that a text begins with: its sign and its length. One of backticks has none behind it, or else it is code
/// within words.
fn begun(text: &str) -> Option<(char, usize)> {
    let mark = text.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let behind = text.trim_start_matches(mark);
    let size = text.len() - behind.len();
    (size >= 3 && !(mark == '`' && behind.contains('`'))).then_some((mark, size))
}

/// The size of a list item's mark with its blank, if a text begins with one.
fn marker(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (mark, behind) = text.split_at_checked(digits)?;
    let marks: &[char] = if mark.is_empty() { &['-', '*', '+'] } else { &['.', ')'] };
    let behind = behind.strip_prefix(marks)?.strip_prefix(' ')?;
    (digits < 10 && !behind.starts_with("    ")).then_some(digits + 2)
}

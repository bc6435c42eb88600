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

impl Open {
    fn is_closed_by(self, text: &str) -> bool {
        let behind = text.trim_start_matches(self.mark);
        text.len() - behind.len() >= self.size && behind.trim().is_empty()
    }
}

/// As much of CommonMark's block phase as it takes to know where a block of code begins: fences and list items, and what
/// ends a paragraph, as words go on with words also left of an item's text.
#[derive(Default)]
struct Scan {
    open: Option<Open>,
    /// Where the text of each open list item begins, outermost first.
    items: Vec<usize>,
    /// The innermost item has nothing yet; a blank line ends it.
    is_bare: bool,
    /// The last line is of a paragraph.
    is_words: bool,
    /// That paragraph stands in a quote.
    is_quoted: bool,
}

impl Scan {
    fn line(&mut self, line: &str) {
        let rest = line.trim_start_matches(' ');
        let column = line.len() - rest.len();
        if rest.trim().is_empty() {
            if std::mem::take(&mut self.is_bare) {
                self.items.pop();
            }
            self.is_words = false;
            return;
        }
        let goes_on = self.is_words && !is_start(rest);
        if column < self.item() && !goes_on {
            self.items.retain(|item| *item <= column);
            self.is_words = false;
            self.open = self.open.filter(|open| open.item <= column);
        }
        let is_indented = column >= self.item() + 4;
        match self.open {
            Some(open) if !is_indented && open.is_closed_by(rest) => self.open = None,
            None if !is_indented && column >= self.item() => self.block(rest, column),
            _ => {}
        }
    }

    /// A line outside of code, from here on in this column.
    fn block(&mut self, mut rest: &str, mut column: usize) {
        // A quote goes on in words alone, and of what goes on so nothing stands in its paragraph.
        let is_lazy = self.is_words && self.is_quoted;
        (self.is_bare, self.is_words) = (false, self.is_words && !is_lazy);
        while let Some(size) = marker(rest, self.is_words).filter(|_| !is_rule(rest)) {
            column += size;
            rest = rest.get(size..).unwrap_or_default();
            self.items.push(column);
            (self.is_words, self.is_bare) = (false, rest.trim().is_empty());
        }
        self.open = begun(rest).map(|(mark, size)| Open { mark, size, item: self.item() });
        let quoted = rest.trim_start_matches(['>', ' ']);
        let is_underline =
            self.is_words && (rest.trim_end().bytes().all(|sign| sign == b'=') || rest.trim() == "-");
        self.is_quoted = rest.starts_with('>') || (is_lazy && !is_start(rest));
        self.is_words = match rest {
            _ if self.is_bare || is_underline || rest.starts_with("    ") => false,
            _ if rest.starts_with('>') => !quoted.is_empty() && !is_start(quoted),
            _ => !is_start(rest),
        };
    }

    fn item(&self) -> usize {
        self.items.last().copied().unwrap_or_default()
    }
}

/// True if a text begins a block that ends a paragraph outside of it.
fn is_start(text: &str) -> bool {
    let behind = text.trim_start_matches('#');
    let is_heading =
        matches!(text.len() - behind.len(), 1..=6) && (behind.is_empty() || behind.starts_with(' '));
    is_heading
        || text.starts_with('>')
        || is_rule(text)
        || begun(text).is_some()
        || marker(text, false).is_some()
}

/// True for a thematic break.
fn is_rule(text: &str) -> bool {
    let signs: Vec<char> = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let is_of = |mark| signs.iter().all(|sign| *sign == mark);
    signs.len() >= 3 && ['-', '*', '_'].into_iter().any(is_of)
}

/// The fence that a text begins with: its sign and its length. One of backticks has none behind it, or else it is code
/// within words.
fn begun(text: &str) -> Option<(char, usize)> {
    let mark = text.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let behind = text.trim_start_matches(mark);
    let size = text.len() - behind.len();
    (size >= 3 && !(mark == '`' && behind.contains('`'))).then_some((mark, size))
}

/// The size of a list item's mark with its blanks, if a text begins with one. Within a paragraph only an item with words
/// begins a list, and of numbers only the first.
fn marker(text: &str, is_words: bool) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, behind) = text.split_at_checked(digits)?;
    let marks: &[char] = if number.is_empty() { &['-', '*', '+'] } else { &['.', ')'] };
    let behind = behind.strip_prefix(marks)?;
    let words = behind.trim_start_matches(' ');
    let blanks = behind.len() - words.len();
    let is_bare = words.trim().is_empty();
    if digits > 9 || (blanks == 0 && !is_bare) || (is_words && (is_bare || !matches!(number, "" | "1"))) {
        return None;
    }
    // Of five blanks or more four are the item's own: it begins with indented code.
    Some(digits + if is_bare || blanks > 4 { 2 } else { 1 + blanks })
}

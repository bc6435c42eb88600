//! `cargo xtask render`: markdown as the widget reads it, printed as HTML.
//!
//! **Invariant:** the same text prints the same, also with `--cut`, which only adds that every cutting is tried.

use std::io::Read;
use std::path::{Path, PathBuf};

use causerie::markdown::{Node, Streamed, html::to_html};
use clap::Args;

use crate::files;
use crate::replay::cut::cuttings;
use crate::step::Result;

/// Prints markdown as HTML, in the form of CommonMark's examples: what the widget makes of it.
///
/// For people and for conformance; the widget itself has no HTML at any point. A formula is printed as
/// `<span class="math inline">`, a footnote as `<section class="footnote">` where it stands.
#[derive(Args)]
pub struct Options {
    /// Markdown files; - is the standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Feed the text in pieces, as it streams: by the character, and cut at 24 sets of random places. It prints the
    /// same, and fails if a cutting ends in other nodes.
    #[arg(long)]
    cut: bool,
}

pub fn run(options: &Options) -> Result {
    for path in &options.files {
        let text = read(path)?;
        let nodes = parsed([text.as_str()]);
        print!("{}", to_html(&nodes));
        if options.cut {
            try_cuttings(&text, &nodes).map_err(|how| format!("{}: {how}", path.display()))?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    if path != Path::new("-") {
        return files::read_text(path);
    }
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map(|_| text).map_err(|error| format!("the standard input: {error}"))
}

/// All nodes of a text that comes in these pieces, as they stand at its end.
fn parsed<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Vec<Node> {
    Streamed::of(pieces).nodes()
}

/// Nothing, or which cutting ends in other nodes.
fn try_cuttings(text: &str, whole: &[Node]) -> Result {
    for mut cuts in cuttings(text.len()) {
        cuts.retain(|&at| text.is_char_boundary(at));
        let starts = std::iter::once(0).chain(cuts.iter().copied());
        let ends = cuts.iter().copied().chain([text.len()]);
        let nodes = parsed(starts.zip(ends).map(|(start, end)| &text[start..end]));
        if nodes != whole {
            let block = nodes.iter().zip(whole).take_while(|(one, other)| one == other).count() + 1;
            let cuts = cuts.len();
            return Err(format!("with {cuts} cuts it ends in other nodes, from block {block} on"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{parsed, try_cuttings};

    #[test]
    fn a_text_is_the_same_however_it_comes() {
        let text = "# Ä\n\n[two]: https://a.b\n\nOne [two].\n\n| a | b |\n|---|---|\n| c | d |\n";
        try_cuttings(text, &parsed([text])).unwrap();
    }

    #[test]
    fn other_nodes_are_told_by_the_first_block_that_differs() {
        let said = try_cuttings("a\n\nb\n", &parsed(["a\n\nc\n"])).unwrap_err();
        assert_eq!(said, "with 0 cuts it ends in other nodes, from block 2 on");
    }
}

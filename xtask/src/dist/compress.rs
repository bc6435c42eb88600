//! Compressed copies of the files that a static host serves, for hosts that send those: brotli 11 and gzip 9.
//!
//! **Invariant:** a copy is there only where it is smaller than its file, and none of an earlier build is left.

use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::files::{names, read, write};
use crate::step::Result;

/// What compresses; pictures and fonts are compressed already.
const TYPES: [&str; 8] = [".html", ".js", ".mjs", ".css", ".json", ".svg", ".txt", ".wasm"];
const COPIES: [&str; 2] = [".br", ".gz"];

/// Writes `NAME.br` and `NAME.gz` beside each file of a folder; gives a line for each file.
pub fn folder(folder: &Path) -> Result<Vec<String>> {
    undo(folder)?;
    let is_text = |name: &String| TYPES.iter().any(|end| name.ends_with(end));
    names(folder)?.into_iter().filter(is_text).map(|name| file(folder, &name)).collect()
}

/// Takes the copies away.
pub fn undo(folder: &Path) -> Result {
    for name in names(folder)? {
        if COPIES.iter().any(|end| name.ends_with(end)) {
            let path = folder.join(name);
            std::fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}

fn file(folder: &Path, name: &str) -> Result<String> {
    let content = read(&folder.join(name))?;
    let failed = |error: std::io::Error| format!("{name}: {error}");
    let copies = [brotli(&content).map_err(failed)?, gzip(&content).map_err(failed)?];
    let mut line = format!("  {name:<40} {:>9}", content.len());
    for (end, copy) in COPIES.iter().zip(copies) {
        if copy.len() < content.len() {
            write(&folder.join(format!("{name}{end}")), &copy)?;
        }
        line += &format!(" {:>9}", copy.len());
    }
    Ok(line)
}

/// Brotli at its highest level.
pub fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut small = Vec::new();
    brotli::CompressorWriter::new(&mut small, 4096, 11, 24).write_all(content)?;
    Ok(small)
}

/// Gzip at its highest level.
pub fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(content)?;
    gzip.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::files::{make_folder, remove_folder, target};

    #[test]
    fn copies_say_what_the_file_says_and_old_ones_go() {
        let place = target().join("compress-test");
        remove_folder(&place).unwrap();
        make_folder(&place).unwrap();
        let text = "a chat widget, ".repeat(200);
        write(&place.join("a.js"), &text).unwrap();
        write(&place.join("tiny.json"), "1").unwrap();
        write(&place.join("picture.png"), &text).unwrap();
        write(&place.join("gone.js.br"), "old").unwrap();
        assert_eq!(folder(&place).unwrap().len(), 2);
        assert_eq!(names(&place).unwrap(), ["a.js", "a.js.br", "a.js.gz", "picture.png", "tiny.json"]);
        let mut back = String::new();
        brotli::Decompressor::new(&read(&place.join("a.js.br")).unwrap()[..], 4096)
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
        let mut back = String::new();
        flate2::read::GzDecoder::new(&read(&place.join("a.js.gz")).unwrap()[..])
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
        undo(&place).unwrap();
        assert_eq!(names(&place).unwrap(), ["a.js", "picture.png", "tiny.json"]);
        remove_folder(&place).unwrap();
    }
}

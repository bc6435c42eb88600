//! `cargo xtask render`, on files that are there and on some that are not.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn render(args: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("render").args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A file in the test's own place.
fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn files_are_printed_one_after_the_other_as_the_specification_prints_them() {
    let one = file("one.md", "# One\n\n> *a* `b<`\n");
    let two = file("two.md", "- [x] <b>c</b>\n\n```rs\nd\n```\n");
    let output = render(&[&one, &two]);
    assert!(output.status.success());
    assert_eq!(
        text(&output.stdout),
        "<h1>One</h1>\n<blockquote>\n<p><em>a</em> <code>b&lt;</code></p>\n</blockquote>\n\
         <ul>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> &lt;b&gt;c&lt;/b&gt;</li>\n</ul>\n\
         <pre><code class=\"language-rs\">d\n</code></pre>\n"
    );
}

#[test]
fn a_text_in_pieces_prints_the_same() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/sample.md");
    let (whole, cut) = (render(&[&sample]), render(&[Path::new("--cut"), &sample]));
    assert!(whole.status.success() && cut.status.success(), "{}", text(&cut.stderr));
    assert!(!whole.stdout.is_empty());
    assert_eq!(whole.stdout, cut.stdout);
}

#[test]
fn what_cannot_be_read_is_named_in_one_line() {
    let latin = file("latin.md", b"caf\xe9");
    for path in [Path::new("/no/such.md"), &latin] {
        let output = render(&[path]);
        let said = text(&output.stderr);
        assert!(!output.status.success() && said.lines().count() == 1, "{said}");
        assert!(said.starts_with(&format!("error: {}: ", path.display())), "{said}");
    }
}

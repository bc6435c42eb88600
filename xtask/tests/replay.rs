//! `cargo xtask replay`, on the recorded replies of the project and on broken ones.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use causerie::json::Json;

fn recordings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/vectors")
}

fn replay(args: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("replay").args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with a reply, in the test's own place.
fn recording(name: &str, meta: &str, body: &str, expected: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("meta.json"), meta).unwrap();
    fs::write(folder.join("body.json"), body).unwrap();
    fs::write(folder.join("expected.json"), expected).unwrap();
    folder
}

#[test]
fn every_recorded_reply_becomes_what_is_expected_in_every_cut() {
    let output = replay(&[Path::new("--check"), &recordings()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let lines: Vec<Json> = text(&output.stdout).lines().map(|line| Json::parse(line).unwrap()).collect();
    assert_eq!(lines.len(), 95);
    for line in &lines {
        assert_eq!(line.get("cut_independent"), Some(&Json::Bool(true)), "{line}");
        assert!(line.get("cuts").and_then(Json::as_u64).unwrap() > 20, "{line}");
        assert!(line.get("outcome").is_some(), "{line}");
    }
}

#[test]
fn a_difference_is_named_and_fails() {
    let meta = r#"{"id": "x", "status": 200, "headers": {}, "body": "body.json", "end_of_body": "clean"}"#;
    let body = r#"{"choices":[{"message":{"content":"a"}}]}"#;
    let folder = recording("differs", meta, body, r#"{"text": "b", "complete": true}"#);
    let output = replay(&[Path::new("--check"), &folder]);
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(said.contains("x: text is \"a\", expected \"b\""), "{said}");
    assert!(said.ends_with("error: 1 of 1 replies did not become what was expected\n"), "{said}");
    assert!(replay(&[&folder]).status.success(), "without --check it only shows");
}

#[test]
fn what_cannot_be_read_is_named_in_one_line() {
    let nowhere = replay(&[Path::new("/no/such/folder")]);
    let said = text(&nowhere.stderr);
    assert!(
        !nowhere.status.success() && said.contains("/no/such/folder") && said.lines().count() == 1,
        "{said}"
    );
    let empty = Path::new(env!("CARGO_TARGET_TMPDIR")).join("empty");
    fs::create_dir_all(&empty).unwrap();
    assert!(text(&replay(&[&empty]).stderr).contains("no folder with a meta.json is there"));
    let broken = recording("broken", "{", "", "{}");
    assert!(text(&replay(&[&broken]).stderr).contains("no JSON at byte 1"));
}

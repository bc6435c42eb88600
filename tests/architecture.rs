//! The map of the crate, held against its `use` lines.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Which modules may be named by which: dependencies point one way.
const MAY_USE: [(&str, &[&str]); 10] = [
    ("reactive", &[]),
    ("config", &["json", "text"]),
    ("protocol", &["config", "json", "text"]),
    ("conversation", &["config", "json", "protocol", "text"]),
    ("tools", &["config", "conversation", "json", "protocol", "text"]),
    ("markdown", &["text"]),
    ("browser", &["reactive", "text"]),
    ("chat", &["browser", "config", "conversation", "json", "protocol", "text", "tools"]),
    (
        "components",
        &[
            "browser",
            "chat",
            "config",
            "conversation",
            "json",
            "markdown",
            "protocol",
            "reactive",
            "text",
            "tools",
        ],
    ),
    ("element", &["browser", "chat", "components", "config", "json", "tools"]),
];

const BINDINGS: [&str; 4] = ["web_sys", "js_sys", "wasm_bindgen", "gloo"];

/// The files of Rust below a folder of the repository, with what stands in them.
fn sources_below(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found.sort();
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    sources_below("src")
}

/// The first name below `src`: `protocol` for `src/protocol/sse.rs` and `src/protocol.rs`.
fn module(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    below.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// Everything of the code but comments.
fn code(source: &str) -> impl Iterator<Item = &str> {
    source.lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

#[test]
fn dependencies_point_one_way() {
    let allowed: BTreeMap<_, _> = MAY_USE.into_iter().collect();
    for (path, source) in sources() {
        let module = module(&path);
        if module == "lib" {
            continue;
        }
        let may_use = allowed.get(module.as_str()).unwrap_or_else(|| panic!("{module} is not on the map"));
        for line in code(&source) {
            for (at, _) in line.match_indices("crate::") {
                let used: String =
                    line[at + 7..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                let is_allowed = used.is_empty() || used == module || may_use.contains(&used.as_str());
                assert!(is_allowed, "{} uses crate::{used}, which {module} may not", path.display());
            }
        }
    }
}

#[test]
fn only_browser_and_element_name_the_bindings() {
    for (path, source) in sources() {
        if matches!(module(&path).as_str(), "browser" | "element") {
            continue;
        }
        for binding in BINDINGS {
            let names = code(&source).any(|line| line.contains(&format!("{binding}::")));
            assert!(!names, "{} names {binding}", path.display());
        }
    }
}

#[test]
fn every_module_says_its_purpose() {
    for (path, source) in sources() {
        assert!(source.starts_with("//! "), "{} does not start with its purpose", path.display());
    }
}

#[test]
fn nothing_is_built_from_an_html_string() {
    for (path, source) in sources() {
        for forbidden in ["inner_html", "innerHTML", "insert_adjacent_html", "outer_html", "document.write"] {
            let found = code(&source).any(|line| line.contains(forbidden));
            assert!(!found, "{} has {forbidden}", path.display());
        }
    }
}

/// The printer of nodes as HTML is for people and tests; the widget builds nodes, and its linker drops the printer.
#[test]
fn nothing_that_is_drawn_names_the_printer_of_html() {
    for (path, source) in sources() {
        if matches!(module(&path).as_str(), "components" | "chat" | "browser" | "element") {
            let names =
                |line: &str| line.contains("to_html") || line.contains("markdown") && line.contains("html");
            assert!(!code(&source).any(names), "{} names it", path.display());
        }
    }
}

#[test]
fn no_words_stand_in_components() {
    for (path, source) in sources() {
        if module(&path) == "components" {
            let literal =
                code(&source).find(|line| line.contains(".text(\"") && !line.contains(".text(\"\")"));
            assert_eq!(literal, None, "{} holds a text; it belongs to Labels", path.display());
        }
    }
}

/// `crate::json` is the crate below this one.
#[test]
fn the_wire_needs_nothing() {
    let wire = Path::new(env!("CARGO_MANIFEST_DIR")).join("wire");
    let manifest = fs::read_to_string(wire.join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("dependencies]"), "wire has dependencies");
    for (path, source) in sources_below("wire/src") {
        let file = path.display();
        assert!(source.starts_with("//!"), "{file} does not say what it is for");
        for name in BINDINGS.iter().chain(&["std::fs", "std::net", "std::io"]) {
            assert!(code(&source).all(|line| !line.contains(name)), "{file} names {name}");
        }
    }
}

/// What is asked of the archive and how records meet is plain code, and the browser stands behind a few files.
#[test]
fn the_archive_names_the_browser_in_few_places() {
    const SHELL: [&str; 4] = ["src/lib.rs", "src/tab.rs", "src/trouble.rs", "src/store/database.rs"];
    for (path, source) in sources_below("archive/src") {
        let file = path.display();
        assert!(source.starts_with("//! "), "{file} does not say what it is for");
        let is_shell = SHELL.iter().any(|end| path.ends_with(end));
        let names = |line: &str| {
            BINDINGS.iter().chain(&["idb"]).any(|binding| line.contains(&["use ", binding].concat()))
        };
        assert!(is_shell || !code(&source).any(names), "{file} names the browser");
        let formats = |line: &str| ["format!(", "write!(", ":?}"].iter().any(|it| line.contains(it));
        let is_test = path.ends_with("tests.rs");
        let released = source.split("#[cfg(test)]").next().unwrap_or_default();
        assert!(is_test || !code(released).any(formats), "{file} formats");
    }
}

/// The released widget is compiled without `Debug`'s texts: what is written with it would be empty there.
#[test]
fn nothing_is_written_with_debug() {
    for (path, source) in sources() {
        let released = source.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code(released) {
            assert!(!line.contains(":?}"), "{} writes with Debug: {line}", path.display());
        }
    }
}

/// The machinery of formatting would come into the download with the first use; `text` has what is needed of it.
#[test]
fn nothing_in_the_widget_formats() {
    const FORMATS: [&str; 3] = ["format!(", "write!(", "writeln!("];
    for (path, source) in sources() {
        // The printer of HTML and the page in memory are not in the widget.
        let path_text = path.to_string_lossy();
        if path_text.contains("markdown/html.rs") || path_text.contains("markdown/page") {
            continue;
        }
        let released = source.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code(released) {
            assert!(!FORMATS.iter().any(|it| line.contains(it)), "{} formats: {line}", path.display());
        }
    }
}

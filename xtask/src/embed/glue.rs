//! Cuts wasm-bindgen's glue like the wasm: what only the half imports that is loaded later is a script of its own.
//!
//! Done on the text that wasm-bindgen 0.2.129 writes, one import below the other, before anything is shortened.
//! **Invariant:** each import is in one of the two scripts, and both see the same helpers; a text that is not understood is not
//! cut.

use std::collections::BTreeSet;

use wasmparser::{Parser, Payload};

use super::GLUE_EXPORTS;

/// What the glue calls the module of its imports.
const OURS: &str = "./causerie_bg.js";
/// Where the imports begin and end, and how each begins.
const IMPORTS: &str = "    const import0 = {\n        __proto__: null,\n";
const INDENT: &str = "        ";
const IMPORTS_END: &str = "\n    };\n";
/// The one variable of the glue that changes while it runs and that imports read.
const LENGTH: &str = "WASM_VECTOR_LEN";

/// The two scripts, as source: the second one is a function of the helpers, which the first one exports.
pub struct Glue {
    pub first: String,
    pub second: String,
}

/// The names that a module imports from the glue.
pub fn imports(wasm: &[u8]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm).flatten() {
        if let Payload::ImportSection(section) = payload {
            let ours = section.into_imports().flatten().filter(|import| import.module == OURS);
            names.extend(ours.map(|import| import.name.to_owned()));
        }
    }
    names
}

/// Cuts the imports of these names off.
pub fn cut(glue: &str, later: &BTreeSet<String>) -> Glue {
    try_cut(glue, later).unwrap_or_else(|| Glue {
        first: with_helpers(glue, &[]),
        second: "export default () => ({});\n".to_owned(),
    })
}

fn try_cut(glue: &str, later: &BTreeSet<String>) -> Option<Glue> {
    let (head, rest) = glue.split_once(IMPORTS)?;
    let (imports, tail) = rest.split_once(IMPORTS_END)?;
    let (mut first, mut second) = (String::new(), String::new());
    let mut is_later = false;
    for line in imports.lines() {
        let begins = line.strip_prefix(INDENT).filter(|rest| !rest.starts_with([' ', '}']));
        if let Some(name) = begins.and_then(|rest| rest.split(':').next()) {
            is_later = later.contains(name);
        }
        let part = if is_later { &mut second } else { &mut first };
        *part += line;
        part.push('\n');
    }
    let mut first = [head, IMPORTS, first.trim_end(), IMPORTS_END, tail].concat();
    let mut moved = String::new();
    // What only the second one uses goes with it; that may use more.
    while let Some(item) = items(&first).into_iter().find(|item| is_moved(item, &first, &second, &moved)) {
        first = first.replacen(item.text.as_str(), "", 1);
        moved += &item.text;
    }
    let is_used = |name: &&String| has(&second, name) || has(&moved, name);
    let names = names(&first);
    if let Some(changed) =
        names.variables.iter().filter(is_used).find(|name| !matches!(name.as_str(), LENGTH | "wasm"))
    {
        println!("the glue is not cut: {changed} changes");
        return None;
    }
    let mut helpers: Vec<String> = names.constants.iter().filter(is_used).cloned().collect();
    helpers.push("wasm".to_owned());
    let second = [moved, format!("return {{\n        __proto__: null,\n{second}    }};\n")].concat();
    let second = second.replace(LENGTH, "length()");
    let second = format!("export default ([{}], length) => {{\n{second}}};\n", helpers.join(", "));
    Some(Glue { first: with_helpers(&first, &helpers), second })
}

/// The glue with a function that gives its helpers.
fn with_helpers(glue: &str, helpers: &[String]) -> String {
    let helpers = helpers.join(", ");
    let give = format!("const __causerie_helpers = () => [[{helpers}], () => {LENGTH}];\n{GLUE_EXPORTS}");
    glue.replace(GLUE_EXPORTS, &give)
}

/// A function or a list of the glue's outermost level.
struct Item {
    name: String,
    text: String,
}

/// Those that are whole in themselves: closures' entries, and the words of enumerations.
fn items(glue: &str) -> Vec<Item> {
    let mut items = Vec::new();
    for (start, end) in [("\nfunction wasm_bindgen_", "\n}\n"), ("\nconst __wbindgen_enum_", "];\n")] {
        for (at, _) in glue.match_indices(start) {
            let text = glue[at + 1..].split_inclusive(end).next().unwrap_or_default();
            let name = text.split([' ', '(']).nth(1).unwrap_or_default();
            items.push(Item { name: name.to_owned(), text: text.to_owned() });
        }
    }
    items
}

fn is_moved(item: &Item, first: &str, second: &str, moved: &str) -> bool {
    let elsewhere = first.replacen(item.text.as_str(), "", 1);
    (has(second, &item.name) || has(moved, &item.name)) && !has(&elsewhere, &item.name)
}

/// The names of the outermost level.
#[derive(Default)]
struct Names {
    /// Functions, and what is set once.
    constants: Vec<String>,
    variables: Vec<String>,
}

fn names(glue: &str) -> Names {
    let mut names = Names::default();
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '$');
    for line in glue.lines() {
        let (list, rest) = match line.split_once(' ') {
            Some(("function" | "const", rest)) => (&mut names.constants, rest),
            Some(("let", rest)) => (&mut names.variables, rest.trim_end_matches(';')),
            _ => continue,
        };
        let several = rest.split(", ").take_while(|name| name.chars().all(is_sign));
        let several: Vec<&str> = several.collect();
        match several.is_empty() {
            true => list.push(rest.chars().take_while(|sign| is_sign(*sign)).collect()),
            false => list.extend(several.into_iter().map(str::to_owned)),
        }
    }
    names
}

/// True if the name stands in a text as a word, and not as a member.
fn has(text: &str, name: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '$' | '.');
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + name.len()..].chars().next();
        !before.is_some_and(is_sign) && !behind.is_some_and(|sign| is_sign(sign) && sign != '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_a: function(arg0) {
            const deep = {
                a: 1,
            };
            return shared(arg0, deep);
        },
        __wbg_c: function() { return handleError(function (arg0) {
            return arg0;
        }, arguments); },
        __wbg_b: function() {
            var len1 = WASM_VECTOR_LEN;
            return wasm_bindgen_1(shared(__wbindgen_enum_Mode[0]), wasm.len1);
        },
    };
    return { './causerie_bg.js': import0 };
}

function wasm_bindgen_1(arg0) {
    wasm.call(arg0);
}

const __wbindgen_enum_Mode = [\"one\"];

function shared(x) {
    return WASM_VECTOR_LEN = x;
}

let WASM_VECTOR_LEN = 0;
let wasmModule, wasm;
export { initSync, __wbg_init as default };
";

    fn later() -> BTreeSet<String> {
        BTreeSet::from(["__wbg_b".to_owned()])
    }

    #[test]
    fn an_import_that_only_the_second_half_has_goes_there_with_what_only_it_uses() {
        let Glue { first, second } = cut(GLUE, &later());
        for moved in ["__wbg_b", "wasm_bindgen_1", "__wbindgen_enum_Mode"] {
            assert!(!first.contains(moved), "{moved} stays in\n{first}");
            assert!(second.contains(moved), "{moved} is not in\n{second}");
        }
        assert!(first.contains("__wbg_a: function") && !second.contains("__wbg_a"));
        assert!(first.contains("__wbg_c: function") && !second.contains("__wbg_c"));
        assert!(second.starts_with("export default ([shared, wasm], length) => {"), "{second}");
        assert!(second.contains("var len1 = length();"));
        assert!(first.contains("() => [[shared, wasm], () => WASM_VECTOR_LEN];"), "{first}");
    }

    #[test]
    fn what_is_not_understood_is_not_cut() {
        for glue in [
            GLUE.replace("const import0", "const imports"),
            GLUE.replace("shared(__wb", "cached(__wb") + "let cached = 0;\n",
        ] {
            let Glue { first, second } = cut(&glue, &later());
            assert!(first.contains("__wbg_b"));
            assert_eq!(second, "export default () => ({});\n");
        }
    }
}

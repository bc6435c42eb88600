//! Scripts with the names of files written out where a bundler looks for them.
//!
//! **Invariant:** what is not as it is expected is an error; everything else of a script stays as it is.

use crate::step::Result;

/// The module with its one import of an address marked as none of a bundler's business: the minifier drops comments.
pub fn marked(module: &str) -> Result<String> {
    const IMPORT: &str = "import(new URL(";
    match module.matches(IMPORT).count() {
        1 => Ok(module.replace(IMPORT, "import(/* @vite-ignore *//* webpackIgnore: true */new URL(")),
        _ => Err(unexpected("the module imports otherwise")),
    }
}

/// A script as a value: what imports it.
pub fn imported(name: &str) -> String {
    format!("()=>import(\"./{name}\")")
}

/// The script with the names of files written out where a bundler looks for them.
pub fn written_out(script: &str) -> Result<String> {
    let script = loads_written_out(script)?;
    let mut text = String::new();
    let mut pieces = script.split("\"./causerie-");
    text += pieces.next().unwrap_or_default();
    for piece in pieces {
        let Some((rest, after)) = piece.split_once('"') else { return Err(unexpected("a name has no end")) };
        let name = format!("causerie-{rest}");
        let is_imported = text.ends_with("import(");
        text += &match name.rsplit_once('.') {
            Some((_, "wasm")) => format!("new URL(\"./{name}\",import.meta.url).href"),
            // The glue calls what it gives the wasm a file, too.
            Some((_, "js")) if !is_imported && !name.ends_with("_bg.js") => imported(&name),
            _ => format!("\"./{name}\""),
        };
        text += after;
    }
    Ok(addresses_as_they_are(&text))
}

/// What is written out is an address already, and `new URL(NAME,import.meta.url)` of it would have bundlers warn that
/// they cannot know the name.
fn addresses_as_they_are(script: &str) -> String {
    const END: &str = ",import.meta.url)";
    let mut pieces = script.split("new URL(");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$".contains(&byte))
        };
        match piece.split_once(END).filter(|(name, _)| is_name(name)) {
            Some((name, after)) => text += &[name, after].concat(),
            None => text += &["new URL(", piece].concat(),
        }
    }
    text
}

/// `{let u=new URL(NAME,import.meta.url).href;return await check(u,…),import(u)}`, which checks a digest and imports:
/// here it imports what stands there, or calls the value that does.
fn loads_written_out(script: &str) -> Result<String> {
    const MARK: &str = ",import.meta.url).href;return await ";
    let mut script = script.to_owned();
    while let Some(at) = script.find(MARK) {
        let (before, after) = (&script[..at], &script[at..]);
        let start = before.rfind("{let ").ok_or_else(|| unexpected("a load has no beginning"))?;
        let (_, name) =
            before[start..].split_once("=new URL(").ok_or_else(|| unexpected("a load has no name"))?;
        let import = after.find(",import(").ok_or_else(|| unexpected("a load imports nothing"))?;
        let end = after[import..].find('}').ok_or_else(|| unexpected("a load has no end"))?;
        let load = match name.starts_with('"') {
            true => format!("{{return import({name})}}"),
            false => format!("{{return {name}()}}"),
        };
        script = [before[..start].to_owned(), load, after[import + end + 1..].to_owned()].concat();
    }
    Ok(script)
}

fn unexpected(what: &str) -> String {
    format!("a script of dist is not as xtask/src/dist/esm.rs expects it: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_out_where_a_bundler_looks_for_them() {
        let script =
            "a(\"./causerie-1.wasm\",\"sha\");b={c:[\"./causerie-2.js\",\"sha\"]};d={\"./causerie_bg.js\":e}";
        let expected = "a(new URL(\"./causerie-1.wasm\",import.meta.url).href,\"sha\");\
            b={c:[()=>import(\"./causerie-2.js\"),\"sha\"]};d={\"./causerie_bg.js\":e}";
        assert_eq!(written_out(script).unwrap(), expected);
        let glue = "d={\"./causerie-archive_bg.js\":e}";
        assert_eq!(written_out(glue).unwrap(), glue);
    }

    #[test]
    fn an_address_that_is_known_is_taken_as_it_is() {
        assert_eq!(written_out("fetch(new URL(r,import.meta.url),{})").unwrap(), "fetch(r,{})");
        let other = "new URL(a.b,c)+new URL(import.meta.url).origin";
        assert_eq!(written_out(other).unwrap(), other);
    }

    #[test]
    fn a_checked_load_becomes_an_import() {
        let script =
            "async function W(r,e){let t=new URL(r,import.meta.url).href;return await X(t,e),import(t)}f()";
        assert_eq!(written_out(script).unwrap(), "async function W(r,e){return r()}f()");
        let script = "async function b(){let t=new URL(\"./causerie-1.js\",import.meta.url).href;\
            return await fetch(t,{integrity:\"sha\"}),import(t)}f()";
        assert_eq!(written_out(script).unwrap(), "async function b(){return import(\"./causerie-1.js\")}f()");
        assert!(written_out("let t=new URL(r,import.meta.url).href;return await X(t,e),import(t)").is_err());
    }
}

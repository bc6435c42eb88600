//! Short names for what the wasm imports from its glue, and for what it exports to it.
//!
//! wasm-bindgen names each function with a digest, in both files, and digests do not compress. **Invariant:** a name
//! is changed in both files or in neither; a module that is not understood stays as it is.

/// The sections (WebAssembly core specification, 5.5.5 and 5.5.10).
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const HEADER: usize = 8;

/// Renames both, in the order in which they stand.
pub fn shorten(glue: &str, wasm: &[u8]) -> (String, Vec<u8>) {
    renamed(glue, wasm).unwrap_or_else(|| (glue.to_owned(), wasm.to_owned()))
}

fn renamed(glue: &str, wasm: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut glue = glue.to_owned();
    let mut out = wasm.get(..HEADER)?.to_owned();
    let mut rest = Reader(wasm.get(HEADER..)?);
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let length = rest.number()?;
        let content = rest.bytes(length)?;
        let content = match id {
            IMPORTS => imports(content, &mut glue)?,
            EXPORTS => exports(content, &mut glue)?,
            _ => content.to_owned(),
        };
        out.push(id);
        number(content.len(), &mut out);
        out.extend(content);
    }
    Some((glue, out))
}

/// The imports with new names, which the glue has as well then.
fn imports(content: &[u8], glue: &mut String) -> Option<Vec<u8>> {
    let mut rest = Reader(content);
    let count = rest.number()?;
    let mut out = Vec::new();
    number(count, &mut out);
    for index in 0..count {
        let length = rest.number()?;
        let module = rest.bytes(length)?;
        let name = rest.name()?;
        let short = format!("_{index}");
        // With a digest it stands nowhere else; `_7` could, unless nothing is called so.
        let is_ours = name.starts_with("__wb") && glue.contains(name) && !glue.contains(&format!("{short}:"));
        let new = if is_ours { short.as_str() } else { name };
        if is_ours {
            *glue = glue.replace(&format!("{name}:"), &format!("{new}:"));
        }
        for text in [module, new.as_bytes()] {
            number(text.len(), &mut out);
            out.extend(text);
        }
        let start = rest.0;
        rest.description()?;
        out.extend(&start[..start.len() - rest.0.len()]);
    }
    Some(out)
}

/// The exports with new names: those that a page has no use for.
fn exports(content: &[u8], glue: &mut String) -> Option<Vec<u8>> {
    let mut rest = Reader(content);
    let count = rest.number()?;
    let mut out = Vec::new();
    number(count, &mut out);
    for index in 0..count {
        let name = rest.name()?;
        let short = format!("_{index}");
        let is_ours = ["__wb", "wasm_bindgen_"].iter().any(|start| name.starts_with(start))
            && rename_member(glue, name, &short);
        let new = if is_ours { short.as_str() } else { name };
        number(new.len(), &mut out);
        out.extend(new.as_bytes());
        out.push(rest.byte()?);
        number(rest.number()?, &mut out);
    }
    Some(out)
}

/// Writes `.new` in each place of `.old`; false, and nothing happens, if there is none or `.new` is taken.
fn rename_member(glue: &mut String, old: &str, new: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "_$".contains(c));
    let (old, new) = (format!(".{old}"), format!(".{new}"));
    let has = |name: &str| glue.split(name).skip(1).any(is_end);
    if !has(&old) || has(&new) {
        return false;
    }
    let mut parts = glue.split(&old);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for rest in parts {
        out = out + if is_end(rest) { &new } else { &old } + rest;
    }
    *glue = out;
    true
}

/// LEB128.
fn number(mut value: usize, out: &mut Vec<u8>) {
    loop {
        let byte = (value & 0x7F) as u8;
        value >>= 7;
        out.push(if value == 0 { byte } else { byte | 0x80 });
        if value == 0 {
            return;
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn name(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        str::from_utf8(self.bytes(length)?).ok()
    }

    fn number(&mut self) -> Option<usize> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// Passes over what is imported: a function, a table, a memory or a global.
    fn description(&mut self) -> Option<()> {
        match self.byte()? {
            0 => self.number().map(drop),
            1 => self.byte().and_then(|_| self.limits()),
            2 => self.limits(),
            3 => self.bytes(2).map(drop),
            _ => None,
        }
    }

    fn limits(&mut self) -> Option<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::shorten;

    /// A module that imports these functions from `m`, with a section behind them.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut imports = vec![names.len() as u8];
        for name in names {
            imports.extend([1, b'm', name.len() as u8]);
            imports.extend(name.as_bytes());
            imports.extend([0, 5]);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([2, imports.len() as u8]);
        wasm.extend(imports);
        wasm.extend([12, 1, 0]);
        wasm
    }

    #[test]
    fn names_change_in_both_files() {
        let glue = "{__wbg_a_0123456789abcdef:f,__wbindgen_b:g,memory:h}";
        let (glue, wasm) = shorten(glue, &module(&["__wbg_a_0123456789abcdef", "memory", "__wbindgen_b"]));
        assert_eq!(glue, "{_0:f,_2:g,memory:h}");
        assert_eq!(wasm, module(&["_0", "memory", "_2"]));
    }

    #[test]
    fn exports_change_in_both_files() {
        let module = |names: &[&str]| {
            let mut exports = vec![names.len() as u8];
            for name in names {
                exports.push(name.len() as u8);
                exports.extend(name.as_bytes());
                exports.extend([0, 5]);
            }
            let mut wasm = b"\0asm\x01\0\0\0\x07".to_vec();
            wasm.push(exports.len() as u8);
            wasm.extend(exports);
            wasm
        };
        let glue = "w.__wb_a(1);w.__wb_ab(w.memory);x.__wb_c()";
        let wasm = module(&["__wb_a", "memory", "__wb_ab", "wasm_bindgen_x"]);
        let (glue, wasm) = shorten(glue, &wasm);
        assert_eq!(glue, "w._0(1);w._2(w.memory);x.__wb_c()");
        assert_eq!(wasm, module(&["_0", "memory", "_2", "wasm_bindgen_x"]));
    }

    #[test]
    fn a_name_that_the_glue_has_not_or_that_is_taken_stays() {
        let wasm = module(&["__wbg_a", "__wbg_b"]);
        assert_eq!(shorten("{_1:x,__wbg_b:y}", &wasm), ("{_1:x,__wbg_b:y}".to_owned(), wasm.clone()));
    }

    #[test]
    fn what_is_no_module_stays() {
        for bytes in
            [&b""[..], b"\0asm", b"\0asm\x01\0\0\0\x02\x09\x01", b"\0asm\x01\0\0\0\x02\x03\x01\xff\xff"]
        {
            assert_eq!(shorten("x", bytes).1, bytes);
        }
    }
}

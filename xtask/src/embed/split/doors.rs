//! What only doors lead to, read from a linked module with its relocations
//! (<https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>).
//!
//! **Invariant:** a slot or a datum is given only if no path leads to it from an export, other than by the address of a
//! door. A door that is called is a function like others, and a reference that is not understood counts as one from
//! everywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_demangle::demangle;
use wasmparser::{
    DataKind, ExternalKind, KnownCustom, Linking, Parser, Payload, RelocationEntry, RelocationType,
    SymbolInfo,
};

use super::Result;
use super::module::{constant, filled};

/// Bytes of a header.
const SHORT: usize = 8;

/// How the name of a door begins.
const DOOR: &str = "later_";

/// A function or a datum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u32),
    /// By its place in the list of symbols.
    Datum(usize),
}

#[derive(Default)]
struct Linked {
    /// Where in the file functions and data stand, and which.
    code: Vec<(Range<usize>, Node)>,
    data: Vec<(Range<usize>, Node)>,
    /// Where the segments of data stand in the file, and where in memory they begin.
    segments: Vec<(Range<usize>, u32)>,
    /// Where the sections of code and data begin.
    code_at: usize,
    data_at: usize,
    symbols: Vec<Option<Node>>,
    doors: Vec<u32>,
    roots: Vec<Node>,
    edges: BTreeMap<Node, Vec<Node>>,
    imported: u32,
    slots: Vec<(u32, u32)>,
}

/// What only doors lead to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Slots of the function table.
    pub slots: BTreeSet<u32>,
    /// Addresses of data, in order and apart.
    pub data: Vec<Range<u32>>,
}

/// What only doors lead to. Nothing, if the module has no relocations.
pub fn behind(wasm: &[u8]) -> Result<Behind> {
    let mut linked = Linked::default();
    let mut relocations = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        linked.read(payload?, &mut relocations)?;
    }
    if linked.doors.is_empty() || relocations.is_empty() {
        return Ok(Behind::default());
    }
    for (is_code, entry) in relocations {
        linked.relate(is_code, &entry);
    }
    let reached = linked.reached();
    let is_behind = |function: u32| !reached.contains(&Node::Function(function));
    let slots = linked.slots.iter().filter(|(_, function)| is_behind(*function)).map(|(slot, _)| *slot);
    Ok(Behind { slots: slots.collect(), data: linked.data_behind(&reached) })
}

impl Linked {
    fn read(&mut self, payload: Payload, relocations: &mut Vec<(bool, RelocationEntry)>) -> Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.roots.push(Node::Function(export.index));
                    }
                }
            }
            Payload::StartSection { func, .. } => self.roots.push(Node::Function(func)),
            Payload::CodeSectionStart { unchecked_range, .. } => {
                self.code_at = unchecked_range.start as usize
            }
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                let node = Node::Function(self.imported + self.code.len() as u32);
                self.code.push((range.start as usize..range.end as usize, node));
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.slots.extend(filled(element?)?);
                }
            }
            Payload::DataSection(data) => {
                self.data_at = data.range().start as usize;
                for segment in data {
                    let segment = segment?;
                    let end = segment.range.end as usize;
                    let base = match segment.kind {
                        DataKind::Active { offset_expr, .. } => constant(&offset_expr)?,
                        DataKind::Passive => 0,
                    };
                    self.segments.push((end - segment.data.len()..end, base));
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Linking(linking) => {
                    for part in linking.subsections() {
                        if let Linking::SymbolTable(symbols) = part? {
                            for symbol in symbols {
                                self.name(&symbol?);
                            }
                        }
                    }
                }
                KnownCustom::Reloc(reloc) => {
                    let is_code = section.name() == "reloc.CODE";
                    for entry in reloc.entries() {
                        relocations.push((is_code, entry?));
                    }
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    /// Takes a symbol into the list, and into the map of the data.
    fn name(&mut self, symbol: &SymbolInfo) {
        let place = self.symbols.len();
        let node = match symbol {
            SymbolInfo::Func { index, name, .. } => {
                if name.is_some_and(is_door) {
                    self.doors.push(*index);
                }
                Some(Node::Function(*index))
            }
            SymbolInfo::Data { symbol: Some(datum), .. } => {
                let start = self.segments.get(datum.index as usize).map_or(0, |(range, _)| range.start)
                    + datum.offset as usize;
                self.data.push((start..start + datum.size as usize, Node::Datum(place)));
                Some(Node::Datum(place))
            }
            _ => None,
        };
        self.symbols.push(node);
    }

    /// Takes an edge from what stands where the relocation is to what it names.
    fn relate(&mut self, is_code: bool, entry: &RelocationEntry) {
        if matches!(entry.ty, RelocationType::TypeIndexLeb) {
            return;
        }
        let Some(Some(to)) = self.symbols.get(entry.index as usize).copied() else { return };
        // A door is named to be opened. Where it is called, what is behind it is needed there.
        let is_called = matches!(entry.ty, RelocationType::FunctionIndexLeb);
        if !is_called && matches!(to, Node::Function(index) if self.doors.contains(&index)) {
            return;
        }
        let (places, at) = if is_code { (&self.code, self.code_at) } else { (&self.data, self.data_at) };
        let at = at + entry.offset as usize;
        // Functions stand in order, and data may have several names.
        let first = if is_code { places.partition_point(|(range, _)| range.end <= at) } else { 0 };
        let there = places[first..].iter().take(if is_code { 1 } else { places.len() });
        let froms: Vec<Node> =
            there.filter(|(range, _)| range.contains(&at)).map(|(_, node)| *node).collect();
        if froms.is_empty() {
            self.roots.push(to);
        }
        for from in froms {
            self.edges.entry(from).or_default().push(to);
        }
    }

    /// The addresses of the data that were not reached; padding between two of them goes with them.
    fn data_behind(&self, reached: &BTreeSet<Node>) -> Vec<Range<u32>> {
        let mut behind = Vec::new();
        for (segment, base) in &self.segments {
            // What each byte is: padding, of the first half, or behind a door.
            let mut bytes = vec![None; segment.len()];
            for (range, node) in self.data.iter().filter(|(range, _)| segment.contains(&range.start)) {
                let is_reached = reached.contains(node);
                for byte in &mut bytes[range.start - segment.start..range.end - segment.start] {
                    *byte = Some(is_reached || *byte == Some(true));
                }
            }
            let mut run: Option<Range<u32>> = None;
            for (address, byte) in (*base..).zip(bytes) {
                match (byte, &mut run) {
                    (Some(false), Some(run)) => run.end = address + 1,
                    (Some(false), None) => run = Some(address..address + 1),
                    (Some(true), run) => behind.extend(run.take()),
                    (None, _) => {}
                }
            }
            behind.extend(run);
        }
        // A short one is not worth its header.
        behind.retain(|run| run.len() > SHORT);
        behind
    }

    /// What can be reached without a door.
    fn reached(&self) -> BTreeSet<Node> {
        let mut reached = BTreeSet::new();
        let mut open = self.roots.clone();
        while let Some(node) = open.pop() {
            if reached.insert(node) {
                open.extend(self.edges.get(&node).into_iter().flatten());
            }
        }
        reached
    }
}

/// A function, not one that is defined within it.
fn is_door(symbol: &str) -> bool {
    let name = format!("{:#}", demangle(symbol));
    name.rsplit("::").next().is_some_and(|last| last.starts_with(DOOR))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rustc_demangle::demangle;
    use wasmparser::{KnownCustom, Name, Parser, Payload};

    use super::super::module::Parts;
    use super::{Behind, behind};

    const LINKED: &[u8] = include_bytes!("../../../tests/fixtures/doors.wasm");

    fn names() -> BTreeMap<u32, String> {
        let mut names = BTreeMap::new();
        for payload in Parser::new(0).parse_all(LINKED) {
            let Payload::CustomSection(section) = payload.unwrap() else { continue };
            let KnownCustom::Name(parts) = section.as_known() else { continue };
            for part in parts {
                if let Name::Function(map) = part.unwrap() {
                    names.extend(map.into_iter().map(|naming| {
                        let naming = naming.unwrap();
                        (naming.index, format!("{:#}", demangle(naming.name)))
                    }));
                }
            }
        }
        names
    }

    #[test]
    fn what_only_the_door_leads_to_is_behind_it() {
        let (names, behind) = (names(), behind(LINKED).unwrap());
        let parts = Parts::read(LINKED).unwrap();
        let of = |is_behind: bool| {
            let slots = parts.slots.iter().filter(|(slot, _)| behind.slots.contains(slot) == is_behind);
            slots.map(|(_, function)| names[function].as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of(true), ["doors::later_door", "<doors::Behind as doors::Step>::step"]);
        let before =
            ["doors::shared", "<doors::Called as doors::Step>::step", "<doors::Before as doors::Step>::step"];
        assert_eq!(of(false), before);
    }

    #[test]
    fn without_relocations_nothing_is_behind_a_door() {
        let wasm =
            wat::parse_str(r#"(module (table 2 funcref) (func $later_a) (elem (i32.const 0) $later_a))"#);
        assert_eq!(behind(&wasm.unwrap()).unwrap(), Behind::default());
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(behind(b"\0asm\x01\0\0\0\x02\x09\x01").is_err());
    }
}

//! What a linked module says of itself: its functions and data, and what in them names what else
//! (<https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>).
//!
//! **Invariant:** a reference that is not understood counts as one from everywhere: what it names is a root.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_demangle::demangle;
use wasmparser::{
    DataKind, ExternalKind, KnownCustom, Linking, Parser, Payload, RelocationEntry, RelocationType,
    SymbolInfo,
};

use super::Result;
use super::module::{constant, filled};

/// How the name of a door begins.
const DOOR: &str = "later_";

/// A function or a datum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    Function(u32),
    /// By its place in the list of symbols.
    Datum(usize),
}

#[derive(Default)]
pub struct Linked {
    /// Where in the file functions and data stand, and which.
    code: Vec<(Range<usize>, Node)>,
    pub data: Vec<(Range<usize>, Node)>,
    /// Where the segments of data stand in the file, and where in memory they begin.
    pub segments: Vec<(Range<usize>, u32)>,
    /// Where the sections of code and data begin.
    code_at: usize,
    data_at: usize,
    symbols: Vec<Option<Node>>,
    pub doors: Vec<u32>,
    pub roots: Vec<Node>,
    pub edges: BTreeMap<Node, Vec<Node>>,
    imported: u32,
    pub slots: Vec<(u32, u32)>,
}

impl Linked {
    /// Reads a module. Nothing, if it has no doors or no relocations.
    pub fn of(wasm: &[u8]) -> Result<Option<Self>> {
        let mut linked = Self::default();
        let mut relocations = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            linked.read(payload?, &mut relocations)?;
        }
        if linked.doors.is_empty() || relocations.is_empty() {
            return Ok(None);
        }
        for (is_code, entry) in relocations {
            linked.relate(is_code, &entry);
        }
        Ok(Some(linked))
    }

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
}

/// A function, not one that is defined within it.
fn is_door(symbol: &str) -> bool {
    let name = format!("{:#}", demangle(symbol));
    name.rsplit("::").next().is_some_and(|last| last.starts_with(DOOR))
}

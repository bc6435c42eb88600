//! A compiled module, taken apart.
//!
//! **Invariant:** what is not understood is an error, not left out; only custom sections are, which tools alone read.

use std::ops::Range;

use wasm_encoder::reencode::Error;
use wasmparser::{
    BinaryReaderError, ConstExpr, DataKind, Element, ElementItems, ElementKind, Export, FuncType,
    FunctionBody, GlobalType, Import, MemoryType, Operator, Parser, Payload, TableType,
};

use super::Result;

/// What a list of the parser gives.
type Listed<T> = std::result::Result<T, BinaryReaderError>;

/// The parts of a module, as they stand in it.
#[derive(Default)]
pub struct Parts<'a> {
    pub signatures: Vec<FuncType>,
    pub imports: Vec<Import<'a>>,
    /// The defined functions: their types and bodies.
    pub functions: Vec<(u32, FunctionBody<'a>)>,
    pub tables: Vec<TableType>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<GlobalType>,
    /// The sections of tables, memories and globals: their ids and contents.
    pub own: Vec<(u8, &'a [u8])>,
    pub exports: Vec<Export<'a>>,
    /// The function table: slots and functions.
    pub slots: Vec<(u32, u32)>,
    pub data_count: Option<&'a [u8]>,
    pub data: Vec<Datum<'a>>,
}

/// A segment of data: where in memory it begins, and what it is.
pub struct Datum<'a> {
    pub address: u32,
    pub bytes: &'a [u8],
}

impl<'a> Parts<'a> {
    pub fn read(wasm: &'a [u8]) -> Result<Self> {
        let (mut parts, mut types) = (Self::default(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            parts.take(wasm, &mut types, payload?)?;
        }
        Ok(parts)
    }

    /// How many functions are imported; the first defined one has this number.
    pub const fn imported(&self) -> u32 {
        self.imports.len() as u32
    }

    /// What the function in a slot takes and gives; nothing, if it is imported.
    pub fn signature(&self, slot: u32) -> Option<&FuncType> {
        let (_, function) = self.slots.iter().find(|(there, _)| *there == slot)?;
        let (ty, _) = self.functions.get(function.checked_sub(self.imported())? as usize)?;
        self.signatures.get(*ty as usize)
    }

    /// What stands in memory from the beginning.
    pub fn memory(&self, range: &Range<u32>) -> Vec<u8> {
        let mut memory = vec![0; range.len()];
        for datum in &self.data {
            for (address, byte) in (datum.address..).zip(datum.bytes).filter(|(at, _)| range.contains(at)) {
                memory[(address - range.start) as usize] = *byte;
            }
        }
        memory
    }

    fn take(&mut self, wasm: &'a [u8], types: &mut Vec<u32>, payload: Payload<'a>) -> Result<()> {
        let section =
            payload.as_section().map(|(id, range)| (id, &wasm[range.start as usize..range.end as usize]));
        match payload {
            Payload::TypeSection(types) => {
                self.signatures = types.into_iter_err_on_gc_types().collect::<Listed<_>>()?;
            }
            Payload::ImportSection(imports) => {
                self.imports = imports.into_imports().collect::<Listed<_>>()?
            }
            Payload::FunctionSection(functions) => *types = functions.into_iter().collect::<Listed<_>>()?,
            Payload::TableSection(tables) => {
                self.tables = tables.into_iter().map(|table| Ok(table?.ty)).collect::<Listed<_>>()?;
                self.own.extend(section);
            }
            Payload::MemorySection(memories) => {
                self.memories = memories.into_iter().collect::<Listed<_>>()?;
                self.own.extend(section);
            }
            Payload::GlobalSection(globals) => {
                self.globals = globals.into_iter().map(|global| Ok(global?.ty)).collect::<Listed<_>>()?;
                self.own.extend(section);
            }
            Payload::ExportSection(exports) => self.exports = exports.into_iter().collect::<Listed<_>>()?,
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.slots.extend(filled(element?)?);
                }
            }
            Payload::DataCountSection { .. } => self.data_count = section.map(|(_, bytes)| bytes),
            Payload::DataSection(data) => {
                for datum in data {
                    let datum = datum?;
                    let DataKind::Active { offset_expr, .. } = datum.kind else {
                        return Err(unlike("a segment of another kind"));
                    };
                    self.data.push(Datum { address: constant(&offset_expr)?, bytes: datum.data });
                }
            }
            Payload::CodeSectionEntry(body) => self.functions.push((types[self.functions.len()], body)),
            Payload::StartSection { .. } | Payload::TagSection(_) => {
                return Err(unlike("a start function or a tag"));
            }
            _ => {}
        }
        Ok(())
    }
}

/// The slots that a segment fills: `(slot, function)`.
pub fn filled(element: Element) -> Result<Vec<(u32, u32)>> {
    let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
        (element.kind, element.items)
    else {
        return Err(unlike("a segment of another kind"));
    };
    let functions = functions.into_iter().collect::<Listed<Vec<_>>>()?;
    Ok((constant(&offset_expr)?..).zip(functions).collect())
}

/// The value of an `i32.const`.
pub fn constant(expression: &ConstExpr) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        _ => Err(unlike("a place that is no number")),
    }
}

fn unlike(what: &str) -> Error<String> {
    Error::UserError(format!("{what}, which no Rust module has so far"))
}

//! Writes the two halves.
//!
//! The second imports memory, tables and globals of the first, and fills its slots when it is instantiated.
//! **Invariant:** tables and globals have the same numbers in both; only functions are numbered anew.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, FunctionSection,
    ImportSection, Module, RawSection, SectionId,
};
use wasmparser::{ExternalKind, TypeRef};

use super::Result;
use super::cut::Plan;
use super::module::Parts;

/// What the second half calls the first.
const FIRST: &str = "first";

/// A half in the making.
#[derive(Default)]
struct Half {
    numbers: Numbers,
    imports: ImportSection,
    functions: FunctionSection,
    exports: ExportSection,
    elements: ElementSection,
    code: CodeSection,
}

/// Which number a function has in the half.
#[derive(Default)]
struct Numbers(BTreeMap<u32, u32>);

impl Reencode for Numbers {
    type Error = String;

    fn function_index(&mut self, function: u32) -> Result<u32> {
        let number = self.0.get(&function).copied();
        number.ok_or_else(|| Error::UserError(format!("function {function} is called from the other half")))
    }
}

/// What the page loads at the beginning.
pub fn first(parts: &Parts, plan: &Plan) -> Result<Vec<u8>> {
    let mut half = Half::default();
    half.import_glue(parts, &plan.first)?;
    half.define(parts, &plan.first)?;
    for export in &parts.exports {
        let index = match export.kind {
            ExternalKind::Func => half.numbers.function_index(export.index)?,
            _ => export.index,
        };
        let kind = half.numbers.export_kind(export.kind)?;
        half.exports.export(export.name, kind, index);
    }
    if !plan.second.is_empty() {
        for (name, _, kind, index) in common(parts, &mut half.numbers)? {
            half.exports.export(&name, kind, index);
        }
        for function in plan.called.iter().filter(|function| **function >= parts.imported()) {
            let index = half.numbers.function_index(*function)?;
            half.exports.export(&name_of(*function), ExportKind::Func, index);
        }
    }
    half.fill(parts, &plan.first)?;
    let mut module = Module::new();
    half.begin(parts, &mut module);
    for (id, bytes) in &parts.own {
        module.section(&RawSection { id: *id, data: bytes });
    }
    module.section(&half.exports).section(&half.elements);
    if let Some(count) = parts.data_count {
        module.section(&RawSection { id: SectionId::DataCount as u8, data: count });
    }
    module.section(&half.code);
    if let Some(data) = parts.data {
        module.section(&RawSection { id: SectionId::Data as u8, data });
    }
    Ok(module.finish())
}

/// What is loaded later.
pub fn second(parts: &Parts, plan: &Plan) -> Result<Vec<u8>> {
    let mut half = Half::default();
    half.import_glue(parts, &plan.called)?;
    for function in plan.called.iter().filter(|function| **function >= parts.imported()) {
        let (ty, _) = parts.functions[(function - parts.imported()) as usize];
        half.import(FIRST, &name_of(*function), EntityType::Function(ty), *function);
    }
    for (name, ty, ..) in common(parts, &mut half.numbers)? {
        half.imports.import(FIRST, &name, ty);
    }
    half.define(parts, &plan.second)?;
    half.fill(parts, &plan.second)?;
    let mut module = Module::new();
    half.begin(parts, &mut module);
    module.section(&half.elements).section(&half.code);
    Ok(module.finish())
}

impl Half {
    fn import(&mut self, module: &str, name: &str, ty: EntityType, function: u32) {
        let next = self.numbers.0.len() as u32;
        self.numbers.0.insert(function, next);
        self.imports.import(module, name, ty);
    }

    /// Imports those of the glue's functions that this half calls.
    fn import_glue(&mut self, parts: &Parts, called: &BTreeSet<u32>) -> Result<()> {
        for (place, import) in parts.imports.iter().enumerate() {
            let TypeRef::Func(ty) = import.ty else {
                return Err(Error::UserError(format!("{} is imported, and is no function", import.name)));
            };
            if called.contains(&(place as u32)) {
                self.import(import.module, import.name, EntityType::Function(ty), place as u32);
            }
        }
        Ok(())
    }

    /// Takes these functions in, as far as they are not imported.
    fn define(&mut self, parts: &Parts, functions: &BTreeSet<u32>) -> Result<()> {
        let defined = || functions.iter().filter(|function| **function >= parts.imported());
        for function in defined() {
            let next = self.numbers.0.len() as u32;
            self.numbers.0.insert(*function, next);
        }
        for function in defined() {
            let (ty, body) = &parts.functions[(function - parts.imported()) as usize];
            self.functions.function(*ty);
            self.numbers.parse_function_body(&mut self.code, body.clone())?;
        }
        Ok(())
    }

    /// Fills the slots of these functions; neighbours share a segment.
    fn fill(&mut self, parts: &Parts, functions: &BTreeSet<u32>) -> Result<()> {
        let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
        for (slot, function) in parts.slots.iter().filter(|(_, function)| functions.contains(function)) {
            let number = self.numbers.function_index(*function)?;
            match runs.last_mut() {
                Some((first, run)) if *first + run.len() as u32 == *slot => run.push(number),
                _ => runs.push((*slot, vec![number])),
            }
        }
        for (first, run) in runs {
            let offset = ConstExpr::i32_const(first as i32);
            self.elements.active(None, &offset, Elements::Functions(run.into()));
        }
        Ok(())
    }

    fn begin(&self, parts: &Parts, module: &mut Module) {
        let types = RawSection { id: SectionId::Type as u8, data: parts.types };
        module.section(&types).section(&self.imports).section(&self.functions);
    }
}

/// What the halves share beside functions, as the second imports it: its name, its type, its kind and its number.
fn common(parts: &Parts, numbers: &mut Numbers) -> Result<Vec<(String, EntityType, ExportKind, u32)>> {
    let mut common = Vec::new();
    for (index, memory) in (0..).zip(&parts.memories) {
        let ty = EntityType::Memory(numbers.memory_type(*memory)?);
        common.push((format!("m{index}"), ty, ExportKind::Memory, index));
    }
    for (index, table) in (0..).zip(&parts.tables) {
        let ty = EntityType::Table(numbers.table_type(*table)?);
        common.push((format!("t{index}"), ty, ExportKind::Table, index));
    }
    for (index, global) in (0..).zip(&parts.globals) {
        let ty = EntityType::Global(numbers.global_type(*global)?);
        common.push((format!("g{index}"), ty, ExportKind::Global, index));
    }
    Ok(common)
}

/// What the second half calls a function of the first.
fn name_of(function: u32) -> String {
    format!("f{function}")
}
